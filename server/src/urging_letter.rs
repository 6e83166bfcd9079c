//! The letters that urge a late agency, as DOCX. Number and day are left open until they are recorded: the document system
//! gives them.

use app::text::{duty_urging as duty_words, urging as words};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::docx::{Foot, Letter, Masthead, head_of};
use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::format::iso_date;
use domain::id::{AgencyId, DutyLetterId};
use domain::reminder::{DutyUrging, UrgingContent};
use store::{Error, Store};

use crate::download::{Attachment, plain, refuse};

pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What is a letter's own.
struct Told {
    number: String,
    place_and_date: String,
    about: String,
    paragraphs: Vec<String>,
}

/// What a letter says, in its places.
fn laid_out(from: &AgencyRef, to: &AgencyRef, told: Told) -> Letter {
    Letter {
        head: Masthead {
            above: words::ABOVE.to_owned(),
            body: from.name.to_uppercase(),
            number: told.number,
            about: told.about,
            place_and_date: told.place_and_date,
            state: words::STATE.to_owned(),
            motto: words::MOTTO.to_owned(),
        },
        to: words::to(to),
        paragraphs: told.paragraphs,
        foot: Foot {
            recipients_label: words::RECIPIENTS.to_owned(),
            recipients: words::recipients(),
            post: vec![head_of(&from.name).to_uppercase()],
            signer: String::new(),
        },
    }
}

/// The letter about answers that are late.
fn letter(content: &UrgingContent) -> Letter {
    let told = Told {
        number: words::NUMBER.to_owned(),
        place_and_date: words::place_and_date(content.today),
        about: words::about(content),
        paragraphs: words::paragraphs(content),
    };
    laid_out(&content.coordinator, &content.agency, told)
}

/// The letter about duties that are late.
fn letter_of_duties(content: &DutyUrging) -> Letter {
    let told = Told {
        number: duty_words::number(content),
        place_and_date: duty_words::place_and_date(content),
        about: duty_words::ABOUT.to_owned(),
        paragraphs: duty_words::paragraphs(content),
    };
    laid_out(&content.coordinator, &content.agency, told)
}

fn answer(letter: &Letter, name: String) -> Response {
    match letter.write() {
        Ok(bytes) => Attachment { bytes, kind: DOCX, name, etag: None }.into_response(),
        Err(error) => {
            tracing::error!(%error, "a letter was not written");
            plain(StatusCode::INTERNAL_SERVER_ERROR, app::text::export::FAILED.to_owned())
        }
    }
}

/// The letter to one agency.
pub async fn download(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path((year, agency)): Path<(String, String)>,
) -> Response {
    let Ok(key) = year.parse::<CampaignKey>() else { return refuse(&Error::NotFound) };
    match store.urging_content(&actor, key, &AgencyId(agency)).await {
        Ok(content) => answer(&letter(&content), format!("don-doc-{key}-{}.docx", content.agency.id)),
        Err(error) => refuse(&error),
    }
}

/// The letter to one agency about its duties that are late today; there is none where that is nothing.
pub async fn of_duties(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(agency): Path<String>,
) -> Response {
    match store.duty_urging(&actor, &AgencyId(agency)).await {
        Ok(content) if content.duties.is_empty() => refuse(&Error::NotFound),
        Ok(content) => answer(&letter_of_duties(&content), format!("don-doc-nghia-vu-{}.docx", content.agency.id)),
        Err(error) => refuse(&error),
    }
}

/// A letter about late duties as it was recorded.
pub async fn recorded(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(letter): Path<String>,
) -> Response {
    let Ok(id) = letter.parse::<DutyLetterId>() else { return refuse(&Error::NotFound) };
    match store.duty_letter(&actor, id).await {
        Ok(content) => {
            let name = format!("don-doc-nghia-vu-{}-{}.docx", content.agency.id, iso_date(content.day));
            answer(&letter_of_duties(&content), name)
        }
        Err(error) => refuse(&error),
    }
}
