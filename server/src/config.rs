//! Configuration: defaults, then `csdl.toml`, then `CSDL_*` from the environment. An unknown key is refused at start.

use std::net::SocketAddr;
use std::path::PathBuf;

use domain::account::ACCOUNTS_PER_ROLE;
use domain::indicator::CLOSE_AFTER_DAYS;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

/// Variables that are not configuration of the server: tests and the demonstration read them.
const OTHER_VARIABLES: [&str; 9] = [
    "demo_password",
    "test_postgres_url",
    "test_model_steps",
    "test_model_seed",
    "test_kills",
    "test_office",
    "write_states",
    "chromium",
    "ci_target",
];

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `sqlite://file` or `postgres://user:password@host/database`.
    pub database_url: String,
    /// The folder in which signed decisions are kept.
    pub storage_url: PathBuf,
    /// Where the server listens.
    pub addr: SocketAddr,
    /// The address people use; `https` turns on `Secure` cookies and strict transport security.
    pub base_url: String,
    /// `pretty` or `json`.
    pub log: LogForm,
    /// A session ends after so many minutes without a request.
    pub session_idle_minutes: u32,
    /// And after so many hours in any case.
    pub session_hours: u32,
    /// The client's address stands in `X-Forwarded-For`, put there by a proxy in front.
    pub behind_proxy: bool,
    /// The mail server: `smtp://host:25`, `smtps://user:password@host`, `smtp://user:password@host:587?tls=required`. Without
    /// one, messages wait in the outbox.
    pub smtp_url: Option<String>,
    /// Who the messages are from: `Tên <dia-chi@co-quan.vn>`. Set together with `smtp_url`.
    pub mail_from: Option<String>,
    /// Raw events of use are kept for so many days; what is rolled up from them stays.
    pub usage_keep_days: u32,
    /// User names and agencies (by id) whose use is not counted: accounts for trials and for watching over the portal.
    pub usage_left_out: Vec<String>,
    /// The figures of a year are closed so many days after it ended; 0: by hand alone.
    pub close_period_after_days: u32,
    /// An agency has at most so many open accounts of its officer, and of its head (article 5.4); 0: any number.
    pub accounts_per_role: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogForm {
    Pretty,
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite://csdl-data/csdl.db".to_owned(),
            storage_url: PathBuf::from("csdl-data/files"),
            addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
            base_url: "http://127.0.0.1:3000".to_owned(),
            log: LogForm::Pretty,
            session_idle_minutes: 30,
            session_hours: 12,
            behind_proxy: false,
            smtp_url: None,
            mail_from: None,
            usage_keep_days: 400,
            usage_left_out: Vec::new(),
            close_period_after_days: CLOSE_AFTER_DAYS,
            accounts_per_role: ACCOUNTS_PER_ROLE,
        }
    }
}

/// The passwords in the addresses of the database and the mail server are not for logs.
impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = self.database_url.split("://").next().unwrap_or_default();
        f.debug_struct("Config")
            .field("database", &scheme)
            .field("addr", &self.addr)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// Reads the configuration of this process.
    ///
    /// # Errors
    /// An unknown key, or a value that its key does not take; exit code 2.
    pub fn load() -> Result<Self, Failure> {
        let env = Env::prefixed("CSDL_").ignore(&OTHER_VARIABLES);
        let figment = Figment::from(Serialized::defaults(Self::default())).merge(Toml::file("csdl.toml")).merge(env);
        let config: Self = figment.extract().map_err(|error| Failure::usage(format!("Cấu hình sai: {error}")))?;
        if !config.base_url.starts_with("http://") && !config.base_url.starts_with("https://") {
            return Err(Failure::usage("Cấu hình sai: base_url phải bắt đầu bằng http:// hoặc https://"));
        }
        Ok(config)
    }

    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Scheme, host and port of the base address: what an `Origin` header must equal.
    pub fn origin(&self) -> &str {
        let start = self.base_url.find("://").map_or(0, |at| at + 3);
        let end = self.base_url[start..].find('/').map_or(self.base_url.len(), |at| start + at);
        &self.base_url[..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path() {
        let config = Config { base_url: "https://csdl.daklak.gov.vn/a/b".to_owned(), ..Config::default() };
        assert_eq!(config.origin(), "https://csdl.daklak.gov.vn");
        assert_eq!(Config::default().origin(), "http://127.0.0.1:3000");
    }

    #[test]
    fn passwords_are_not_shown() {
        let smtp_url = Some("smtps://a:secret@h".to_owned());
        let config = Config { database_url: "postgres://a:secret@h/d".to_owned(), smtp_url, ..Config::default() };
        assert!(!format!("{config:?}").contains("secret"));
    }
}
