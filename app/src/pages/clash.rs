//! Two texts of one answer, field by field: what is saved, and what could not be saved over it. Nothing is lost: what is
//! not chosen stays in the audit log.

use std::str::FromStr;

use domain::answer_form::{Difference, Pick, Piece, WhoChanged};
use domain::campaign::CampaignKey;
use domain::change::{Field as EntryField, Place};
use domain::format;
use domain::id::{AgencyId, AsideId};
use domain::review::{AnswerTarget, Both, ClashPage as Data, Kept, SecretDeclaration};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::diff_view::{beside, value_words};
use super::review::{ActionFailure, field_label};
use super::{answers_of, failure, loaded};
use crate::api::clash::{DropAside, SettleClash, clash};
use crate::error::{AppError, ErrorKind};
use crate::text::{catalog, clash as words, common, plan, review};
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

mod waiting;

pub use waiting::{ToSettle, Waiting, WaitingInList};

/// Where one goes once the two are put together: to the answer, or here again where somebody saved once more.
pub fn after_settling(year: CampaignKey, agency: &AgencyId, target: &AnswerTarget, kept: &Kept) -> String {
    let answer = format!("/ra-soat/{year}/{agency}");
    match (kept, target) {
        (Kept::Aside(aside), _) => format!("{answer}/{target}/doi-chieu/{aside}"),
        (Kept::Saved(saved), AnswerTarget::NewProposal(_)) => format!("{answer}/{}", AnswerTarget::Proposal(saved.id)),
        (Kept::Saved(_) | Kept::Unsaid, _) => format!("{answer}/{target}"),
    }
}

/// The page of two texts.
#[component]
pub fn ClashPage() -> impl IntoView {
    let params = use_params_map();
    let settle = ServerAction::<SettleClash>::new();
    let discard = ServerAction::<DropAside>::new();
    let named = Memo::new(move |_| {
        let get = |name| params.with(|params| params.get(name));
        let target = AnswerTarget::from_str(&get("answer")?).ok()?;
        Some((get("year")?.parse::<CampaignKey>().ok()?, AgencyId(get("agency")?), target, get("aside")?.parse().ok()?))
    });
    // Read again after each try: somebody may have saved once more.
    let settled = answers_of(settle);
    let data = Resource::new_blocking(
        move || (named.get(), settled.get()),
        |(named, _): (Option<(CampaignKey, AgencyId, AnswerTarget, AsideId)>, _)| async move {
            let (year, agency, target, aside) = named.ok_or_else(|| AppError::from(ErrorKind::NotFound))?;
            clash(year, agency, target, aside).await
        },
    );
    let failed = move || {
        let errors = [settle.value().get().and_then(Result::err), discard.value().get().and_then(Result::err)];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-5 conflict">
            {failed}
            {loaded(data, move |data| match data {
                Some(data) => {
                    let kept = settle.value().get_untracked().and_then(Result::err).and_then(|error| error.kept());
                    view! { <Clash data settle discard kept=kept.unwrap_or_default()/> }.into_any()
                }
                // What was settled just now leads away from here.
                None if matches!(settle.value().get_untracked(), Some(Ok(()))) => ().into_any(),
                None => failure(ErrorKind::NotFound.into()),
            })}
        </div>
    }
}

#[component]
fn Clash(
    data: Data,
    settle: ServerAction<SettleClash>,
    discard: ServerAction<DropAside>,
    /// What was chosen before something went wrong.
    kept: Vec<Pick>,
) -> impl IntoView {
    let (year, agency, target) = (data.campaign.key, data.agency.clone(), data.target.to_string());
    let list = format!("/ra-soat/{year}/{}", agency.id);
    let answer = format!("{list}/{target}");
    let trail = vec![
        (common::REVIEWS.to_owned(), "/ra-soat".to_owned()),
        (review::campaign_title(year), format!("/ra-soat/{year}")),
        (agency.name.clone(), list),
    ];
    let hidden = {
        let (agency, target) = (agency.id.to_string(), target.clone());
        move || {
            view! {
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=agency.clone()/>
                <input type="hidden" name="target" value=target.clone()/>
                <input type="hidden" name="aside" value=data.aside.to_string()/>
            }
        }
    };
    let (of_settling, of_dropping) = (hidden.clone(), hidden);
    view! {
        <Crumbs trail here=words::TITLE/>
        <div>
            <p class="muted sm"><span class="code">{data.code.as_ref().map(ToString::to_string)}</span> " " {data.both.name.clone()}</p>
            <h1>{words::TITLE}</h1>
            <p class="muted">{words::lead(&data.both)} " " {data.may_edit.then_some(words::NOTHING_LOST)}</p>
        </div>
        {(!data.may_edit).then(|| view! { <Notice tone=Tone::Info>{words::READ_ONLY}</Notice> })}
        <ActionForm action=settle class="stack gap-6">
            {of_settling()}
            <input type="hidden" name="version" value=data.both.version/>
            <Differences both=data.both.clone() kept/>
            <p class="row">
                {data.may_edit.then(|| view! { <button class="btn" type="submit">{words::SAVE}</button> })}
                <a class="btn btn--quiet" href=answer>{words::LATER}</a>
            </p>
        </ActionForm>
        <ActionForm action=discard>
            {of_dropping()}
            <Confirm id="hoi-bo" label=words::DROP title=words::DROP_ASK text=words::DROP_TOLD yes=words::DROP class="btn btn--bad"/>
        </ActionForm>
    }
}

