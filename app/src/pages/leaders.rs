//! The leaders' screen (article 13.1): six figures with the year before and the target, who is late, the trend, how every
//! agency stands; and the same for a meeting room, which refreshes itself.

mod map;
mod meeting;
mod standing;

use domain::duty::DutyFilter;
use domain::format;
use domain::indicator::{Case, Dashboard, FIRST_FIGURES, Figure, Indicator, Standing, definition};
use leptos::prelude::*;
use leptos_meta::Title;

use map::Map;
pub use meeting::MeetingPage;
use meeting::{Freshness, Meeting, Tools};
pub use standing::StandingPage;

use super::absence::{Absent, Found};
use super::indicators::{Address, Asked, Before, Chooser, FigureTag, SCREEN, asked};
use super::loaded;
use crate::api::leaders::leaders;
use crate::error::{AppError, ErrorKind};
use crate::text::{agency_board, catalog, indicator as words, owing};
use crate::ui::chart::{Bar, BarChart, TrendChart};
use crate::ui::icon::{Icon, IconView};
use crate::ui::tag::{StateTag, Tone};

/// Late agencies on one screen of 1366 by 768; the number links to all.
const LATE_ROWS: usize = 5;

/// The leaders' page.
#[component]
pub fn LeadersPage() -> impl IntoView {
    let asked = asked();
    let data = Resource::new_blocking(move || asked.get(), found);
    let show = |found| match found {
        Found::There(data) => view! { <Board data meeting=None/> }.into_any(),
        Found::Absent(absence) => view! { <Absent absence action=SCREEN/> }.into_any(),
    };
    view! {
        <Title text=words::TITLE/>
        <div class="wrap lead">{loaded(data, show)}</div>
    }
}

/// The screen that an address asks for.
async fn read(asked: Option<Asked>) -> Result<Dashboard, AppError> {
    let Asked { period, agency, .. } = asked.ok_or(ErrorKind::NotFound)?;
    leaders(period, agency).await
}

/// The same, or that its agency was none in the period.
async fn found(asked: Option<Asked>) -> Result<Found<Dashboard>, AppError> {
    let (period, agency) = asked.clone().map(|asked| (asked.period, asked.agency)).unwrap_or_default();
    Found::of(read(asked).await, period, agency).await
}

#[component]
fn Board(data: Dashboard, meeting: Option<Meeting>) -> impl IntoView {
    let address = Address::of(data.period, data.agency.as_ref());
    let figures = FIRST_FIGURES.iter().filter_map(|one| data.figure(*one).cloned());
    let figures = figures.map(|figure| view! { <Kpi figure address=address.clone()/> }).collect_view();
    let over = data.is_over();
    // Of a period that was closed without the list of the late it is not known who was.
    let told = data.figure(Indicator::AgenciesLate).is_some_and(|figure| figure.amount.is_some());
    let third = if data.tiles.is_empty() {
        view! { <Forms data=data.clone()/> }.into_any()
    } else {
        view! { <Map tiles=data.tiles.clone() period=data.period over/> }.into_any()
    };
    view! {
        <Head data=data.clone() meeting address=address.clone()/>
        <ul class="kpis flat">{figures}</ul>
        <div class="lead__grid">
            <Late late=data.late.clone() total=told.then_some(data.late_total) over address/>
            <Trend data/>
            {third}
        </div>
    }
}

#[component]
fn Head(data: Dashboard, meeting: Option<Meeting>, address: Address) -> impl IntoView {
    let over = data.is_over();
    let at = words::as_at(&format::date_time(data.at));
    let told = data.closed.as_ref().map_or(at, |closed| words::closed(&format::date_time(closed.at), &closed.by));
    let whose = format!("{}, {}", words::of_whom(data.agency.as_ref()), words::year(data.period).to_lowercase());
    // One agency's screen leads to what it should do.
    let board = data.agency.filter(|_| meeting.is_none()).map(|_| {
        view! { " · " <a class="not-print" href=address.path("/chi-so-don-vi")>{agency_board::LINK}</a> }
    });
    let at = data.closed.is_none().then_some(data.at);
    let freshness = meeting.as_ref().map(|meeting| {
        view! { <Freshness missed=meeting.missed.clone() at here=address.going_on(meeting::PATH, over)/> }
    });
    let (title, tools) = match meeting {
        Some(meeting) => (words::MEETING_TITLE, view! { <Tools meeting address over/> }.into_any()),
        None => {
            let tools = view! {
                <Chooser action=SCREEN periods=data.periods agencies=data.agencies address=address.clone()/>
                <a class="btn btn--2" href=address.path("/lanh-dao/chi-so")><IconView icon=Icon::Table/>{words::ALL_TITLE}</a>
                <a class="btn btn--2 not-phone" href=address.going_on(meeting::PATH, over)>{words::MEETING}</a>
                <PrintButton/>
            };
            (words::TITLE, tools.into_any())
        }
    };
    view! {
        <div class="lead__head">
            <div><h1>{title}</h1><p class="sm muted">{whose} " · " {told} {board} {freshness}</p></div>
            <div class="row push not-print">{tools}</div>
        </div>
    }
}

