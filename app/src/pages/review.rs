//! What the pages of a review share.

use domain::campaign::{CampaignKey, CampaignState};
use domain::check::{FieldError, has_errors};
use domain::edition::EditionState;
use domain::format;
use domain::id::AgencyId;
use domain::review::{AnswerKind, AnswerTarget, Kept, ReturnNote, Verdict};
use domain::workflow::ResponseStage;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::answer::steps;
use crate::error::{AppError, ErrorKind};
use crate::text::{amendment, catalog, course, error as error_words, plan, review as words, term};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::Notice;
use crate::ui::tag::{StateTag, Tone};

/// Where the editor goes after a save: to both texts, where somebody else had saved since; nowhere when it saved by itself, which must not take the fields away from under
/// the writer, nor when it only saved an answer that has its address already.
pub fn after_save(
    year: CampaignKey,
    agency: &AgencyId,
    target: &AnswerTarget,
    kept: &Kept,
    next: &str,
) -> Option<String> {
    let list = format!("/ra-soat/{year}/{agency}");
    let saved = match kept {
        Kept::Saved(saved) => saved,
        Kept::Unsaid => return None,
        Kept::Aside(aside) => return (!next.is_empty()).then(|| format!("{list}/{target}/doi-chieu/{aside}")),
    };
    let own = match target {
        AnswerTarget::NewProposal(_) => AnswerTarget::Proposal(saved.id),
        other => other.clone(),
    };
    match next {
        "done" => Some(format!("{list}#{own}")),
        "add" => {
            let is_proposal = matches!(own, AnswerTarget::Proposal(_));
            Some(format!("{list}/{own}{}", steps::one_more(is_proposal, saved.version)))
        }
        "stay" if *target != own => Some(format!("{list}/{own}")),
        _ => steps::asked(next).map(|step| steps::address(year, agency, &own, Some(AnswerKind::Modify), step)),
    }
}

/// The tag of how a campaign stands.
#[component]
pub fn CampaignTag(state: CampaignState) -> impl IntoView {
    use CampaignState as S;
    let tone = match state {
        S::Planned | S::Closed | S::Abandoned => Tone::Calm,
        S::Open | S::Consulting | S::Consolidated | S::Finalised | S::Submitted => Tone::Info,
        S::Returned => Tone::Warn,
        S::Concluded => Tone::Ok,
    };
    view! { <StateTag tone text=course::campaign_state(state)/> }
}

/// The tag of a response's stage.
#[component]
pub fn ResponseTag(stage: ResponseStage) -> impl IntoView {
    let tone = match stage {
        ResponseStage::NotStarted => Tone::Calm,
        ResponseStage::InProgress | ResponseStage::AwaitingApproval | ResponseStage::Submitted => Tone::Info,
        ResponseStage::Returned => Tone::Warn,
        ResponseStage::Accepted => Tone::Ok,
    };
    view! { <StateTag tone text=words::response_stage(stage)/> }
}

/// The tag of an answer, or of its absence.
#[component]
pub fn AnswerTag(kind: Option<AnswerKind>) -> impl IntoView {
    let (tone, text) = match kind {
        None => (Tone::Calm, words::NOT_ANSWERED),
        Some(kind @ AnswerKind::Keep) => (Tone::Ok, words::answer_kind(kind)),
        Some(kind @ (AnswerKind::Modify | AnswerKind::Propose)) => (Tone::Info, words::answer_kind(kind)),
        Some(kind @ (AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer)) => {
            (Tone::Warn, words::answer_kind(kind))
        }
    };
    view! { <StateTag tone text/> }
}

/// The day from which an answer is so, where its kind names one.
#[component]
pub fn FromDay(kind: Option<AnswerKind>, #[prop(into)] day: String) -> impl IntoView {
    let day = domain::format::parse_date(&day).map_or(day, domain::format::date);
    let named = kind.is_some_and(AnswerKind::has_day) && !day.is_empty();
    named.then(|| view! { <p><b>{words::EFFECTIVE} ": "</b>{day}</p> })
}

