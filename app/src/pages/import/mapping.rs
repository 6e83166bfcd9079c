//! The columns of a workbook and what they were taken for, as a form: a plain one, since reading the kept file again
//! takes the server anyhow.

use domain::annex::{AgencyAt, AnnexField, MappedColumn, Mapping, column_letters};
use domain::id::ImportId;
use leptos::prelude::*;
use strum::IntoEnumIterator;

use crate::pages::remarks::Remarks;
use crate::pages::review::{remarks_in_address, typed_in_address};
use crate::text::import as words;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The fields that are numbers of rows.
const ROWS: [&str; 3] = ["header_row", "header_rows", "first_row"];

#[component]
pub(super) fn MappingForm(
    id: Option<ImportId>,
    mapping: Mapping,
    sheets: Vec<String>,
    remembered: bool,
) -> impl IntoView {
    let action = format!("/quan-tri/nhap-danh-muc/{}/ghep-cot", id.map(|id| id.to_string()).unwrap_or_default());
    let told = remarks_in_address().into_iter().filter(|remark| ROWS.contains(&remark.field.as_str()));
    let remarks = Remarks::new(told.collect());
    // What was refused is there to be mended.
    let typed = |name: &str, stands: String| {
        let typed = typed_in_address(name);
        if typed.is_empty() { stands } else { typed }
    };
    let number = |name: &'static str, label: &'static str, value: u32| {
        view! {
            <Field id=format!("f-{name}") name=name label=label control=Control::Number
                value=typed(name, value.to_string()) error=remarks.on(name)/>
        }
    };
    let sheets = sheets.into_iter().map(|sheet| (sheet.clone(), sheet)).collect();
    let places = AgencyAt::iter().map(|at| (at.to_string(), words::agency_at(at).to_owned())).collect();
    view! {
        <section class="panel stack gap-2">
            <h2 class="h-small" id="ghep-cot">{words::MAPPING}</h2>
            <p class="muted">{words::MAPPING_LEAD}</p>
            {remembered.then(|| view! { <Notice tone=Tone::Info>{words::REMEMBERED}</Notice> })}
            {remarks.summary()}
            <form class="stack gap-2" method="post" action=action enctype="multipart/form-data">
                <div class="two">
                    <Field id="f-sheet" name="sheet" label=words::SHEET control=Control::Select(sheets)
                        value=typed("sheet", mapping.sheet.clone())/>
                    <Field id="f-agency" name="agency" label=words::AGENCY_AT control=Control::Select(places)
                        value=typed("agency", mapping.agency.to_string())/>
                </div>
                <div class="two">
                    {number("header_row", words::HEADER_ROW, mapping.header_row)}
                    {number("header_rows", words::HEADER_ROWS, mapping.header_rows)}
                </div>
                {number("first_row", words::FIRST_ROW, mapping.first_row)}
                <table class="table table--stack mapping">
                    <thead><tr>
                        <th scope="col">{words::COLUMN}</th><th scope="col">{words::HEADER}</th>
                        <th scope="col">{words::SAMPLE}</th><th scope="col">{words::FIELD}</th>
                    </tr></thead>
                    <tbody>{mapping.columns.into_iter().map(|column| view! { <ColumnRow column/> }).collect_view()}</tbody>
                </table>
                <p class="row">
                    <button class="btn" type="submit" name="act" value="read">{words::REREAD}</button>
                    {remembered.then(|| view! {
                        <button class="btn btn--2" type="submit" name="act" value="forget">{words::FORGET}</button>
                    })}
                </p>
            </form>
        </section>
    }
}

#[component]
fn ColumnRow(column: MappedColumn) -> impl IntoView {
    let name = format!("c{}", column.column);
    let chosen = typed_in_address(&name).parse::<AnnexField>().unwrap_or(column.field);
    let header = if column.header.is_empty() { words::NO_HEADER.to_owned() } else { column.header };
    let label = format!("{} {}: {header}", words::COLUMN, column_letters(column.column));
    let options = AnnexField::iter()
        .filter(|field| *field != AnnexField::ItemOrder)
        .map(|field| {
            let selected = field == chosen;
            view! { <option value=field.to_string() selected=selected>{words::field(field)}</option> }
        })
        .collect_view();
    view! {
        <tr>
            <td><span class="lbl">{words::COLUMN}</span>{column_letters(column.column)}</td>
            <th scope="row">{header}</th>
            <td><span class="lbl">{words::SAMPLE}</span>{column.sample}</td>
            <td><select class="input" name=name aria-label=label>{options}</select></td>
        </tr>
    }
}
