//! The indicators: all of a period, and one with its definition, its target and the list behind its figure.

mod cases;
mod meanings;
mod sectors;

use domain::agency::AgencyRef;
use domain::format;
use domain::id::AgencyId;
use domain::indicator::{
    Closed, Dashboard, Definition, Figure, Indicator, IndicatorPage as Data, Period, Standing, TargetDraft, definition,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

pub use cases::Cases;
use meanings::Meanings;
use sectors::Sectors;

use super::absence::{Absent, Found};
use super::remarks::Remarks;
use super::review::{ActionFailure, not_done};
use super::{answers_of, loaded};
use crate::api::leaders::{ClosePeriod, SetTarget, indicator_list, leaders};
use crate::error::{AppError, ErrorKind};
use crate::text::{digest, indicator as words};
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::Field;
use crate::ui::tag::{StateTag, Tone};

pub const SCREEN: &str = "/lanh-dao";
const ALL: &str = "/lanh-dao/chi-so";

/// What an address asks for: the running period and the whole province where it names none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub period: Option<Period>,
    pub agency: Option<AgencyId>,
    /// Of the list: the month that it is of.
    pub month: Option<u8>,
    pub page: u32,
}

/// What the address asks for; `None` of a period that is none.
pub fn asked() -> Memo<Option<Asked>> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let text = |name: &str| query.get(name).unwrap_or_default();
            let period = match text("ky").as_str() {
                "" => None,
                typed => Some(typed.parse().ok()?),
            };
            let agency = query.get("co-quan").filter(|id| !id.is_empty()).map(AgencyId);
            let month = text("thang").parse().ok();
            Some(Asked { period, agency, month, page: text("trang").parse().unwrap_or(1) })
        })
    })
}

/// The period and agency of a page, for the addresses of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub period: Period,
    pub agency: String,
}

impl Address {
    pub fn of(period: Period, agency: Option<&AgencyRef>) -> Self {
        Self { period, agency: agency.map(|agency| agency.id.to_string()).unwrap_or_default() }
    }

    /// An address of the same period and agency.
    pub fn path(&self, path: &str) -> String {
        let agency = if self.agency.is_empty() { String::new() } else { format!("&co-quan={}", self.agency) };
        format!("{path}?ky={}{agency}", self.period)
    }

    /// The same without the period while it runs (it is not `over`): so a screen goes on with the next year by itself.
    pub fn going_on(&self, path: &str, over: bool) -> String {
        match (over, self.agency.as_str()) {
            (true, _) => self.path(path),
            (false, "") => path.to_owned(),
            (false, agency) => format!("{path}?co-quan={agency}"),
        }
    }
}

/// How a standing is to be taken.
pub fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Met => Tone::Ok,
        Standing::Near => Tone::Warn,
        Standing::Missed => Tone::Bad,
        Standing::NoTarget => Tone::Info,
        Standing::NoFigure => Tone::Calm,
    }
}

/// How a figure stands: colour, shape and word.
#[component]
pub fn FigureTag(standing: Standing) -> impl IntoView {
    view! { <StateTag tone=tone(standing) text=words::state(standing)/> }
}

/// The figure of the year before, on a card: it opens its own list where there is one.
#[component]
pub fn Before(
    of: &'static Definition,
    figure: Figure,
    /// The indicator's page.
    path: String,
    address: Address,
) -> impl IntoView {
    let (told, before) = (words::amount(of, figure.before), figure.before);
    if before.is_none() {
        // A card has one line for it: since when it is noted is told where the figure leads to.
        let noted = figure.not_noted(address.period.before(), before).is_none();
        let told = if noted { view! { <b>{told}</b> }.into_any() } else { words::NOT_NOTED.into_any() };
        return view! { <span>{words::BEFORE} " " {told}</span> }.into_any();
    }
    let href = Address { period: address.period.before(), ..address }.path(&path);
    view! { <a href=href aria-label=words::before(of, before)>{words::BEFORE} " " <b>{told}</b></a> }.into_any()
}

/// Chooses the agency, where there are any to choose from, and the period.
#[component]
pub fn Chooser(
    #[prop(into)] action: String,
    periods: Vec<Period>,
    #[prop(optional)] agencies: Vec<AgencyRef>,
    /// The whole province can be chosen.
    #[prop(default = true)]
    province: bool,
    address: Address,
) -> impl IntoView {
    let periods = periods
        .into_iter()
        .map(|period| {
            view! { <option value=period.to_string() selected=period == address.period>{words::year(period)}</option> }
        })
        .collect_view();
    let kept = address.agency.clone();
    let agencies = if agencies.is_empty() {
        view! { <input type="hidden" name="co-quan" value=kept/> }.into_any()
    } else {
        let options = agencies
            .into_iter()
            .map(|agency| {
                let selected = agency.id.as_str() == kept;
                view! { <option value=agency.id.to_string() selected=selected>{agency.name}</option> }
            })
            .collect_view();
        view! {
            <label class="vh" for="co-quan">{words::AGENCY}</label>
            <select class="input lead__co" id="co-quan" name="co-quan">
                {province.then(|| view! { <option value="">{words::PROVINCE}</option> })}
                {options}
            </select>
        }
        .into_any()
    };
    view! {
        <form class="row" method="get" action=action>
            {agencies}
            <label class="vh" for="ky">{words::PERIOD}</label>
            <select class="input lead__ky" id="ky" name="ky">{periods}</select>
            <button class="btn btn--2" type="submit">{words::SHOW}</button>
        </form>
    }
}