/// Opens the browser's printing. Without a script there is no button: the browser's own menu prints.
#[component]
pub fn PrintButton() -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let print = move |_| {
        // A browser that does not print says so itself.
        let _ = window().print();
    };
    move || {
        ready.get().then(|| {
            view! {
                <button class="btn btn--2 not-phone" type="button" on:click=print>
                    <IconView icon=Icon::Print/>{words::PRINT}
                </button>
            }
        })
    }
}

#[component]
fn Kpi(figure: Figure, address: Address) -> impl IntoView {
    let of = definition(figure.indicator, figure.version)?;
    let path = format!("/lanh-dao/chi-so/{}", figure.indicator);
    let href = address.path(&path);
    let made_of = words::made_of(of, figure.amount).map(|text| view! { <small>{text}</small> });
    let target = figure.target.map(|target| words::scaled(of, target));
    let target = target.map(|target| view! { <span>{words::TARGET} " " <b>{target}</b></span> });
    let why = figure.not_noted(address.period, figure.amount).map(|_| view! { <span>{words::NOT_NOTED}</span> });
    let (amount, standing) = (figure.amount, figure.standing);
    Some(view! {
        <li class=format!("kpi--{}", super::indicators::tone(standing).name())>
            <a href=href>
                <span class="kpi__l">{of.name}</span>
                <span class="kpi__row"><span class="kpi__n">{words::amount(of, amount)} {made_of}</span></span>
                <span><FigureTag standing/></span>
            </a>
            <div class="kpi__c">
                {why}
                <Before of figure path address/>
                {target}
            </div>
        </li>
    })
}

#[component]
fn Late(
    late: Vec<Case>,
    /// How many there are, where that is known.
    total: Option<u32>,
    over: bool,
    address: Address,
) -> impl IntoView {
    let period = address.period;
    let rows = late
        .into_iter()
        .take(LATE_ROWS)
        .map(|case| {
            let owed = owing::lists(&case, period, over);
            let href = owed.first().map(|(_, list)| list.clone());
            // The name leads to what it has owed longest; what else it owes leads to its own list.
            let told = owed.into_iter().enumerate().map(|(at, (text, list))| match at {
                0 => text.into_any(),
                _ => view! { "; " <a href=list>{text}</a> }.into_any(),
            });
            let told = told.collect_view();
            let (days, unit) = owing::longest(&case);
            view! {
                <li>
                    <a href=href>{case.agency.name.clone()}</a>
                    <span class="lateb__w">{told}</span>
                    <span class="lateb__n"><b>{days}</b> " " {unit}</span>
                </li>
            }
        })
        .collect_view();
    let all = address.path(&format!("/lanh-dao/chi-so/{}", Indicator::AgenciesLate));
    let all = total.map(|total| view! { <a class="more" href=all>{words::all_of(total)}</a> });
    let none = match total {
        None => view! { <p class="muted">{words::state(Standing::NoFigure)}</p> }.into_any(),
        Some(0) => view! { <StateTag tone=Tone::Ok text=words::NOBODY_LATE/> }.into_any(),
        Some(_) => ().into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="cham">
            <div class="panel__head">
                <h2 id="cham" class="h-small">{words::LATE_LIST}</h2>
                {all}
            </div>
            {none}
            <ol class="lateb flat rows">{rows}</ol>
        </section>
    }
}

