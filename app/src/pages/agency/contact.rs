//! The focal point of an agency: how the office is reached, for everybody; who it was before and the form of another, for
//! those who may name it.

use domain::agency::{ContactForm, ContactPeriod, ContactView};
use domain::format;
use domain::id::AgencyId;
use domain::policy::Act;
use leptos::prelude::*;

use crate::api::agency::SaveContact;
use crate::error::AppError;
use crate::pages::entry::Rows;
use crate::pages::remarks::Remarks;
use crate::pages::review::not_done_of;
use crate::session::use_session;
use crate::text::agency::period;
use crate::text::contact as words;
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};

/// The part of an agency's page.
#[component]
pub fn FocalPoint(
    agency: AgencyId,
    is_current: bool,
    contact: Option<ContactView>,
    earlier: Vec<ContactPeriod>,
    save: ServerAction<SaveContact>,
) -> impl IntoView {
    let may = is_current && use_session().is_some_and(|session| session.may(&Act::EditContact(&agency)));
    let has = is_current || contact.is_some() || !earlier.is_empty();
    let none = contact.is_none();
    let stands = contact.as_ref().map(|view| view.period.clone());
    let shown = contact.map(|view| {
        let heir = (view.agency.id != agency).then(|| {
            let href = format!("/co-quan/{}", view.agency.id);
            view! { <p>{words::HEIR} " " <a href=href>{view.agency.name.clone()}</a> "."</p> }
        });
        let named_by = words::named_by(&view.period.contact);
        let since = format::date(view.period.valid_from);
        let one = view.period.contact;
        let rows = vec![
            (words::UNIT, one.unit),
            (words::NAME, one.name),
            (words::POSITION, one.position),
            (words::PHONE, one.phone),
            (words::EMAIL, one.email),
            (words::NAMED_BY, named_by),
            (words::SINCE, since),
        ];
        view! { {heir} <Rows rows/> }
    });
    // A view in the last one's place keeps what was typed in it; a closure is drawn anew.
    let editor = may.then_some(move || view! { <Editor agency=agency.clone() stands=stands.clone() save/> });
    let before = (!earlier.is_empty()).then(|| view! { <Earlier earlier/> });
    has.then(|| {
        view! {
            <section class="sect agroup" aria-labelledby="dau-moi">
                <h2 id="dau-moi">{words::TITLE}</h2>
                {none.then(|| view! { <p class="muted">{words::NONE}</p> })}
                {shown}
                {editor}
                {before}
            </section>
        }
    })
}

#[component]
fn Earlier(earlier: Vec<ContactPeriod>) -> impl IntoView {
    let count = earlier.len();
    let list = earlier
        .into_iter()
        .map(|one| {
            let to = one.valid_to.map(format::date);
            let when = period(&format::date(one.valid_from), to.as_deref());
            view! { <li>{words::line(&one.contact)} <div class="when">{when}</div></li> }
        })
        .collect_view();
    view! {
        <details class="toggle">
            <summary>{words::EARLIER} " " <span class="count">{count}</span></summary>
            <ol class="timeline">{list}</ol>
        </details>
    }
}

#[component]
fn Editor(agency: AgencyId, stands: Option<ContactPeriod>, save: ServerAction<SaveContact>) -> impl IntoView {
    let version = stands.as_ref().map_or(0, |one| one.version);
    let label = if stands.is_some() { words::CHANGE } else { words::ADD };
    let stored = stands.map(|one| ContactForm::of(&one.contact)).unwrap_or_default();
    let failed: Option<AppError> = save.value().get().and_then(Result::err);
    let kept: Option<(AgencyId, ContactForm)> = failed.as_ref().and_then(AppError::kept);
    // What failed may have been another agency's.
    let is_other = kept.as_ref().is_some_and(|(of, _)| *of != agency);
    let failed = failed.filter(|_| !is_other);
    let draft = kept.filter(|_| !is_other).map_or(stored, |(_, draft)| draft);
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let open = failed.is_some();
    let own = agency.clone();
    let other = not_done_of(save, move |error| error.kept().is_none_or(|(of, _): (AgencyId, ContactForm)| of == own));
    let check = remarks.check(|sent: SaveContact| sent.form.check(None).err().unwrap_or_default());
    let field = move |part: &'static str, label: &'static str, hint: &'static str, control: Control, value: String| {
        let field = format!("contact_{part}");
        let required = !part.starts_with("document");
        view! {
            <Field id=format!("f-{field}") name=format!("form[{part}]") label hint control value error=remarks.on(&field)
                required=required/>
        }
    };
    view! {
        <details class="toggle" open=open>
            <summary>{label}</summary>
            <div class="stack">
                <p class="sm muted">{words::LEAD}</p>
                <p class="sm muted">{words::SIGNS_OUT}</p>
                {other}
                {remarks.summary()}
                <ActionForm action=save class="plainform" check>
                    <input type="hidden" name="agency" value=agency.to_string()/>
                    <input type="hidden" name="version" value=version/>
                    {field("unit", words::UNIT, "", Control::Line, draft.unit)}
                    <div class="two">
                        {field("name", words::NAME, "", Control::Line, draft.name)}
                        {field("position", words::POSITION, "", Control::Line, draft.position)}
                        {field("phone", words::PHONE, words::PHONE_HINT, Control::Line, draft.phone)}
                        {field("email", words::EMAIL, words::EMAIL_HINT, Control::Line, draft.email)}
                        {field("document", words::DOCUMENT, words::DOCUMENT_HINT, Control::Line, draft.document)}
                        {field("document_date", words::DOCUMENT_DATE, "", Control::Date, draft.document_date)}
                    </div>
                    <p class="row"><button class="btn" type="submit">{words::SAVE}</button></p>
                </ActionForm>
            </div>
        </details>
    }
}
