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
