//! The clocks' background work: reminders are made each minute, and what waits in the outbox is sent by SMTP. No request
//! waits for either. Without a mail server the messages wait, and the coordinator's page says so.

use std::time::Duration;

use app::text::reminder as words;
use domain::format::local_date;
use domain::reminder::Claimed;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use store::Store;
use time::OffsetDateTime;
use tokio::time::{MissedTickBehavior, interval};

use crate::config::Config;
use crate::failure::Failure;

const REMIND_EVERY: Duration = Duration::from_secs(60);
const SEND_EVERY: Duration = Duration::from_secs(10);
/// How long the mail server may take over one step; a whole message takes less than its lease.
const PATIENCE: Duration = Duration::from_secs(30);
const WHOLE_MESSAGE: Duration = Duration::from_secs(120);
/// Messages sent in one go.
const MAILS_AT_ONCE: usize = 50;

/// Says that no person wrote it, so that no absence note answers (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// What sends messages.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    base_url: String,
}

impl Mailer {
    /// The mail server of the configuration; `None` where there is none.
    ///
    /// # Errors
    /// A URL or an address that is none, one of the two without the other; exit code 2.
    pub fn of(config: &Config) -> Result<Option<Self>, Failure> {
        let (url, from) = match (&config.smtp_url, &config.mail_from) {
            (None, None) => return Ok(None),
            (Some(url), Some(from)) => (url, from),
            _ => return Err(Failure::usage("Cấu hình sai: smtp_url và mail_from phải đặt cùng nhau.")),
        };
        // The URL may hold a password: it is not repeated.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|_| Failure::usage("Cấu hình sai: smtp_url phải có dạng smtp://, smtps:// và tên máy chủ."))?;
        let from = from
            .parse()
            .map_err(|_| Failure::usage(format!("Cấu hình sai: mail_from “{from}” không phải địa chỉ thư.")))?;
        let transport = builder.timeout(Some(PATIENCE)).build();
        Ok(Some(Self { transport, from, base_url: config.base_url.clone() }))
    }

    fn message(&self, claimed: &Claimed) -> Result<Message, String> {
        let to: lettre::Address = claimed.to.parse().map_err(|_| format!("{}: not an address", claimed.to))?;
        let host = self.from.email.domain();
        let text = words::mail(&claimed.account.name, &claimed.notice, &self.base_url);
        let body = Body::new_with_encoding(text, ContentTransferEncoding::Base64).map_err(|_| "encoding".to_owned())?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(claimed.account.name.clone()), to))
            .subject(words::subject(&claimed.notice))
            .message_id(Some(format!("<{}@{host}>", claimed.message_id)))
            .header(AutoSubmitted)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| error.to_string())
    }

    /// Sends one message: what the mail server said, and whether it is of no use to try again.
    async fn send(&self, claimed: &Claimed) -> Result<(), (String, bool)> {
        let message = self.message(claimed).map_err(|error| (error, true))?;
        match tokio::time::timeout(WHOLE_MESSAGE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err((error.to_string(), error.is_permanent())),
            Err(_) => Err(("timeout".to_owned(), false)),
        }
    }
}

/// Sends what waits; gives how many were sent.
///
/// # Errors
/// When the database fails. What the mail server says is kept with the message.
pub async fn send_waiting(
    store: &Store,
    mailer: &Mailer,
    at: impl Fn() -> OffsetDateTime,
) -> Result<usize, store::Error> {
    let mut sent = 0;
    for _ in 0..MAILS_AT_ONCE {
        let Some(claimed) = store.claim_mail(at()).await? else { break };
        let outcome = mailer.send(&claimed).await;
        match &outcome {
            Ok(()) => sent += 1,
            Err((error, permanent)) => tracing::warn!(mail = claimed.id, %error, permanent, "a message was not sent"),
        }
        store.mail_done(&claimed, outcome, at()).await?;
    }
    Ok(sent)
}

/// Reminds of answers and duties, sends the week's letter and gives up messages that are too old, for as long as the server
/// runs.
pub async fn remind(store: Store) {
    let mut ticks = interval(REMIND_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The duties of a day are looked through once.
    let mut looked = None;
    loop {
        ticks.tick().await;
        match store.remind(OffsetDateTime::now_utc()).await {
            Ok(0) => {}
            Ok(notices) => tracing::info!(notices, "people were reminded"),
            Err(error) => tracing::error!(%error, "nobody was reminded"),
        }
        match store.give_up_stale_mails(OffsetDateTime::now_utc()).await {
            Ok(0) => {}
            Ok(mails) => tracing::info!(mails, "messages were too old to be sent"),
            Err(error) => tracing::error!(%error, "old messages were not looked for"),
        }
        match store.send_digest(OffsetDateTime::now_utc()).await {
            Ok(0) => {}
            Ok(letters) => tracing::info!(letters, "leaders were sent the week's letter"),
            Err(error) => tracing::error!(%error, "the week's letter was not sent"),
        }
        let now = OffsetDateTime::now_utc();
        if looked == Some(local_date(now)) {
            continue;
        }
        match store.remind_duties(now).await {
            Ok(notices) => {
                looked = Some(local_date(now));
                if notices > 0 {
                    tracing::info!(notices, "agencies were told of the duties that press");
                }
            }
            Err(error) => tracing::error!(%error, "nobody was told of duties"),
        }
    }
}

/// Sends, for as long as the server runs.
pub async fn send(store: Store, mailer: Mailer) {
    let mut ticks = interval(SEND_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match send_waiting(&store, &mailer, OffsetDateTime::now_utc).await {
            Ok(0) => {}
            Ok(mails) => tracing::info!(mails, "messages were sent"),
            Err(error) => tracing::error!(%error, "the outbox was not looked at"),
        }
    }
}