/// Every part in which the two differ, those that both changed first.
#[component]
pub fn Differences(
    both: Both,
    /// What was chosen before something went wrong.
    kept: Vec<Pick>,
) -> impl IntoView {
    let none = both.differences.is_empty();
    let (of_both, of_one): (Vec<_>, Vec<_>) =
        both.differences.iter().cloned().enumerate().partition(|(_, one)| one.by == WhoChanged::Both);
    let part = |title: &'static str, rows: Vec<(usize, Difference)>| {
        let none = rows.is_empty();
        let rows = rows.into_iter().map(|(number, row)| {
            let pick = kept.iter().find(|pick| pick.part == row.part).cloned();
            view! { <Row number row pick both=both.clone()/> }
        });
        let rows = rows.collect_view();
        (!none).then(|| view! { <section class="stack gap-5"><h2 class="h-small">{title}</h2>{rows}</section> })
    };
    view! {
        {none.then(|| view! { <p>{words::SAME}</p> })}
        {part(words::BOTH, of_both)}
        {part(words::ONE, of_one)}
        <WithKind both/>
    }
}

/// Where one of the two edits the content and the other does not: what it changes, beside what is in force.
#[component]
fn WithKind(both: Both) -> impl IntoView {
    let is_mine = both.with_kind.iter().any(|row| row.by == WhoChanged::Me);
    let whose = if is_mine { words::MINE.to_owned() } else { words::theirs(&both.saved_by) };
    let rows = both.with_kind.iter().map(|row| {
        let (mine, theirs) = (said(&row.part, &row.mine, &both), said(&row.part, &row.theirs, &both));
        let (old, new) = if is_mine { (theirs, mine) } else { (mine, theirs) };
        view! {
            <div class="fdiff">
                <h3 class="sm">{label(row)}</h3>
                <div class="diff">
                    <div><span class="diff__side">{words::IN_FORCE}</span><div class="lines">{side(&new, &old)}</div></div>
                    <div><span class="diff__side">{whose.clone()}</span><div class="lines">{side(&old, &new)}</div></div>
                </div>
            </div>
        }
    });
    let rows = rows.collect_view();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack gap-4">
                <h2 class="h-small">{words::WITH_KIND}</h2>
                <p class="muted">{words::WITH_KIND_HINT}</p>
                {rows}
            </section>
        }
    })
}

/// Somebody else saved since: the way to both texts. The button sends what was typed up to now along.
#[component]
pub fn SavedOver() -> impl IntoView {
    view! {
        <b>{words::SAVED_OVER}</b> " "
        <button class="btn btn--2" type="submit" name="next" value="compare">{words::COMPARE}</button>
    }
}

/// One part in which the two differ: a choice, and for texts a field to put them together in.
#[component]
fn Row(number: usize, row: Difference, pick: Option<Pick>, both: Both) -> impl IntoView {
    let (mine, theirs) = (said(&row.part, &row.mine, &both), said(&row.part, &row.theirs, &both));
    let name = |part: &str| format!("picks[{number}][{part}]");
    let takes_mine = pick.as_ref().map_or(row.takes_mine(), |pick| pick.choice != "theirs");
    let text = pick.map(|pick| pick.text).filter(|text| !text.is_empty()).unwrap_or_else(|| mine.clone());
    let together = (row.is_text() && row.by == WhoChanged::Both).then(|| {
        view! {
            <Field id=format!("f-ghep-{number}") name=name("text") label=words::TOGETHER hint=words::TOGETHER_HINT
                control=Control::Text value=text/>
        }
    });
    let when = |version, at: Option<_>| words::version(version, &at.map(format::date_time).unwrap_or_default());
    let of_mine = when(both.made_from, Some(both.typed_at));
    let of_theirs = when(both.version, both.saved_at);
    view! {
        <fieldset class="conf">
            <legend class="field__label">{label(&row)}<span class="vh">". " {words::by(row.by)}</span></legend>
            <input type="hidden" name=name("part") value=row.part.clone()/>
            <div class="conf__two">
                <label class="choice">
                    <input type="radio" name=name("choice") value="mine" checked=takes_mine/>
                    <span><b>{words::MINE}</b> <small>{of_mine}</small><span class="lines">{side(&theirs, &mine)}</span></span>
                </label>
                <label class="choice">
                    <input type="radio" name=name("choice") value="theirs" checked=!takes_mine/>
                    <span><b>{words::theirs(&both.saved_by)}</b> <small>{of_theirs}</small><span class="lines">{side(&mine, &theirs)}</span></span>
                </label>
            </div>
            {together}
        </fieldset>
    }
}

