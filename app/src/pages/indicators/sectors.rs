//! The entries in force by sector.

use domain::catalog::EntryFilter;
use domain::indicator::{SectorLine, Unit};
use leptos::prelude::*;
use time::Date;

use crate::pages::catalog;
use crate::text::sector as words;
use crate::ui::chart::{ChartTable, Row, RowChart};

/// A chart and its table; each sector leads to its entries in the catalog.
#[component]
pub fn Sectors(
    lines: Vec<SectorLine>,
    /// The agency whose entries they are; empty: the province.
    agency: String,
    /// The day on which they were in force, where it is not today.
    day: Option<Date>,
) -> impl IntoView {
    if lines.is_empty() {
        return None;
    }
    let list = |line: &SectorLine| {
        let (sector, agency) = (line.sector.id.clone(), agency.clone());
        let filter = EntryFilter { sector, agency, as_of: day, ..EntryFilter::default() };
        // No filter names the entries without a sector.
        (!line.sector.id.is_empty()).then(|| catalog::address(&filter))
    };
    let desc = words::desc(&lines, day);
    let rows: Vec<Row> = lines
        .iter()
        .map(|line| Row {
            label: words::name(line),
            value: line.entries.into(),
            part: line.open.scaled(Unit::Share),
            told: words::told(line),
            list: list(line),
        })
        .collect();
    let cells = |line: &SectorLine| {
        let entries = domain::format::number(line.entries);
        vec![words::name(line), entries, words::open_items(line), words::open_share(line)]
    };
    let table: Vec<Vec<String>> = lines.iter().map(cells).collect();
    let lists: Vec<Vec<Option<String>>> = lines.iter().map(|line| vec![list(line)]).collect();
    let head = [words::SECTOR, words::ENTRIES, words::OPEN, words::OPEN_SHARE].map(str::to_owned).to_vec();
    Some(view! {
        <section class="sect stack sectors">
            <h2 id="linh-vuc">{words::TITLE}</h2>
            <RowChart id="ve-linh-vuc" title=words::TITLE desc rows classes=("open", "calm")/>
            <p class="legend sm">
                <span><i class="key key--open"></i>{words::OPEN_PART}</span>
                <span><i class="key key--rest"></i>{words::OTHER_PART}</span>
            </p>
            <ChartTable label=words::TITLE head rows=table lists/>
        </section>
    })
}
