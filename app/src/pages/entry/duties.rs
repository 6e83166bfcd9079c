//! An entry's duties, under its page, for those who may see them.

use domain::duty::DutyRow;
use domain::format;
use leptos::prelude::*;

use crate::text::duty as words;
use crate::ui::duty_tag::DutyTag;

/// The newest duties of an entry; nothing for who may see none.
pub fn of_entry(rows: Vec<DutyRow>) -> Option<impl IntoView> {
    let code = rows.first().map(|row| row.code.clone())?;
    let lines = rows
        .into_iter()
        .map(|row| {
            let due = format!("{}: {}", words::DUE, format::date(row.days.due_on));
            view! {
                <li class="dutyline">
                    <a href=format!("/theo-doi/viec/{}", row.id)>{words::kind(row.kind)}</a>
                    <span class="sm muted">{due}</span>
                    <DutyTag row/>
                </li>
            }
        })
        .collect_view();
    Some(view! {
        <section class="wrap sect" aria-labelledby="nghia-vu">
            <h2 id="nghia-vu">{words::DUTIES}</h2>
            <ul class="flat rows">{lines}</ul>
            <p><a class="more" href=format!("/theo-doi/danh-sach?entry={code}&sort=latest")>{words::OPEN_LIST}</a></p>
        </section>
    })
}
