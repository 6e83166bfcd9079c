//! The list of national and ministerial databases, which the coordinator keeps (article 5.3).

use domain::overlap::{NationalForm, NationalRow, check_national};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;

use super::register::{self, Buttons};
use super::remarks::Remarks;
use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::overlap::{SaveNational, national_list};
use crate::error::AppError;
use crate::text::{common, overlap as words};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::Control;
use crate::ui::tag::{StateTag, Tone};

const PATH: &str = "/quan-tri/csdl-quoc-gia";

/// The page: `q` searches, `sua` opens the form of one, `them` an empty one.
#[component]
pub fn NationalPage() -> impl IntoView {
    let (asked, opened) = register::asked();
    let save = ServerAction::<SaveNational>::new();
    let saved = answers_of(save);
    let data = Resource::new_blocking(
        move || (asked.get(), saved.get()),
        |(query, _)| async move { national_list(query).await },
    );
    let failed = move || save.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <Title text=words::NATIONAL_TITLE/>
        <div class="wrap stack">
            <Crumbs here=words::NATIONAL_TITLE/>
            <div class="head">
                <div><h1>{words::NATIONAL_TITLE}</h1><p>{words::NATIONAL_LEAD}</p></div>
                <a class="btn" href=format!("{PATH}?them=1")>{words::ADD}</a>
            </div>
            {failed}
            {loaded(data, move |rows| {
                let asked = asked.get_untracked();
                let listed = rows.clone();
                view! { {move || editor(&rows, opened.get(), save)} <List rows=listed asked/> }.into_any()
            })}
        </div>
    }
}

/// The form that the address opens, or that could not be kept.
fn editor(rows: &[NationalRow], opened: Option<String>, save: ServerAction<SaveNational>) -> Option<AnyView> {
    let error: Option<AppError> = save.value().get().and_then(Result::err);
    let kept: Option<NationalForm> = error.as_ref().and_then(AppError::kept);
    let of_row = |id: &str| rows.iter().find(|row| row.db.id == id).map(|row| NationalForm::of(&row.db));
    let form = kept.or_else(|| match opened.as_deref() {
        Some("") => Some(NationalForm { active: "on".to_owned(), ..NationalForm::default() }),
        Some(id) => of_row(id),
        None => None,
    })?;
    let told = error.map(|error| error.fields()).unwrap_or_default();
    Some(view! { <Editor form told save/> }.into_any())
}

#[component]
fn Editor(form: NationalForm, told: Vec<domain::check::FieldError>, save: ServerAction<SaveNational>) -> impl IntoView {
    let remarks = Remarks::new(told);
    let check = remarks.check(|sent: SaveNational| check_national(&sent.form.db()));
    let new = form.version == 0;
    let title = if new { words::ADD.to_owned() } else { format!("{} {}", words::CHANGE, form.id) };
    let field = move |name, label, control, value, hint| register::field(remarks, name, label, control, value, hint);
    let id = register::identifier(remarks, new, words::ID, form.id, "");
    view! {
        <section class="panel" aria-labelledby="h-sua">
            <h2 id="h-sua" class="h-small">{title}</h2>
            <ActionForm action=save class="stack gap-3" check>
                <input type="hidden" name="form[version]" value=form.version/>
                {id}
                {field("name", words::NAME, Control::Line, form.name, "")}
                {field("owner_ministry", words::MINISTRY, Control::Line, form.owner_ministry, "")}
                {field("subject", words::SUBJECT, Control::Line, form.subject, "")}
                {field("key_data_items", words::KEY_ITEMS, Control::Text, form.key_data_items, words::KEY_ITEMS_HINT)}
                {field("legal_basis", words::LEGAL, Control::Text, form.legal_basis, "")}
                <label class="check">
                    <input type="checkbox" name="form[active]" value="on" checked=!form.active.is_empty()/>
                    <span>{words::ACTIVE}</span>
                </label>
                <Buttons save=words::SAVE list=PATH/>
            </ActionForm>
        </section>
    }
}

#[component]
fn List(rows: Vec<NationalRow>, asked: String) -> impl IntoView {
    let count = rows.len();
    let asked_again = asked.clone();
    let list = rows
        .into_iter()
        .map(|row| {
            let db = row.db;
            let href = format!("{PATH}?sua={}", db.id);
            let retired = (!db.active).then(|| view! { <StateTag tone=Tone::Calm text=words::RETIRED/> });
            let named = (row.entries > 0).then(|| view! { <p class="sm">{words::named_by(row.entries)}</p> });
            let items = (!db.key_data_items.is_empty())
                .then(|| view! { <p class="sm muted">{words::KEY_ITEMS} ": " {db.key_data_items}</p> });
            let legal = (!db.legal_basis.is_empty())
                .then(|| view! { <p class="sm muted">{words::LEGAL} ": " {db.legal_basis}</p> });
            let label = format!("{} {}", words::CHANGE, db.id);
            let id = db.id.clone();
            view! {
                <li id=id>
                    <div class="panel__head">
                        <div><span class="code">{db.id}</span> " " <b>{db.name}</b> <p class="sm">{db.owner_ministry}</p></div>
                        {retired}
                        <a class="more" href=href aria-label=label>{words::CHANGE}</a>
                    </div>
                    {items} {legal} {named}
                </li>
            }
        })
        .collect_view();
    view! {
        <Form method="GET" action=PATH>
            <div class="row row--end">
                <div class="field">
                    <label class="field__label" for="qg-q">{words::SEARCH}</label>
                    <input class="input" type="search" id="qg-q" name="q" value=asked maxlength="200"/>
                </div>
                <button class="btn btn--2" type="submit">{common::SEARCH}</button>
            </div>
        </Form>
        <p class="muted" role="status">{words::databases(count)}</p>
        {(count == 0 && !asked_again.is_empty()).then(|| view! { <p>{words::NO_NATIONAL}</p> })}
        <ul class="flat rows">{list}</ul>
    }
}
