//! The letter that urges a late agency, as DOCX. Its number and day are left open: the document system gives them.

use app::text::urging as words;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::docx::{Foot, Letter, Masthead};
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::id::AgencyId;
use domain::reminder::UrgingContent;
use store::{Error, Store};

use crate::download::{Attachment, plain, refuse};

pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What the letter says, in its places.
pub fn letter(content: &UrgingContent) -> Letter {
    Letter {
        head: Masthead {
            above: words::ABOVE.to_owned(),
            body: content.coordinator.name.to_uppercase(),
            number: words::NUMBER.to_owned(),
            about: words::about(content),
            place_and_date: words::place_and_date(content),
            state: words::STATE.to_owned(),
            motto: words::MOTTO.to_owned(),
        },
        to: words::to(content),
        paragraphs: words::paragraphs(content),
        foot: Foot {
            recipients_label: words::RECIPIENTS.to_owned(),
            recipients: words::recipients(),
            post: vec![words::POST.to_owned()],
            signer: String::new(),
        },
    }
}

/// The letter to one agency.
pub async fn download(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path((year, agency)): Path<(String, String)>,
) -> Response {
    let Ok(key) = year.parse::<CampaignKey>() else { return refuse(&Error::NotFound) };
    let content = match store.urging_content(&actor, key, &AgencyId(agency)).await {
        Ok(content) => content,
        Err(error) => return refuse(&error),
    };
    match letter(&content).write() {
        Ok(bytes) => {
            let name = format!("don-doc-{key}-{}.docx", content.agency.id);
            Attachment { bytes, kind: DOCX, name, etag: None }.into_response()
        }
        Err(error) => {
            tracing::error!(%error, "a letter was not written");
            plain(StatusCode::INTERNAL_SERVER_ERROR, app::text::export::FAILED.to_owned())
        }
    }
}
