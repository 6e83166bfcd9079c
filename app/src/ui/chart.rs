//! Charts, drawn as SVG where the page is drawn: each with its title and description, and its figures as a table. Places
//! come from [`domain::chart`], colours from classes.

use domain::chart::{Frame, Scale, share_of};
use leptos::prelude::*;

use crate::text::indicator as words;

/// The drawing, in units of its view box.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 226.0;
const FRAME: Frame = Frame { left: 46.0, top: 18.0, width: 340.0, height: 172.0 };

/// A figure as it is written; of none a dash.
pub type Write = fn(u64) -> String;

fn told(write: Write, value: Option<u64>) -> String {
    value.map_or_else(|| "–".to_owned(), write)
}

/// Lines of the grid with their values.
fn grid(scale: Scale, write: Write) -> impl IntoView {
    let lines = scale.lines().into_iter().map(|value| {
        let y = FRAME.y(scale, value);
        let path = format!("M{} {y:.1}H{}", FRAME.left, FRAME.left + FRAME.width);
        view! {
            <path class="grid" d=path/>
            <text x=FRAME.left - 6.0 y=format!("{:.1}", y + 4.0) text-anchor="end">{write(value)}</text>
        }
    });
    lines.collect_view()
}

fn svg(
    id: &'static str,
    role: &'static str,
    height: f64,
    title: String,
    desc: String,
    children: AnyView,
) -> impl IntoView {
    let (title_id, desc_id) = (format!("{id}-t"), format!("{id}-d"));
    let labelled = format!("{title_id} {desc_id}");
    view! {
        <svg class="chart" viewBox=format!("0 0 {WIDTH} {height}") role=role aria-labelledby=labelled>
            <title id=title_id>{title}</title>
            <desc id=desc_id>{desc}</desc>
            {children}
        </svg>
    }
}

/// The figures of a chart, folded away.
#[component]
pub fn ChartTable(
    #[prop(into)] label: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Where the figures of each row lead: their lists.
    #[prop(optional)]
    lists: Vec<Vec<Option<String>>>,
) -> impl IntoView {
    let heads = head
        .into_iter()
        .enumerate()
        .map(|(at, text)| view! { <th scope="col" class=(at > 0).then_some("num")>{text}</th> })
        .collect_view();
    let rows = rows
        .into_iter()
        .zip(lists.into_iter().chain(std::iter::repeat(Vec::new())))
        .map(|(cells, of_row)| {
            // The first cell names the row.
            let lists = std::iter::once(None).chain(of_row).chain(std::iter::repeat(None));
            let cells = cells.into_iter().zip(lists).enumerate().map(|(at, (text, list))| match (at, list) {
                (0, _) => view! { <th scope="row">{text}</th> }.into_any(),
                (_, Some(list)) => view! { <td class="num"><a href=list>{text}</a></td> }.into_any(),
                (_, None) => view! { <td class="num">{text}</td> }.into_any(),
            });
            view! { <tr>{cells.collect_view()}</tr> }
        })
        .collect_view();
    view! {
        <details class="toggle not-print">
            <summary>{words::TABLE}</summary>
            <div class="tablebox" tabindex="0" role="region" aria-label=label>
                <table class="table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        </details>
    }
}