fn side(other: &str, text: &str) -> AnyView {
    if text.is_empty() {
        return view! { <span class="muted">{crate::text::edition::EMPTY}</span> }.into_any();
    }
    beside(other, text).into_any()
}

fn label(row: &Difference) -> String {
    match (row.item(), row.part.as_str()) {
        (Some(item), _) => words::item(item),
        (None, "kind") => words::ANSWER.to_owned(),
        (None, "target") => words::TARGET.to_owned(),
        (None, part) => field_label(part),
    }
}

/// What stands in a part, as people read it: names for codes.
fn said(part: &str, piece: &Piece, both: &Both) -> String {
    let text = match piece {
        Piece::Nothing => return String::new(),
        Piece::Text(text) => text,
        Piece::Item(item) => {
            let flags = [(&item.personal, review::ITEM_PERSONAL), (&item.master, review::ITEM_MASTER)];
            let flags = flags.into_iter().filter(|(on, _)| !on.is_empty()).map(|(_, label)| label.to_owned());
            let mut cells: Vec<_> = item.matrix.iter().collect();
            cells.sort_by_key(|(class, _)| both.lists.class_place(class));
            let rows = cells.into_iter().map(|(class, form)| {
                let named = both.lists.classes.iter().find(|one| one.id.as_str() == class);
                let form = form.parse().map_or_else(|_| form.clone(), |form| catalog::sharing_form(form).to_owned());
                format!("{}: {form}", named.map_or(class.as_str(), |one| one.name.as_str()))
            });
            let lines = [item.name.clone(), item.fields.clone()].into_iter().chain(flags).chain(rows);
            return lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        }
    };
    let named = || both.targets.iter().find(|(id, _)| id == text).map(|(_, name)| name.clone());
    match part {
        "kind" => text.parse().map_or_else(|_| text.clone(), |kind| review::answer_kind(kind).to_owned()),
        "target" => named().unwrap_or_else(|| text.clone()),
        "effective" => format::parse_date(text).map_or_else(|| text.clone(), format::date),
        "secret" => match text.parse() {
            Ok(SecretDeclaration::None) => review::SECRET_NONE.to_owned(),
            Ok(SecretDeclaration::Holds) => review::SECRET_HOLDS.to_owned(),
            Ok(SecretDeclaration::Undeclared) | Err(_) => String::new(),
        },
        "plan.priority" => text.parse().map_or_else(|_| text.clone(), |level| plan::priority(level).to_owned()),
        _ => match EntryField::from_str(part) {
            Ok(field) => value_words(&Place::Field(field), text, &both.lists, &[]),
            Err(_) => text.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::answer_form::ItemForm;
    use domain::catalog::{ConsumerClass, Lists};
    use domain::id::ClassId;
    use time::{Date, OffsetDateTime};

    use super::*;

    fn both(lists: Lists) -> Both {
        Both {
            name: String::new(),
            made_from: 1,
            typed_at: OffsetDateTime::UNIX_EPOCH,
            version: 2,
            saved_by: String::new(),
            saved_at: None,
            differences: Vec::new(),
            with_kind: Vec::new(),
            lists,
            targets: Vec::new(),
        }
    }

    #[test]
    fn a_day_stands_as_people_write_it() {
        for (typed, shown) in [("2027-02-01", "01/02/2027"), ("đầu năm", "đầu năm"), ("", "")] {
            assert_eq!(said("effective", &Piece::Text(typed.to_owned()), &both(Lists::default())), shown);
        }
    }

    #[test]
    fn the_row_of_an_item_stands_as_in_the_matrix() {
        let class = |(group_no, id): (u8, &str)| ConsumerClass {
            id: ClassId::from(id),
            group_no,
            name: format!("Nhóm {group_no}"),
            valid_from: Date::MIN,
            valid_to: None,
        };
        let lists = Lists { classes: [(1, "to_chuc"), (2, "ca_nhan")].map(class).into(), ..Lists::default() };
        let matrix = [("ca_nhan", "open"), ("to_chuc", "default")];
        let item = ItemForm {
            name: "Hộ".to_owned(),
            matrix: matrix.map(|(class, form)| (class.to_owned(), form.to_owned())).into(),
            ..ItemForm::default()
        };
        assert_eq!(said("items.Hộ", &Piece::Item(item), &both(lists)), "Hộ\nNhóm 1: Mặc định\nNhóm 2: Mở");
    }
}
