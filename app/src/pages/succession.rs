//! Moving entries to their new owners in bulk, after a reorganisation of agencies.

use domain::agency::AgencyRef;
use domain::campaign::{SuccessionDraft, SuccessionEntry, SuccessionPage as Data};
use domain::format;
use domain::id::AgencyId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::amendments::forms::RoundFields;
use super::remarks::Remarks;
use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::amendment::{OpenSuccession, succession};
use crate::error::AppError;
use crate::text::{agency, amendment as words, common, review};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The page of one reorganisation.
#[component]
pub fn SuccessionPage() -> impl IntoView {
    let params = use_params_map();
    let open = ServerAction::<OpenSuccession>::new();
    let event = Memo::new(move |_| params.with(|params| params.get("event")).unwrap_or_default());
    let opened = answers_of(open);
    let data = Resource::new_blocking(move || (event.get(), opened.get()), |(event, _)| succession(event));
    view! {
        <Title text=words::SUCCESSIONS/>
        <div class="wrap stack">{loaded(data, move |data| view! { <Succession data open/> }.into_any())}</div>
    }
}

#[component]
fn Succession(data: Data, open: ServerAction<OpenSuccession>) -> impl IntoView {
    let trail = vec![
        (common::REVIEWS.to_owned(), "/ra-soat".to_owned()),
        (words::TITLE.to_owned(), "/thay-doi-dot-xuat".to_owned()),
    ];
    let date = format::date(data.succession.date);
    let what = format!("{}, {date}", agency::event(data.succession.kind));
    let reason = words::succession_reason(&data.succession.legal_document, &date);
    let unfinished = data.unfinished.map(|key| view! { <Notice tone=Tone::Info>{review::unfinished(key)}</Notice> });
    let (event, entries, to) = (data.succession.event.clone(), data.entries, data.succession.to);
    let form = move || {
        let event = event.clone();
        let failed: Option<AppError> = open.value().get().and_then(Result::err);
        let kept: Option<SuccessionDraft> = failed.as_ref().and_then(AppError::kept);
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: OpenSuccession| sent.form.check().err().unwrap_or_default());
        let chosen = |entry: &SuccessionEntry| match &kept {
            Some(kept) => kept.to.iter().find(|one| one.code == entry.entry.code).map(|one| one.agency.clone()),
            None => entry.suggested.clone(),
        };
        let rows = entries
            .iter()
            .enumerate()
            .map(|(n, entry)| view! { <Row n entry=entry.clone() chosen=chosen(entry).unwrap_or_default() to=to.clone()/> })
            .collect_view();
        let draft =
            kept.clone().unwrap_or_else(|| SuccessionDraft { reason: reason.clone(), ..SuccessionDraft::default() });
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=open class="plainform plainform--wide" check>
                <input type="hidden" name="event" value=event/>
                <Field id="f-reason" name="form[reason]" label=words::WHY control=Control::Text value=draft.reason
                    error=remarks.on("reason") required=true/>
                <RoundFields letter_number=draft.letter_number letter_date=draft.letter_date due_on=draft.due_on remarks/>
                <table class="table table--stack" id="f-to">
                    <thead><tr>
                        <th scope="col">{words::ENTRY}</th><th scope="col">{words::STANDS_UNDER}</th><th scope="col">{words::GOES_TO}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="row"><button class="btn" type="submit">{words::OPEN_SUCCESSION}</button></p>
            </ActionForm>
        }
    };
    view! {
        <Crumbs trail here=words::SUCCESSIONS/>
        <div class="head"><div><h1>{words::SUCCESSIONS}</h1><p>{what} ". " {data.succession.legal_document}</p></div></div>
        <p>{words::SUCCESSION_LEAD}</p>
        {unfinished}
        {form}
    }
}

/// One entry, and who takes it.
#[component]
fn Row(n: usize, entry: SuccessionEntry, chosen: AgencyId, to: Vec<AgencyRef>) -> impl IntoView {
    let code = entry.entry.code.to_string();
    let options = to
        .into_iter()
        .map(|agency| {
            let selected = agency.id == chosen;
            view! { <option value=agency.id.to_string() selected=selected>{agency.name}</option> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/danh-muc/{code}")>{entry.entry.name}</a> " " <span class="code">{code.clone()}</span>
                <input type="hidden" name=format!("form[to][{n}][code]") value=code.clone()/>
            </th>
            <td><span class="lbl">{words::STANDS_UNDER}</span>{entry.stands_under.name}</td>
            <td>
                <select class="input" name=format!("form[to][{n}][agency]") aria-label=words::receiver_of(&code)>
                    <option value="">{words::NOT_NOW}</option>
                    {options}
                </select>
            </td>
        </tr>
    }
}