/// A line of this period and one of the period before over the same places, with a target. The links of its points are for
/// pointers; the table under it has the same ones for the keyboard.
#[component]
pub fn TrendChart(
    id: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] desc: String,
    /// What stands under each place, and what the table calls it.
    places: Vec<(String, String)>,
    now: (String, Vec<Option<u64>>),
    past: (String, Vec<Option<u64>>),
    goal: Option<u64>,
    write: Write,
    /// Where this period's figure of each place leads: its list.
    #[prop(optional)]
    lists: Vec<Option<String>>,
    /// The same of the period before, in the table alone.
    #[prop(optional)]
    past_lists: Vec<Option<String>>,
) -> impl IntoView {
    let ((now_name, now), (past_name, past)) = (now, past);
    let scale = Scale::of(now.iter().chain(&past).copied().flatten().chain(goal), false);
    let count = places.len();
    let under = places.iter().enumerate().map(|(at, (label, _))| {
        view! { <text x=format!("{:.1}", FRAME.x(at, count)) y=HEIGHT - 12.0 text-anchor="middle">{label.clone()}</text> }
    });
    let under = under.collect_view();
    let goal_line = goal.map(|goal| {
        let y = FRAME.y(scale, goal);
        let path = format!("M{} {y:.1}H{}", FRAME.left, FRAME.left + FRAME.width);
        view! {
            <path class="goal" d=path/>
            <text x=FRAME.left + 4.0 y=format!("{:.1}", y - 5.0)>{words::goal(&write(goal))}</text>
        }
    });
    let last = now.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).next_back();
    let dot = last.map(|(at, value)| {
        let (x, y) = (FRAME.x(at, count), FRAME.y(scale, value));
        // Above or below the point, whichever is further from the target's line.
        let from_goal = |at: f64| goal.map_or(f64::MAX, |goal| (at - 4.0 - FRAME.y(scale, goal)).abs());
        let (above, below) = (y - 8.0, y + 18.0);
        let fits = below < FRAME.top + FRAME.height;
        let label = if fits && from_goal(below) > from_goal(above) { below } else { above };
        view! {
            <circle class="dot" cx=format!("{x:.1}") cy=format!("{y:.1}") r="4"/>
            <text class="strong" x=format!("{x:.1}") y=format!("{label:.1}") text-anchor="end">{write(value)}</text>
        }
    });
    let points = places.iter().zip(&now).zip(&lists).enumerate().filter_map(|(at, (((_, name), value), list))| {
        let (value, list) = ((*value)?, list.clone()?);
        let (x, y) = (format!("{:.1}", FRAME.x(at, count)), format!("{:.1}", FRAME.y(scale, value)));
        let told = format!("{name}: {}", write(value));
        let label = told.clone();
        // Within a `g`, so that the link is one of SVG wherever it is drawn.
        Some(view! {
            <g>
                <a href=list tabindex="-1" aria-label=label>
                    <title>{told}</title>
                    <circle class="hit" cx=x.clone() cy=y.clone() r="12"/>
                    <circle class="dot" cx=x cy=y r="2.5"/>
                </a>
            </g>
        })
    });
    let points = points.collect_view();
    // An image has nothing in it to follow.
    let role = if lists.iter().any(Option::is_some) { "group" } else { "img" };
    let drawing = view! {
        {grid(scale, write)}
        <path class="past" d=FRAME.line(scale, &past)/>
        <path class="now" d=FRAME.line(scale, &now)/>
        {goal_line}
        {dot}
        {points}
        {under}
    };
    let label = title.clone();
    let names = places.into_iter().enumerate().map(|(at, (_, name))| {
        let of = |values: &[Option<u64>]| told(write, values.get(at).copied().flatten());
        vec![name, of(&now), of(&past)]
    });
    let rows = names.collect();
    let head = vec![words::MONTH.to_owned(), now_name.clone(), past_name.clone()];
    let past_lists = past_lists.into_iter().chain(std::iter::repeat(None));
    let lists: Vec<_> = lists.into_iter().zip(past_lists).map(|(now, past)| vec![now, past]).collect();
    view! {
        {svg(id, role, HEIGHT, title, desc, drawing.into_any())}
        <p class="legend sm">
            <span><i class="key key--now"></i>{now_name}</span>
            <span><i class="key key--past"></i>{past_name}</span>
        </p>
        <ChartTable label head rows lists/>
    }
}

/// A bar of a chart.
#[derive(Clone, Debug)]
pub struct Bar {
    pub label: String,
    pub value: Option<u64>,
    /// The class that colours it.
    pub class: &'static str,
    /// Where its figure leads: its list.
    pub list: Option<String>,
}

/// More bars than these are too narrow for a name and a figure each: some are named, the highest is told, the table has all.
const NAMED_BARS_MAX: usize = 12;
/// Which of many bars is named: the last, and each so many before it.
const NAMED_EVERY: usize = 7;

