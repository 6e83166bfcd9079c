//! `csdl account`: making accounts, setting passwords, closing accounts and opening them again.

use std::io::{IsTerminal, Read};

use clap::{Args, Subcommand};
use domain::account::{Actor, Role};
use domain::id::AgencyId;
use store::{Error, NewAccount, Store};
use time::OffsetDateTime;

use crate::failure::Failure;
use crate::output::say;

#[derive(Args)]
pub struct Account {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Tạo tài khoản; mỗi cơ quan một tài khoản officer và một tài khoản head đang mở. Mật khẩu đọc từ đầu vào chuẩn; nếu không có thì sinh ngẫu nhiên và in ra một lần.
    Create {
        username: String,
        #[arg(long)]
        name: String,
        /// officer, head, appraiser, clerk, leader, administrator
        #[arg(long)]
        role: String,
        /// Mã cơ quan, ví dụ so-yt.
        #[arg(long)]
        agency: Option<String>,
        /// Địa chỉ thư điện tử nhận nhắc việc.
        #[arg(long, default_value = "")]
        email: String,
    },
    /// Đặt lại mật khẩu.
    Reset { username: String },
    /// Đóng tài khoản: không đăng nhập được nữa, phiên đang mở kết thúc ngay; việc đã làm vẫn còn trong nhật ký.
    Close { username: String },
    /// Mở lại tài khoản đã đóng, mật khẩu như trước khi đóng.
    Reopen { username: String },
    /// Đặt địa chỉ thư điện tử nhận nhắc việc; để trống thì chỉ nhận thông báo trên cổng.
    Email {
        username: String,
        #[arg(default_value = "")]
        address: String,
    },
}

/// The password given on standard input, else a drawn one; whether it was drawn.
fn password() -> Result<(String, bool), Failure> {
    let mut text = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().take(1_000).read_to_string(&mut text)?;
    }
    let given = text.trim_end_matches(['\r', '\n']).to_owned();
    if given.is_empty() {
        Ok((uuid::Uuid::new_v4().simple().to_string()[..16].to_owned(), true))
    } else {
        Ok((given, false))
    }
}

/// Runs the command.
///
/// # Errors
/// A username that is taken or unknown, an unknown role, a second open account of an agency's officer or head, a password
/// out of range, what can be no address.
pub async fn run(store: &Store, args: Account) -> Result<(), Failure> {
    let system = Actor::system(OffsetDateTime::now_utc());
    let (username, drawn) = match args.action {
        Action::Create { username, name, role, agency, email } => {
            let role: Role = role.parse().map_err(|_| Failure::usage(format!("Không có vai trò “{role}”.")))?;
            let (password, drawn) = password()?;
            let agency = agency.map(AgencyId);
            let new = NewAccount { username: username.clone(), name, role, agency, password: password.clone(), email };
            store.create_account(&system, &new).await.map_err(told)?;
            (username, drawn.then_some(password))
        }
        Action::Reset { username } => {
            let (password, drawn) = password()?;
            store.reset_password(&system, &username, &password).await.map_err(told)?;
            (username, drawn.then_some(password))
        }
        Action::Close { username } => return set_active(store, &system, &username, false).await,
        Action::Reopen { username } => return set_active(store, &system, &username, true).await,
        Action::Email { username, address } => {
            store.set_email(&system, &username, &address).await.map_err(told)?;
            (username, None)
        }
    };
    say!("Tài khoản {username}: xong.");
    if let Some(password) = drawn {
        say!("Mật khẩu: {password}");
    }
    Ok(())
}

/// Closes an account or opens it again, and says so; one that is so already is left as it is.
async fn set_active(store: &Store, system: &Actor, username: &str, active: bool) -> Result<(), Failure> {
    let changed = store.set_account_active(system, username, active).await.map_err(told)?;
    let said = match (active, changed) {
        (false, true) => "đã đóng, phiên đang mở đã kết thúc",
        (false, false) => "đã đóng từ trước, không thay đổi",
        (true, true) => "đã mở lại, mật khẩu như trước khi đóng",
        (true, false) => "đang mở, không thay đổi",
    };
    say!("Tài khoản {username}: {said}.");
    Ok(())
}

fn told(error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::refused(["Không có tài khoản này.".to_owned()]),
        Error::Invalid(remarks) => Failure::refused(remarks.iter().map(|remark| match remark.field.as_str() {
            "email" => "Địa chỉ thư điện tử không đúng dạng.".to_owned(),
            "role" => format!(
                "Cơ quan đã có tài khoản đang mở cùng vai trò: {}. Mỗi vai trò một tài khoản (khoản 4 Điều 5 Quy chế): đóng \
                 trước bằng csdl account close, hoặc giao tài khoản ấy cho người mới bằng csdl account reset; cần nhiều hơn \
                 thì đặt accounts_per_role.",
                remark.detail
            ),
            "username" => format!("Tên đăng nhập không dùng được: {}", remark.detail),
            _ => "Mật khẩu phải dài từ 8 đến 256 ký tự.".to_owned(),
        })),
        other => other.into(),
    }
}
