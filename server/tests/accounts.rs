//! Accounts by the program itself: what a script that closes one and opens it again is told, and who signs in then.

mod common;

use common::program::Program;
use common::site::PASSWORD;
use server::seed::{Scenario, seed};
use time::OffsetDateTime;

#[tokio::test]
async fn an_account_is_closed_and_opened_again() {
    let bed = common::sqlite().await;
    seed(&bed.store, Scenario::Empty, PASSWORD, OffsetDateTime::now_utc()).await.expect("the accounts");
    let csdl = Program(bed.folder.path());
    for (action, said, enters) in [
        ("close", "đã đóng, phiên đang mở đã kết thúc", false),
        ("close", "đã đóng từ trước", false),
        ("reopen", "đã mở lại", true),
        ("reopen", "đang mở, không thay đổi", true),
    ] {
        let told = csdl.expect(0, &["account", action, "dieuphoi"]);
        assert!(told.contains(said), "{action}: {told}");
        let entered = bed.store.sign_in(OffsetDateTime::now_utc(), "dieuphoi", PASSWORD, "a").await;
        assert_eq!(entered.is_ok(), enters, "{action}: {entered:?}");
        assert!(csdl.expect(1, &["account", action, "khong.co"]).contains("Không có tài khoản này"));
        csdl.expect(2, &["account", action]);
    }
}

/// The command that makes an account in the health department.
fn create<'a>(username: &'a str, role: &'a str) -> [&'a str; 9] {
    ["account", "create", username, "--name", "Nguyễn Văn A", "--role", role, "--agency", "so-yt"]
}

#[tokio::test]
async fn a_second_open_account_of_an_agencys_officer_or_head_is_refused() {
    let bed = common::sqlite().await;
    seed(&bed.store, Scenario::Empty, PASSWORD, OffsetDateTime::now_utc()).await.expect("the accounts");
    let csdl = Program(bed.folder.path());
    let told = csdl.expect(1, &create("canbo.moi", "officer"));
    for said in ["đang mở cùng vai trò: canbo.yte.", "csdl account close", "csdl account reset", "accounts_per_role"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert!(csdl.expect(1, &create("lanhdao.moi", "head")).contains("lanhdao.yte"));
    for name in ["thamdinh.1", "thamdinh.2"] {
        csdl.expect(0, &create(name, "appraiser"));
    }
    csdl.expect(0, &["account", "close", "canbo.yte"]);
    csdl.expect(0, &create("canbo.moi", "officer"));
    assert!(csdl.expect(1, &["account", "reopen", "canbo.yte"]).contains("canbo.moi"));
    std::fs::write(bed.folder.path().join("csdl.toml"), "accounts_per_role = 2\n").expect("a file");
    csdl.expect(0, &["account", "reopen", "canbo.yte"]);
    assert!(csdl.expect(1, &create("canbo.ba", "officer")).contains("canbo.moi, canbo.yte"));
}