/// When figures were computed.
pub fn computed(at: time::OffsetDateTime, closed: Option<&Closed>) -> String {
    match closed {
        Some(closed) => words::closed(&format::date_time(closed.at), &closed.by),
        None => words::as_at(&format::date_time(at)),
    }
}

/// Every indicator of a period.
#[component]
pub fn IndicatorsPage() -> impl IntoView {
    let close = ServerAction::<ClosePeriod>::new();
    let asked = asked();
    let closed = answers_of(close);
    let data = Resource::new_blocking(
        move || (asked.get(), closed.get()),
        |(asked, _)| async move {
            match asked {
                Some(Asked { period, agency, .. }) => {
                    Found::of(leaders(period, agency.clone()).await, period, agency).await
                }
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let show = move |found| match found {
        Found::There(data) => view! { <All data close/> }.into_any(),
        Found::Absent(absence) => view! { <Absent absence action=ALL/> }.into_any(),
    };
    view! {
        <Title text=words::ALL_TITLE/>
        <div class="wrap stack gap-4">{loaded(data, show)}</div>
    }
}

#[component]
fn All(data: Dashboard, close: ServerAction<ClosePeriod>) -> impl IntoView {
    let address = Address::of(data.period, data.agency.as_ref());
    let failed = move || close.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    let told = computed(data.at, data.closed.as_ref());
    let closes = data.closes_on.map(|day| format!("{}. ", words::closes_on(day)));
    let whose = words::of_whom(data.agency.as_ref());
    let rows = data.figures.iter().map(|figure| view! { <Row figure=figure.clone() address=address.clone()/> });
    let rows = rows.collect_view();
    let trail = vec![(words::TITLE.to_owned(), address.path(SCREEN))];
    view! {
        <Crumbs trail here=words::ALL_TITLE/>
        <div class="head">
            <div>
                <h1>{words::ALL_TITLE}</h1>
                <p>{words::ALL_LEAD} " " {whose} ", " {words::year(data.period).to_lowercase()} ". " {told} ". " {closes}
                    <a href=digest::PAGE>{digest::LINK}</a></p>
            </div>
            <Chooser action=ALL periods=data.periods agencies=data.agencies address/>
        </div>
        {failed}
        {data.may_close.then(|| view! {
            <ActionForm action=close>
                <input type="hidden" name="period" value=data.period.to_string()/>
                <Confirm id="chot-ky" label=words::CLOSE title=words::CLOSE text=words::close_text(data.period)
                    yes=words::CLOSE_YES class="btn"/>
            </ActionForm>
        })}
        <div class="tablebox" tabindex="0" role="region" aria-label=words::ALL_TITLE>
            <table class="table table--stack indics">
                <thead>
                    <tr>
                        <th scope="col">{words::INDICATOR}</th>
                        <th scope="col" class="num">{words::FIGURE}</th>
                        <th scope="col" class="num">{words::BEFORE}</th>
                        <th scope="col" class="num">{words::TARGET}</th>
                        <th scope="col">{words::STATE}</th>
                        <th scope="col">{words::BASIS}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Meanings figures=data.figures period=data.period/>
    }
}

#[component]
fn Row(figure: Figure, address: Address) -> impl IntoView {
    let of = definition(figure.indicator, figure.version)?;
    let href = address.path(&format!("{ALL}/{}", figure.indicator));
    let target = figure.target.map_or_else(|| words::NONE.to_owned(), |target| words::scaled(of, target));
    let label = |text: &'static str| view! { <span class="lbl">{text}</span> };
    let made_of = words::made_of(of, figure.amount).map(|text| view! { <span class="muted sm">" (" {text} ")"</span> });
    Some(view! {
        <tr>
            <th scope="row"><a href=href>{of.name}</a></th>
            <td class="num">{label(words::FIGURE)} <span>{words::told(of, &figure, address.period)} {made_of}</span></td>
            <td class="num">{label(words::BEFORE)} {words::told_before(of, &figure, address.period)}</td>
            <td class="num">{label(words::TARGET)} {target}</td>
            <td>{label(words::STATE)} <FigureTag standing=figure.standing/></td>
            <td>{label(words::BASIS)} <a href=of.clause.href()>{words::basis(of.clause)}</a></td>
        </tr>
    })
}

/// The page of an indicator under the page of all.
pub fn place(all: &str, code: Option<Indicator>) -> String {
    code.map_or_else(|| all.to_owned(), |code| format!("{all}/{code}"))
}

/// One indicator.
#[component]
pub fn IndicatorPage() -> impl IntoView {
    let set = ServerAction::<SetTarget>::new();
    let (params, asked) = (use_params_map(), asked());
    let code = Memo::new(move |_| params.with(|map| map.get("code")).and_then(|code| code.parse::<Indicator>().ok()));
    let answered = answers_of(set);
    let data = Resource::new_blocking(
        move || (code.get(), asked.get(), answered.get()),
        |(code, asked, _)| async move {
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
        Found::There(data) => view! { <One data set/> }.into_any(),
        Found::Absent(absence) => view! { <Absent absence action=place(ALL, code.get_untracked())/> }.into_any(),
    };
    view! { <div class="wrap stack gap-4">{loaded(data, show)}</div> }
}

#[component]
fn One(data: Data, set: ServerAction<SetTarget>) -> impl IntoView {
    let of = definition(data.figure.indicator, data.figure.version)?;
    let address = Address::of(data.period, data.agency.as_ref());
    let here = format!("{ALL}/{}", of.indicator);
    let whose = format!("{}, {}", words::of_whom(data.agency.as_ref()), words::year(data.period).to_lowercase());
    let trail = vec![(words::TITLE.to_owned(), address.path(SCREEN)), (words::ALL_TITLE.to_owned(), address.path(ALL))];
    let told = computed(data.at, data.closed.as_ref());
    let over = data.is_over();
    let day = over.then(|| data.period.last());
    let agency = address.agency.clone();
    let form = data.sets_target.map(|version| {
        let (period, target) = (data.period, data.figure.target);
        // A view in the last one's place keeps what was typed in it; a closure is drawn anew.
        move || view! { <TargetForm of period target version set/> }
    });
    Some(view! {
        <Title text=of.name/>
        <Crumbs trail here=of.name/>
        <div class="head">
            <div><h1>{of.name}</h1><p>{whose} ". " {told} "."</p></div>
            <Chooser action=here.clone() periods=data.periods address=address.clone()/>
        </div>
        <Definitions of figure=data.figure period=data.period/>
        {form}
        <Sectors lines=data.sectors agency day/>
        <Cases of cases=data.cases month=data.month here address over/>
    })
}

/// What a figure means, and what it is measured by.
#[component]
pub fn Definitions(of: &'static Definition, figure: Figure, period: Period) -> impl IntoView {
    let made_of = words::made_of(of, figure.amount).map(|text| format!(" ({text})"));
    let target = figure.target.map_or_else(|| words::NONE.to_owned(), |target| words::scaled(of, target));
    view! {
        <dl class="dl">
            <div><dt>{words::FIGURE}</dt><dd><b class="indic__n">{words::told(of, &figure, period)}</b> {made_of} " " <FigureTag standing=figure.standing/></dd></div>
            <div><dt>{words::BEFORE}</dt><dd>{words::told_before(of, &figure, period)}</dd></div>
            <div><dt>{words::TARGET}</dt><dd>{target} ", " {words::direction(of)}</dd></div>
            <div><dt>{words::FORMULA}</dt><dd>{of.formula}</dd></div>
            <div><dt>{words::SOURCE}</dt><dd>{of.source}</dd></div>
            <div><dt>{words::BASIS}</dt><dd><a href=of.clause.href()>{words::basis(of.clause)}</a></dd></div>
            <div><dt>{words::VERSION}</dt><dd>{words::version(of)}</dd></div>
        </dl>
    }
}

#[component]
fn TargetForm(
    of: &'static Definition,
    period: Period,
    target: Option<u64>,
    version: i64,
    set: ServerAction<SetTarget>,
) -> impl IntoView {
    let failed: Option<AppError> = set.value().get().and_then(Result::err);
    let stored = target.map(|target| domain::indicator::written(of.unit, target)).unwrap_or_default();
    let draft: TargetDraft = failed.as_ref().and_then(AppError::kept).unwrap_or(TargetDraft { target: stored });
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let unit = of.unit;
    let check = remarks.check(move |sent: SetTarget| sent.form.check(unit).err().unwrap_or_default());
    view! {
        <section class="sect stack" aria-labelledby="muc-tieu">
            <h2 id="muc-tieu" class="h-small">{words::TARGET_TITLE} ", " {words::year(period).to_lowercase()}</h2>
            {not_done(set)}
            {remarks.summary()}
            <ActionForm action=set class="plainform" check>
                <input type="hidden" name="code" value=of.indicator.to_string()/>
                <input type="hidden" name="period" value=period.to_string()/>
                <input type="hidden" name="version" value=version/>
                <Field id="f-goal" name="form[target]" label=words::TARGET hint=words::target_hint(unit) value=draft.target
                    error=remarks.on("goal")/>
                <p class="row"><button class="btn" type="submit">{words::SAVE}</button></p>
            </ActionForm>
        </section>
    }
}