/// The tag of a verdict, or of its absence.
#[component]
pub fn VerdictTag(verdict: Option<Verdict>) -> impl IntoView {
    let (tone, text) = match verdict {
        None => (Tone::Calm, words::UNDECIDED),
        Some(verdict @ Verdict::Accept) => (Tone::Ok, words::verdict(verdict)),
        Some(verdict @ Verdict::AcceptModified) => (Tone::Info, words::verdict(verdict)),
        Some(verdict @ Verdict::Reject) => (Tone::Bad, words::verdict(verdict)),
    };
    view! { <StateTag tone text/> }
}

/// Why the appraiser gave an answer back, each time, oldest first.
#[component]
pub fn Returns(returns: Vec<ReturnNote>) -> impl IntoView {
    let none = returns.is_empty();
    let notes = returns
        .into_iter()
        .map(|note| {
            let by = course::by(&note.who, &format::date_time(note.at));
            view! { <li><span class="lines">{note.text}</span> " " <span class="sm muted">"(" {by} ")"</span></li> }
        })
        .collect_view();
    (!none).then(|| {
        view! { <Notice tone=Tone::Warn><b>{words::COMMENT_OF_COORDINATOR} ":"</b><ul class="flat">{notes}</ul></Notice> }
    })
}

/// What became of an action's last try where it was no field's fault. It is told on a page that is not read again, too: see
/// [`answers_of`](super::answers_of).
pub fn not_done<S>(action: ServerAction<S>) -> impl IntoView
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    not_done_of(action, |_| true)
}

/// The same where the action may have been about something else: `is_of` tells whether a failure is told here.
pub fn not_done_of<S>(action: ServerAction<S>, is_of: impl Fn(&AppError) -> bool + Send + 'static) -> impl IntoView
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    move || {
        let failed = action.value().get().and_then(Result::err);
        let failed = failed.filter(|error| error.fields().is_empty() && is_of(error));
        failed.map(|error| view! { <ActionFailure error/> })
    }
}

/// The failure of an action, above the form that led to it; with the remarks on fields when there are any.
#[component]
pub fn ActionFailure(
    error: AppError,
    /// See [`RemarkList`].
    #[prop(optional, into)]
    of: String,
    /// See [`RemarkList`].
    #[prop(optional_no_strip)]
    file: Option<&'static str>,
) -> impl IntoView {
    if error.kind == ErrorKind::SignIn {
        // Said on the page that was sent from, which is still there, or there again after signing in.
        return view! {
            <ErrorSummary title=error_words::NOT_SENT>
                <p>
                    {error_words::SEND_AGAIN} " "
                    <a href="/dang-nhap" target="_blank" rel="external">{words::SIGN_IN_NEW_TAB}</a>
                </p>
            </ErrorSummary>
        }
        .into_any();
    }
    let remarks = error.fields();
    view! {
        <ErrorSummary title=error_words::title(&error.kind)>
            <p>{error_words::explanation(&error.kind)}</p>
            <RemarkList remarks of file/>
        </ErrorSummary>
    }
    .into_any()
}

/// Remarks on fields as links to them.
#[component]
pub fn RemarkList(
    remarks: Vec<FieldError>,
    /// The address of the page that has the fields, where it is another.
    #[prop(optional, into)]
    page: String,
    /// Which of several forms of a page has them, as the ids of its fields end.
    #[prop(optional, into)]
    of: String,
    /// What a file is called that the form asks for; else it is the signed decision.
    #[prop(optional_no_strip)]
    file: Option<&'static str>,
) -> impl IntoView {
    let end = if of.is_empty() { of } else { format!("-{of}") };
    let lines = remarks
        .into_iter()
        .map(|remark| {
            let of_file = file.filter(|_| remark.field == "file").map(str::to_owned);
            let label = of_file.unwrap_or_else(|| field_label(&remark.field));
            let line = format!("{label}: {}", error_words::field_message(&remark));
            view! { <li><a href=format!("{page}#{}{end}", field_id(&remark.field))>{line}</a></li> }
        })
        .collect_view();
    view! { <ul class="flat">{lines}</ul> }
}

