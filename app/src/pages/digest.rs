//! The week's letter to the leaders as a page, made to be printed; and its rule, which the coordinator sets.

use domain::format;
use domain::indicator::{Case, Figure, Indicator, definition};
use domain::reminder::{Digest, DigestDraft, DigestRule, WeekPage};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use time::Date;

use super::indicators::{Address, FigureTag};
use super::leaders::PrintButton;
use super::loaded;
use super::remarks::Remarks;
use super::review::ActionFailure;
use crate::api::reminder::{SetDigest, digest};
use crate::error::{AppError, ErrorKind};
use crate::session::set_status;
use crate::text::{digest as words, indicator as figures, owing};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::tag::{StateTag, Tone};

/// The page.
#[component]
pub fn DigestPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("ngay").unwrap_or_default()));
    let data = Resource::new_blocking(move || asked.get(), read);
    view! {
        <Title text=words::TITLE/>
        <div class="wrap narrow stack gap-4 week">{loaded(data, |page| view! { <Letter page/> }.into_any())}</div>
    }
}

/// The page of the day that an address asks for; of now where it names none.
async fn read(typed: String) -> Result<WeekPage, AppError> {
    if typed.is_empty() {
        return digest(None).await;
    }
    let day = format::parse_date(&typed).ok_or(ErrorKind::NotFound)?;
    digest(Some(day)).await
}

#[component]
fn Letter(page: WeekPage) -> impl IntoView {
    let WeekPage { day, digest, sent } = page;
    let trail = vec![(words::TO_SCREEN.to_owned(), "/lanh-dao".to_owned())];
    let letter = match (digest, day) {
        (Some(data), day) => view! { <Week data day/> }.into_any(),
        (None, Some(day)) => view! { <Missing day/> }.into_any(),
        // What it would tell now there always is.
        (None, None) => ().into_any(),
    };
    view! {
        <div class="not-print"><Crumbs trail here=words::TITLE/></div>
        {letter}
        <Sent sent day/>
    }
}

#[component]
fn Week(data: Digest, day: Option<Date>) -> impl IntoView {
    let address = Address::of(data.period, None);
    let sent = day.map(|day| format!("{}. ", words::as_sent(day))).unwrap_or_default();
    let told = format!("{}. {sent}{}.", words::subject(&data), figures::as_at(&format::date_time(data.at)));
    let more = words::more(&data);
    let rows = data.figures.into_iter().map(|figure| view! { <Row figure address=address.clone()/> }).collect_view();
    view! {
        <div class="head">
            <div><h1>{words::TITLE}</h1><p>{told}</p></div>
            <div class="row not-print">{day.map(|_| view! { <ToNow/> })} <PrintButton/></div>
        </div>
        <section class="stack">
            <h2 id="so-lieu" class="h-small">{words::FIGURES}</h2>
            <div class="tablebox" tabindex="0" role="region" aria-labelledby="so-lieu">
                <table class="table table--stack">
                    <thead><tr>
                        <th scope="col">{figures::INDICATOR}</th>
                        <th scope="col" class="num">{figures::FIGURE}</th>
                        <th scope="col" class="num">{figures::BEFORE}</th>
                        <th scope="col" class="num">{figures::TARGET}</th>
                        <th scope="col">{figures::STATE}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        <Late late=data.late total=data.late_total address/>
        {more.map(|more| view! { <p>{more} "."</p> })}
    }
}

#[component]
fn Row(figure: Figure, address: Address) -> impl IntoView {
    let of = definition(figure.indicator, figure.version)?;
    let href = address.path(&format!("/lanh-dao/chi-so/{}", figure.indicator));
    let made_of =
        figures::made_of(of, figure.amount).map(|text| view! { <span class="muted sm">" (" {text} ")"</span> });
    let target = figure.target.map_or_else(|| figures::NONE.to_owned(), |target| figures::scaled(of, target));
    let label = |text: &'static str| view! { <span class="lbl">{text}</span> };
    Some(view! {
        <tr>
            <th scope="row"><a href=href>{of.name}</a></th>
            <td class="num">{label(figures::FIGURE)} <span>{figures::amount(of, figure.amount)} {made_of}</span></td>
            <td class="num">{label(figures::BEFORE)} {figures::amount(of, figure.before)}</td>
            <td class="num">{label(figures::TARGET)} {target}</td>
            <td>{label(figures::STATE)} <FigureTag standing=figure.standing/></td>
        </tr>
    })
}

