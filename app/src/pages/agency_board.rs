//! An agency's own board: its figures beside the middle of its tier, each a link to its list, and what to do first.

use domain::agency::Tier;
use domain::duty::{DutyFilter, DutyState};
use domain::indicator::{Advice, AgencyBoard, Beside, BoardFigure, Indicator, definition};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::absence::{Absent, Found};
use super::indicators::{Address, Asked, Before, Cases, Chooser, Definitions, FigureTag, asked, computed, place, tone};
use super::loaded;
use crate::api::leaders::{agency_board, indicator_list};
use crate::error::ErrorKind;
use crate::text::agency_board as words;
use crate::text::indicator as figures;
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::tag::{StateTag, Tone};

const BOARD: &str = "/chi-so-don-vi";

/// Acts that are shown at once; the others stand folded.
const FIRST_ACTS: usize = 8;

/// The board.
#[component]
pub fn AgencyBoardPage() -> impl IntoView {
    let asked = asked();
    let data = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Some(Asked { period, agency, .. }) => {
                    Found::of(agency_board(period, agency.clone()).await, period, agency).await
                }
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let show = |found| match found {
        Found::There(data) => view! { <Board data/> }.into_any(),
        Found::Absent(absence) => view! { <Absent absence action=BOARD province=false/> }.into_any(),
    };
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-4 own">{loaded(data, show)}</div>
    }
}

#[component]
fn Board(data: AgencyBoard) -> impl IntoView {
    let address = Address::of(data.period, Some(&data.agency));
    let told = computed(data.at, data.closed.as_ref());
    let whose = format!("{}, {}", data.agency.name, figures::year(data.period).to_lowercase());
    let tier = data.tier;
    let cards = data.figures.into_iter().map(|one| view! { <Card one tier address=address.clone()/> }).collect_view();
    view! {
        <div class="head">
            <div><h1>{words::TITLE}</h1><p>{whose} ". " {told} "."</p></div>
            <Chooser action=BOARD periods=data.periods agencies=data.agencies province=false address=address.clone()/>
        </div>
        <First advice=data.advice closed=data.closed.is_some() address=address.clone()/>
        <section class="stack gap-3" aria-labelledby="so-lieu">
            <h2 id="so-lieu">{words::FIGURES}</h2>
            <ul class="kpis flat">{cards}</ul>
        </section>
    }
}

#[component]
fn Card(one: BoardFigure, tier: Tier, address: Address) -> impl IntoView {
    let BoardFigure { figure, median, beside } = one;
    let of = definition(figure.indicator, figure.version)?;
    let path = format!("{BOARD}/{}", figure.indicator);
    let href = address.path(&path);
    let made_of = figures::made_of(of, figure.amount).map(|text| view! { <small>{text}</small> });
    let target = figure.target.map(|target| figures::scaled(of, target));
    let target = target.map(|target| view! { <span>{figures::TARGET} " " <b>{target}</b></span> });
    let middle = median.map(|median| {
        view! { <span>{words::middle_of(median, tier)} " " <b>{words::middle(of, median)}</b></span> }
    });
    let beside = beside.map(|beside| {
        let icon = match beside {
            Beside::Better => Icon::Ok,
            Beside::Same => Icon::Half,
            Beside::Worse => Icon::Warning,
        };
        view! { <span class=format!("beside beside--{beside}")><IconView icon/>{words::beside(beside)}</span> }
    });
    let (amount, standing) = (figure.amount, figure.standing);
    Some(view! {
        <li class=format!("kpi--{}", tone(standing).name())>
            <a href=href>
                <span class="kpi__l">{of.name}</span>
                <span class="kpi__row"><span class="kpi__n">{figures::amount(of, amount)} {made_of}</span></span>
                <span><FigureTag standing/></span>
            </a>
            <div class="kpi__c">
                {middle}
                {beside}
                {target}
                <Before of figure path address/>
            </div>
        </li>
    })
}