/// The HTML id of a form's field. Items are counted from 0: `items.2.name` stands at `f-items-2-name`.
pub fn field_id(field: &str) -> String {
    format!("f-{}", field.replace('.', "-"))
}

/// The label of a form's field.
pub fn field_label(field: &str) -> String {
    if let Some(rest) = field.strip_prefix("items.") {
        let number = rest.split('.').next().and_then(|n| n.parse::<usize>().ok()).unwrap_or_default() + 1;
        return format!("{} {number}", words::ITEM);
    }
    if let Some(label) = crate::text::report::field(field) {
        return label;
    }
    if let Some(label) = crate::text::contact::field(field) {
        return label.to_owned();
    }
    match field {
        "items" => words::PART_D.to_owned(),
        "skip" => crate::text::import::SKIP.to_owned(),
        "amends" => crate::text::import::AMENDS.to_owned(),
        "withdraw" => crate::text::import::WITHDRAW.to_owned(),
        "decision" => crate::text::import::IS_DECISION.to_owned(),
        "header_row" => crate::text::import::HEADER_ROW.to_owned(),
        "header_rows" => crate::text::import::HEADER_ROWS.to_owned(),
        "first_row" => crate::text::import::FIRST_ROW.to_owned(),
        "content" => words::CONTENT.to_owned(),
        "draft" => words::DRAFT_EDITION.to_owned(),
        "keep" => words::answer_kind(AnswerKind::Keep).to_owned(),
        "verdict" => crate::text::overlap::SETTLE_TOGGLE.to_owned(),
        "reason" | "comment" => words::REASON.to_owned(),
        "effective" => words::EFFECTIVE.to_owned(),
        "target" => crate::text::clash::TARGET.to_owned(),
        "goal" => crate::text::indicator::TARGET.to_owned(),
        "value" => words::OTHER_VALUE.to_owned(),
        "id" => crate::text::overlap::ID.to_owned(),
        "owner_ministry" => crate::text::overlap::MINISTRY.to_owned(),
        "subject" => crate::text::overlap::SUBJECT.to_owned(),
        "key_data_items" => crate::text::overlap::KEY_ITEMS.to_owned(),
        "kind" => crate::text::legal::KIND.to_owned(),
        "title" => crate::text::legal::DOCUMENT_TITLE.to_owned(),
        "issuer" => crate::text::legal::ISSUER.to_owned(),
        "date_issued" => crate::text::legal::DATE_ISSUED.to_owned(),
        "effective_to" => crate::text::legal::EFFECTIVE_TO.to_owned(),
        "replaced_by" => crate::text::legal::REPLACED_BY.to_owned(),
        "overlap" => crate::text::overlap::TITLE.to_owned(),
        "settlement" => crate::text::overlap::WHAT.to_owned(),
        "secret" => words::PART_SECRET.to_owned(),
        "plan.need" => plan::NEED.to_owned(),
        "plan.method" => plan::METHOD.to_owned(),
        "plan.time" => plan::TIME.to_owned(),
        "plan.cost_million_vnd" => plan::COST.to_owned(),
        "plan.funding" => plan::FUNDING.to_owned(),
        "plan.priority" => plan::PRIORITY.to_owned(),
        "year" => words::YEAR.to_owned(),
        "letter_number" => words::LETTER_NUMBER.to_owned(),
        "letter_date" => words::LETTER_DATE.to_owned(),
        "due_on" => words::DUE_ON.to_owned(),
        "number" => words::DECISION_NUMBER.to_owned(),
        "date" => words::DECISION_DATE.to_owned(),
        "effective_from" => words::EFFECTIVE_FROM.to_owned(),
        "capacity" => crate::text::dossier::CAPACITY.to_owned(),
        "preamble" => crate::text::dossier::PREAMBLE.to_owned(),
        "submission_number" => crate::text::dossier::SUBMISSION_NUMBER.to_owned(),
        "submission_date" => crate::text::dossier::SUBMISSION_DATE.to_owned(),
        "signer" => words::SIGNER.to_owned(),
        "signer_title" => words::SIGNER_TITLE.to_owned(),
        "file" => words::SIGNED_FILE.to_owned(),
        "link" => crate::text::duty::LINK.to_owned(),
        "evidence" => crate::text::duty::FILE.to_owned(),
        "frequency" => crate::text::duty_rule::FREQUENCY.to_owned(),
        "amount" => crate::text::duty_rule::AMOUNT.to_owned(),
        "document" => crate::text::duty_rule::DOCUMENT.to_owned(),
        "article" => crate::text::duty_rule::ARTICLE.to_owned(),
        "clause" => crate::text::duty_rule::CLAUSE.to_owned(),
        "valid_from" => crate::text::duty_rule::VALID_FROM.to_owned(),
        "valid_to" => crate::text::duty_rule::VALID_TO.to_owned(),
        "gap" => crate::text::duty_rule::GAP.to_owned(),
        "duty" => crate::text::duty::DUTIES.to_owned(),
        "phrases" => crate::text::synonyms::PHRASES.to_owned(),
        "days" => crate::text::reminder::DAYS.to_owned(),
        "term_kind" => term::KIND.to_owned(),
        "term" => term::TERM.to_owned(),
        "side" => crate::text::reminder::SIDE.to_owned(),
        "unit" => crate::text::reminder::UNIT.to_owned(),
        "audience" => crate::text::reminder::WHOM.to_owned(),
        "opinions" => crate::text::opinion::TITLE.to_owned(),
        "question" => crate::text::opinion::QUESTION.to_owned(),
        "stand" => crate::text::opinion::STAND.to_owned(),
        "handling" => crate::text::opinion::HANDLING.to_owned(),
        "text" => words::CONTENT.to_owned(),
        "agency" => words::AGENCY.to_owned(),
        "round" => amendment::OPEN.to_owned(),
        "agencies" => amendment::AGENCIES.to_owned(),
        "codes" => amendment::ABOUT.to_owned(),
        "to" => amendment::GOES_TO.to_owned(),
        "changes" => amendment::CHANGES.to_owned(),
        "nothing" => words::NOTHING_TITLE.to_owned(),
        "answer" => crate::text::several::ANSWER.to_owned(),
        "entries" => words::ENTRIES.to_owned(),
        other => other.parse().map_or_else(|_| other.to_owned(), |field| catalog::field(field).to_owned()),
    }
}

