//! The table of phrases that mean the same: the administrator adds, changes and deletes groups.

use domain::synonym::{SynonymDraft, SynonymGroup};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::remarks::Remarks;
use super::review::{not_done, not_done_of};
use super::{answers_of, loaded};
use crate::api::synonyms::{DeleteSynonyms, SaveSynonyms, synonyms};
use crate::error::AppError;
use crate::text::synonyms as words;
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};

/// The page; the group that the address names (`sua`) is open for changing.
#[component]
pub fn SynonymsPage() -> impl IntoView {
    let (save, delete) = (ServerAction::<SaveSynonyms>::new(), ServerAction::<DeleteSynonyms>::new());
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("sua").and_then(|id| id.parse::<i64>().ok())));
    let (saved, deleted) = (answers_of(save), answers_of(delete));
    let data = Resource::new_blocking(move || (saved.get(), deleted.get()), |_| synonyms());
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-5">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {loaded(data, move |groups| {
                let list = groups.clone();
                let form = move || {
                    let group = chosen.get().and_then(|id| list.iter().find(|group| group.id == id).cloned());
                    // A view in the last one's place keeps what was typed in it; a closure is drawn anew.
                    move || view! { <GroupForm save delete group=group.clone()/> }
                };
                view! { {form} <Groups groups/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn GroupForm(
    save: ServerAction<SaveSynonyms>,
    delete: ServerAction<DeleteSynonyms>,
    group: Option<SynonymGroup>,
) -> impl IntoView {
    let known = group.is_some();
    let group = group.unwrap_or_default();
    let (id, version) = (group.id, group.version);
    let failed: Option<AppError> = save.value().get().and_then(Result::err);
    let kept: Option<(i64, SynonymDraft)> = failed.as_ref().and_then(AppError::kept);
    // What failed may have been another group.
    let is_other = kept.as_ref().is_some_and(|(of, _)| *of != id);
    let failed = failed.filter(|_| !is_other);
    let stored = SynonymDraft { phrases: group.phrases.join("; "), note: group.note };
    let draft = kept.filter(|_| !is_other).map_or(stored, |(_, draft)| draft);
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let not_saved = not_done_of(save, move |error| error.kept().is_none_or(|(of, _): (i64, SynonymDraft)| of == id));
    let not_deleted = not_done(delete);
    let check = remarks.check(|sent: SaveSynonyms| sent.form.check().err().unwrap_or_default());
    let title = if known { words::CHANGE } else { words::ADD };
    let rest = known.then(|| {
        view! {
            <ActionForm action=delete>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <div class="row">
                    <Confirm id="xoa" label=words::DELETE title=words::DELETE_TITLE text=words::DELETE_TEXT yes=words::DELETE
                        class="btn btn--2"/>
                    <a href="/quan-tri/tu-dong-nghia">{words::CANCEL}</a>
                </div>
            </ActionForm>
        }
    });
    view! {
        <section class="sect stack" aria-labelledby="nhom">
            <h2 id="nhom">{title}</h2>
            {not_saved}
            {not_deleted}
            {remarks.summary()}
            <ActionForm action=save class="plainform" check>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <Field id="f-phrases" name="form[phrases]" label=words::PHRASES hint=words::PHRASES_HINT control=Control::Text
                    value=draft.phrases error=remarks.on("phrases") required=true/>
                <Field id="f-note" name="form[note]" label=words::NOTE value=draft.note error=remarks.on("note")/>
                <p class="row"><button class="btn" type="submit">{words::SAVE}</button></p>
            </ActionForm>
            {rest}
        </section>
    }
}

#[component]
fn Groups(groups: Vec<SynonymGroup>) -> impl IntoView {
    let (none, count) = (groups.is_empty(), words::count(groups.len()));
    let rows = groups
        .into_iter()
        .map(|group| {
            let label = words::edit_label(group.phrases.first().map_or("", String::as_str));
            let href = format!("/quan-tri/tu-dong-nghia?sua={}", group.id);
            let noted = (!group.note.is_empty()).then(|| view! { <span class="lbl">{words::NOTE}</span> });
            view! {
                <tr>
                    <th scope="row">{group.phrases.join("; ")}</th>
                    <td>{noted}<span>{group.note}</span></td>
                    <td><a href=href aria-label=label>{words::EDIT}</a></td>
                </tr>
            }
        })
        .collect_view();
    let table = view! {
        <div class="tablebox" tabindex="0" role="region" aria-labelledby="cac-nhom">
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{words::PHRASES}</th>
                        <th scope="col">{words::NOTE}</th>
                        <th scope="col"><span class="vh">{words::EDIT}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    };
    view! {
        <section class="sect stack">
            <h2 id="cac-nhom">{words::GROUPS} " " <span class="count">{count}</span></h2>
            {if none { view! { <p>{words::NONE}</p> }.into_any() } else { table.into_any() }}
        </section>
    }
}