/// What to do first.
#[component]
fn First(advice: Vec<Advice>, closed: bool, address: Address) -> impl IntoView {
    let none = advice.is_empty();
    let mut rows: Vec<_> =
        advice.into_iter().map(|one| view! { <Act one address=address.clone()/> }.into_any()).collect();
    let rest = rows.split_off(Ord::min(FIRST_ACTS, rows.len()));
    let start = (rows.len() + 1).to_string();
    let more = (!rest.is_empty()).then(|| {
        view! {
            <details class="toggle">
                <summary>{words::MORE} " (" {rest.len()} ")"</summary>
                <ol class="acts" start=start>{rest}</ol>
            </details>
        }
    });
    let late = DutyFilter { agency: address.agency, state: Some(DutyState::Late), ..DutyFilter::default() };
    let all = format!("/theo-doi/danh-sach?{}", late.query());
    view! {
        <section class="panel" aria-labelledby="lam-truoc">
            <div class="panel__head">
                <h2 id="lam-truoc">{words::FIRST}</h2>
                <a class="more" href=all>{words::ALL_LATE}</a>
            </div>
            {closed.then(|| view! { <p class="muted">{words::OF_CLOSED}</p> })}
            {(none && !closed).then(|| view! { <StateTag tone=Tone::Ok text=words::NOTHING/> })}
            {(!none).then(|| view! { <p class="sm muted">{words::FIRST_LEAD}</p> <ol class="acts">{rows}</ol> })}
            {more}
        </section>
    }
}

#[component]
fn Act(one: Advice, address: Address) -> impl IntoView {
    let href = words::place(&one.todo, one.period, &address.agency);
    let of_year = (one.period != address.period).then(|| format!(", {}", figures::year(one.period).to_lowercase()));
    let still_owed = one.effects.is_empty().then(|| view! { <li>{words::still_owed(one.period)}</li> });
    let waited = words::waited(&one.todo).map(|text| view! { <span class="sm muted">{text}</span> });
    let effects = one
        .effects
        .iter()
        .filter_map(|effect| {
            let of = definition(effect.indicator, effect.version)?;
            let told = words::from_to(of, effect, &one.todo);
            Some(view! { <li><b>{words::moved(of, effect)}</b> " " {of.name} {of_year.clone()} " (" {told} ")"</li> })
        })
        .collect_view();
    view! {
        <li>
            <div class="acts__what"><a href=href>{words::todo(&one.todo, one.period)}</a>{waited}</div>
            <ul class="acts__moves flat">{effects} {still_owed}</ul>
        </li>
    }
}

/// The list behind one of the board's figures.
#[component]
pub fn BoardFigurePage() -> impl IntoView {
    let (params, asked) = (use_params_map(), asked());
    let code = Memo::new(move |_| params.with(|map| map.get("code")).and_then(|code| code.parse::<Indicator>().ok()));
    let data = Resource::new_blocking(
        move || (code.get(), asked.get()),
        |(code, asked)| async move {
            match code.zip(asked) {
                Some((code, Asked { period, agency, month, page })) => {
                    let list = indicator_list(code, period, agency.clone(), month, page).await;
                    Found::of(list, period, agency).await
                }
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let show = move |found| match found {
        Found::There(data) => view! { <List data/> }.into_any(),
        Found::Absent(absence) => {
            view! { <Absent absence action=place(BOARD, code.get_untracked()) province=false/> }.into_any()
        }
    };
    view! { <div class="wrap stack gap-4">{loaded(data, show)}</div> }
}

#[component]
fn List(data: domain::indicator::IndicatorPage) -> impl IntoView {
    let of = definition(data.figure.indicator, data.figure.version)?;
    let address = Address::of(data.period, data.agency.as_ref());
    let here = format!("{BOARD}/{}", of.indicator);
    let whose = format!("{}, {}", figures::of_whom(data.agency.as_ref()), figures::year(data.period).to_lowercase());
    let told = computed(data.at, data.closed.as_ref());
    let over = data.is_over();
    let trail = vec![(words::TITLE.to_owned(), address.path(BOARD))];
    Some(view! {
        <Title text=of.name/>
        <Crumbs trail here=of.name/>
        <div class="head">
            <div><h1>{of.name}</h1><p>{whose} ". " {told} "."</p></div>
            <Chooser action=here.clone() periods=data.periods address=address.clone()/>
        </div>
        <Definitions of figure=data.figure period=data.period/>
        <Cases of cases=data.cases month=data.month here address over/>
    })
}