/// The remarks on one field, of which the first is shown.
pub fn remark_on(remarks: &[FieldError], field: &str) -> Option<String> {
    remarks.iter().find(|remark| remark.field == field).map(error_words::field_message)
}

/// Whether the remarks keep an answer from being sent.
pub fn blocks(remarks: &[FieldError]) -> bool {
    has_errors(remarks)
}

/// How many of the remarks do.
pub fn faults(remarks: &[FieldError]) -> usize {
    remarks.iter().filter(|remark| !remark.code.is_warning()).count()
}

/// The tag of how an edition stands.
#[component]
pub fn EditionTag(state: EditionState) -> impl IntoView {
    use EditionState as S;
    let tone = match state {
        S::Compiling | S::Finalised | S::Submitted | S::Upcoming => Tone::Info,
        S::Returned => Tone::Warn,
        S::Issued => Tone::Ok,
        S::Amended | S::Superseded => Tone::Calm,
    };
    view! { <StateTag tone text=course::edition_state(state)/> }
}

/// The remarks that a plain form's answer carries in the address, and a typed value of it.
pub fn remarks_in_address() -> Vec<FieldError> {
    let query = leptos_router::hooks::use_query_map();
    let json = query.read_untracked().get("loi");
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

/// A value that was typed into a plain form before it was refused.
pub fn typed_in_address(name: &str) -> String {
    leptos_router::hooks::use_query_map().read_untracked().get(name).unwrap_or_default()
}

#[cfg(test)]
mod tests;
