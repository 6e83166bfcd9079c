//! Keeping the register of legal documents: the list with a form for one.

use domain::check::FieldError;
use domain::legal::{LEGAL_KINDS, LegalForm, LegalRow};
use leptos::prelude::*;
use leptos_meta::Title;

use super::legal::{Documents, Search};
use super::register::{self, Buttons};
use super::remarks::Remarks;
use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::legal::{SaveLegal, legal_list};
use crate::error::{AppError, ErrorKind};
use crate::session::CurrentSession;
use crate::text::legal as words;
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::Control;

const PATH: &str = "/quan-tri/van-ban";

/// The page: `q` searches, `sua` opens the form of one, `them` an empty one.
#[component]
pub fn LegalEditPage() -> impl IntoView {
    let (asked, opened) = register::asked();
    let session = expect_context::<CurrentSession>().0;
    let save = ServerAction::<SaveLegal>::new();
    let saved = answers_of(save);
    let data = Resource::new_blocking(
        move || (asked.get(), opened.get(), saved.get()),
        move |(query, opened, _)| async move {
            use domain::policy::{Act, Refusal, authorize};
            authorize(&session.await?.actor(), &Act::ManageRegisters).map_err(|refusal| match refusal {
                Refusal::SignIn => ErrorKind::SignIn,
                Refusal::Hidden | Refusal::Forbidden => ErrorKind::Forbidden,
            })?;
            // A form's choice of what replaces a document needs all of them.
            legal_list(if opened.is_some() { String::new() } else { query }).await
        },
    );
    let failed = move || save.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <Title text=words::ADMIN_TITLE/>
        <div class="wrap stack">
            <Crumbs trail=vec![(words::TITLE.to_owned(), "/van-ban".to_owned())] here=words::ADMIN_TITLE/>
            <div class="head">
                <div><h1>{words::ADMIN_TITLE}</h1><p>{words::ADMIN_LEAD}</p></div>
                <a class="btn" href=format!("{PATH}?them=1")>{words::ADD}</a>
            </div>
            {failed}
            {loaded(data, move |rows| {
                let editor = editor(&rows, opened.get_untracked(), save);
                view! { {editor} <Search action=PATH asked=asked.get_untracked()/> <Documents rows edit=PATH/> }.into_any()
            })}
        </div>
    }
}

/// The form that the address opens, or that could not be kept.
fn editor(rows: &[LegalRow], opened: Option<String>, save: ServerAction<SaveLegal>) -> Option<AnyView> {
    let error: Option<AppError> = save.value().get_untracked().and_then(Result::err);
    let kept: Option<LegalForm> = error.as_ref().and_then(AppError::kept);
    let form = kept.or_else(|| match opened.as_deref() {
        Some("") => Some(LegalForm::default()),
        Some(id) => rows.iter().find(|row| row.document.id == id).map(|row| LegalForm::of(&row.document)),
        None => None,
    })?;
    let told = error.map(|error| error.fields()).unwrap_or_default();
    let others = std::iter::once((String::new(), words::NOTHING.to_owned()));
    let others = others.chain(rows.iter().map(|row| (row.document.id.clone(), row.document.citation()))).collect();
    Some(view! { <Editor form told others save/> }.into_any())
}

#[component]
fn Editor(
    form: LegalForm,
    told: Vec<FieldError>,
    others: Vec<(String, String)>,
    save: ServerAction<SaveLegal>,
) -> impl IntoView {
    let remarks = Remarks::new(told);
    let check = remarks.check(|sent: SaveLegal| sent.form.document().err().unwrap_or_default());
    let new = form.version == 0;
    let title = if new { words::ADD.to_owned() } else { format!("{} {}", words::CHANGE, form.number) };
    let field = move |name, label, control, value, hint| register::field(remarks, name, label, control, value, hint);
    let kinds = std::iter::once((String::new(), crate::text::review::CHOOSE.to_owned()));
    let kinds = kinds.chain(LEGAL_KINDS.map(|(code, word)| (code.to_owned(), word.to_owned()))).collect();
    let id = register::identifier(remarks, new, words::ID, form.id, words::ID_HINT);
    view! {
        <section class="panel" aria-labelledby="h-sua">
            <h2 id="h-sua" class="h-small">{title}</h2>
            <ActionForm action=save class="stack gap-3" check>
                <input type="hidden" name="form[version]" value=form.version/>
                {id}
                {field("kind", words::KIND, Control::Select(kinds), form.kind, "")}
                {field("number", words::NUMBER, Control::Line, form.number, "")}
                {field("title", words::DOCUMENT_TITLE, Control::Text, form.title, "")}
                {field("issuer", words::ISSUER, Control::Line, form.issuer, "")}
                {field("date_issued", words::DATE_ISSUED, Control::Date, form.date_issued, "")}
                {field("effective_from", words::EFFECTIVE_FROM, Control::Date, form.effective_from, "")}
                {field("effective_to", words::EFFECTIVE_TO, Control::Date, form.effective_to, words::EFFECTIVE_TO_HINT)}
                {field("replaced_by", words::REPLACED_BY, Control::Select(others), form.replaced_by, "")}
                <Buttons save=words::SAVE list=PATH/>
            </ActionForm>
        </section>
    }
}