#[component]
fn Late(late: Vec<Case>, total: u32, address: Address) -> impl IntoView {
    let all = address.path(&format!("/lanh-dao/chi-so/{}", Indicator::AgenciesLate));
    let rows = late
        .into_iter()
        .map(|case| {
            let href = Address::of(address.period, Some(&case.agency)).path("/chi-so-don-vi");
            view! {
                <li class="weekrow"><a href=href>{case.agency.name.clone()}</a><span class="sm">{owing::line(&case)}</span></li>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="cham">
            <div class="panel__head">
                <h2 id="cham" class="h-small">{words::LATE}</h2>
                <a class="more not-print" href=all>{figures::all_of(total)}</a>
            </div>
            {(total == 0).then(|| view! { <StateTag tone=Tone::Ok text=figures::NOBODY_LATE/> })}
            <ol class="flat rows">{rows}</ol>
        </section>
    }
}

/// No letter went on the day that was asked for.
#[component]
fn Missing(day: Date) -> impl IntoView {
    set_status(&ErrorKind::NotFound.into());
    view! {
        <div class="head">
            <div><h1>{words::TITLE}</h1><p>{words::no_letter(day)}</p></div>
            <div class="row not-print"><ToNow/></div>
        </div>
    }
}

#[component]
fn ToNow() -> impl IntoView {
    view! { <a class="btn btn--2" href=words::PAGE>{words::NOW}</a> }
}

/// The letters that can be opened again.
#[component]
fn Sent(sent: Vec<Date>, day: Option<Date>) -> impl IntoView {
    let link = |one: Date| {
        let current = (day == Some(one)).then_some("page");
        view! { <li><a href=words::page_of(one) aria-current=current>{words::letter_of(one)}</a></li> }
    };
    (!sent.is_empty()).then(|| {
        let links = sent.into_iter().map(link).collect_view();
        view! {
            <nav class="stack gap-2 not-print" aria-labelledby="thu-da-gui">
                <h2 id="thu-da-gui" class="h-small">{words::SENT}</h2>
                <ul class="weekdays flat row">{links}</ul>
            </nav>
        }
    })
}

/// The rule of the letter.
#[component]
pub fn DigestForm(rule: DigestRule, version: i64, set: ServerAction<SetDigest>) -> impl IntoView {
    let form = move || {
        let failed: Option<AppError> = set.value().get().and_then(Result::err);
        let stored = DigestDraft {
            active: if rule.active { "1".to_owned() } else { "0".to_owned() },
            weekday: rule.weekday.to_string(),
        };
        let draft: DigestDraft = failed.as_ref().and_then(AppError::kept).unwrap_or(stored);
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: SetDigest| sent.form.check().err().unwrap_or_default());
        let sends = [("1", words::ON), ("0", words::OFF)].map(|(code, label)| (code.to_owned(), label.to_owned()));
        let days = (1..=5).map(|day| (day.to_string(), words::weekday(day).to_owned())).collect();
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=set class="plainform" check>
                <input type="hidden" name="version" value=version/>
                <div class="two">
                    <Field id="f-active" name="form[active]" label=words::SENDS control=Control::Select(sends.to_vec())
                        value=draft.active error=remarks.on("active")/>
                    <Field id="f-weekday" name="form[weekday]" label=words::WEEKDAY control=Control::Select(days)
                        value=draft.weekday error=remarks.on("weekday")/>
                </div>
                <p class="row">
                    <button class="btn" type="submit">{words::SAVE}</button>
                    <a class="btn btn--2" href=words::PAGE>{words::PREVIEW}</a>
                </p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack" aria-labelledby="thu-tuan">
            <h2 id="thu-tuan">{words::RULE}</h2>
            <p>{words::RULE_LEAD}</p>
            <p class="sm muted">{words::rule(rule)}</p>
            {form}
        </section>
    }
}