#[component]
fn Trend(data: Dashboard) -> impl IntoView {
    let scaled = |months: &[Option<domain::indicator::Amount>]| {
        months.iter().map(|one| one.map(|one| one.scaled(domain::indicator::Unit::Share))).collect::<Vec<_>>()
    };
    let (now, past) = (scaled(&data.months), scaled(&data.months_before));
    let goal = data.figure(Indicator::DutiesOnTime).and_then(|figure| figure.target);
    let last = now.iter().flatten().next_back().map(|value| words::percent_axis(*value));
    let goal_told = goal.map(words::percent_axis);
    let desc = words::trend_told(last.as_deref(), data.period, goal_told.as_deref());
    let places = (1..=12_usize).map(|month| (month.to_string(), words::month(month, data.period))).collect();
    let none = now.iter().chain(&past).all(Option::is_none);
    // What a month counts. Of a period that is over it stands with its figure: whose its duties have become since is another
    // list, and once it was closed how they stand is one too.
    let address = Address::of(data.period, data.agency.as_ref());
    let before = Address { period: data.period.before(), agency: address.agency.clone() };
    let kept = |of: &Address, month: u8| {
        format!("{}&thang={month}", of.path(&format!("/lanh-dao/chi-so/{}", Indicator::DutiesOnTime)))
    };
    let counted = |month: u8| {
        let (agency, year, month) = (address.agency.clone(), Some(data.period.0), Some(month));
        let counted = DutyFilter { agency, counted: true, year, month, ..DutyFilter::default() };
        format!("/theo-doi/danh-sach?{}", counted.query())
    };
    let is_over = data.is_over();
    let of_month = |month| if is_over { kept(&address, month) } else { counted(month) };
    let lists: Vec<Option<String>> =
        (1..=12).zip(&data.months).map(|(month, amount)| amount.map(|_| of_month(month))).collect();
    let past_lists: Vec<Option<String>> =
        (1..=12).zip(&data.months_before).map(|(month, amount)| amount.map(|_| kept(&before, month))).collect();
    let chart = if none {
        view! { <p class="muted">{desc}</p> }.into_any()
    } else {
        view! {
            <TrendChart id="ve-xu-huong" title=words::TREND desc places now=(words::year(data.period), now)
                past=(words::year(data.period.before()), past) goal write=words::percent_axis lists past_lists/>
        }
        .into_any()
    };
    view! {
        <section class="panel lead__trend" aria-labelledby="xu-huong">
            <div class="panel__head"><h2 id="xu-huong" class="h-small">{words::TREND}</h2></div>
            {chart}
        </section>
    }
}

/// How items are shared: in place of the map of one agency, and of a period that has none, which is said.
#[component]
fn Forms(data: Dashboard) -> impl IntoView {
    use domain::catalog::SharingForm as F;
    let forms = [
        (Indicator::ShareOpen, F::Open),
        (Indicator::ShareDefault, F::Default),
        (Indicator::ShareSpecific, F::Specific),
    ];
    let address = Address::of(data.period, data.agency.as_ref());
    let bars: Vec<Bar> = forms
        .into_iter()
        .map(|(indicator, form)| {
            let amount = data.figure(indicator).and_then(|figure| figure.amount);
            let value = amount.map(|amount| amount.scaled(domain::indicator::Unit::Share));
            let class = match form {
                F::Open => "open",
                F::Default => "default",
                F::Specific | F::None => "specific",
            };
            let list = value.map(|_| address.path(&format!("/lanh-dao/chi-so/{indicator}")));
            Bar { label: catalog::sharing_form(form).to_owned(), value, class, list }
        })
        .collect();
    let told = bars.iter().filter_map(|bar| Some((bar.label.clone(), words::percent_axis(bar.value?))));
    let desc = words::forms_told(&told.collect::<Vec<_>>());
    let no_map = data.agency.is_none().then(|| view! { <p class="lead__note muted">{words::NO_MAP}</p> });
    view! {
        <section class="panel lead__trend" aria-labelledby="hinh-thuc">
            <div class="panel__head"><h2 id="hinh-thuc" class="h-small">{words::FORMS}</h2></div>
            <BarChart id="ve-hinh-thuc" title=words::FORMS desc bars head=(words::FORM, words::SHARE) write=words::percent_axis/>
            {no_map}
        </section>
    }
}