/// Bars side by side.
#[component]
pub fn BarChart(
    id: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] desc: String,
    bars: Vec<Bar>,
    /// What the table calls the bars and the values.
    head: (&'static str, &'static str),
    /// What else the table tells: the head of a column, and its cell of each bar.
    #[prop(optional)]
    more: Vec<(String, Vec<String>)>,
    write: Write,
) -> impl IntoView {
    let scale = Scale::of(bars.iter().filter_map(|bar| bar.value), true);
    let count = bars.len();
    let many = count > NAMED_BARS_MAX;
    let highest = bars.iter().filter_map(|bar| bar.value).max();
    let first_highest = bars.iter().position(|bar| bar.value == highest);
    let is_told = |at: usize| !many || Some(at) == first_highest;
    let is_named = |at: usize| !many || (count - 1 - at).is_multiple_of(NAMED_EVERY);
    let drawn = bars.iter().enumerate().map(|(at, bar)| {
        let (x, y, width, height) = FRAME.bar(scale, at, count, bar.value.unwrap_or(0));
        let middle = format!("{:.1}", x + width / 2.0);
        let figure = is_told(at).then(|| {
            let x = middle.clone();
            view! { <text class="strong" x=x y=format!("{:.1}", y - 5.0) text-anchor="middle">{told(write, bar.value)}</text> }
        });
        let name = is_named(at).then(|| {
            view! { <text x=middle y=HEIGHT - 12.0 text-anchor="middle">{bar.label.clone()}</text> }
        });
        // What is written in a link names it.
        let label = (figure.is_none() || name.is_none()).then(|| format!("{}: {}", bar.label, told(write, bar.value)));
        let shapes = view! {
            <rect class=format!("bar-{}", bar.class) x=format!("{x:.1}") y=format!("{y:.1}") width=format!("{width:.1}")
                height=format!("{height:.1}")/>
            {figure} " " {name}
        };
        match bar.list.clone() {
            // For pointers, as in the other chart: the table has the same ones for the keyboard.
            Some(list) => view! { <g><a href=list tabindex="-1" aria-label=label>{shapes}</a></g> }.into_any(),
            None => shapes.into_any(),
        }
    });
    let drawing = view! { {grid(scale, write)} {drawn.collect_view()} };
    let cells = |(at, bar): (usize, &Bar)| -> Vec<String> {
        let beside = more.iter().map(|(_, cells)| cells.get(at).cloned().unwrap_or_default());
        [bar.label.clone(), told(write, bar.value)].into_iter().chain(beside).collect()
    };
    let rows: Vec<_> = bars.iter().enumerate().map(cells).collect();
    let lists: Vec<_> = bars.iter().map(|bar| vec![bar.list.clone()]).collect();
    let role = if bars.iter().any(|bar| bar.list.is_some()) { "group" } else { "img" };
    let label = title.clone();
    let heads = more.into_iter().map(|(head, _)| head);
    let head: Vec<String> = [head.0, head.1].map(str::to_owned).into_iter().chain(heads).collect();
    view! {
        {svg(id, role, HEIGHT, title, desc, drawing.into_any())}
        <ChartTable label head rows lists/>
    }
}

/// A bar under its name.
#[derive(Clone, Debug)]
pub struct Row {
    pub label: String,
    pub value: u64,
    /// What of it is coloured apart, in thousandths of it.
    pub part: u64,
    /// What stands behind the name.
    pub told: String,
    /// Where it leads: its list.
    pub list: Option<String>,
}

/// How high a row is, and where in it the bar begins.
const ROW: f64 = 34.0;
const ROW_BAR: f64 = 18.0;

/// Bars below one another, for names too long to stand side by side. The page has the figures as a table.
#[component]
pub fn RowChart(
    id: &'static str,
    #[prop(into)] title: String,
    #[prop(into)] desc: String,
    rows: Vec<Row>,
    /// The classes that colour the part and the rest.
    classes: (&'static str, &'static str),
) -> impl IntoView {
    let most = rows.iter().map(|row| row.value).max().unwrap_or(0).max(1);
    let role = if rows.iter().any(|row| row.list.is_some()) { "group" } else { "img" };
    let (mut drawn, mut y) = (Vec::new(), 0.0_f64);
    for row in rows {
        let width = share_of(WIDTH, row.value, most);
        let part = share_of(width, row.part, 1_000);
        let bar = |class: &'static str, x: f64, width: f64| {
            view! {
                <rect class=format!("bar-{class}") x=format!("{x:.1}") y=format!("{:.1}", y + ROW_BAR)
                    width=format!("{width:.1}") height="10"/>
            }
        };
        let shapes = view! {
            <text x="0" y=format!("{:.1}", y + 13.0)>{row.label}</text>
            " "
            <text class="strong" x=WIDTH y=format!("{:.1}", y + 13.0) text-anchor="end">{row.told}</text>
            {bar(classes.0, 0.0, part)}
            {bar(classes.1, part, width - part)}
        };
        // For pointers, as in the other charts.
        drawn.push(match row.list {
            Some(list) => view! { <g><a href=list tabindex="-1">{shapes}</a></g> }.into_any(),
            None => shapes.into_any(),
        });
        y += ROW;
    }
    svg(id, role, y, title, desc, drawn.into_any())
}
