//! The matrix of items and classes: a table on a wide screen, one line a form on a narrow one.

use domain::catalog::{ConsumerClass, DataItem, SharingForm};
use domain::format;
use leptos::prelude::*;
use strum::IntoEnumIterator;

use crate::text::catalog as words;
use crate::ui::icon::{Icon, IconView};
use crate::ui::tag::FormTag;

/// Who may have which item in which form.
#[component]
pub fn Matrix(items: Vec<DataItem>, classes: Vec<ConsumerClass>) -> impl IntoView {
    let heads = classes
        .iter()
        .map(|class| {
            let until = class.valid_to.map(|day| words::until(&format::date(day)));
            let until = until.map(|until| view! { <br/><small class="muted">{until}</small> });
            view! { <th role="columnheader" scope="col">{class.name.clone()}{until}</th> }
        })
        .collect_view();
    let rows = items.into_iter().map(|item| row(item, &classes)).collect_view();
    view! {
        <div class="tablebox">
            <table class="table matrix matrix--read" role="table" aria-label=words::MATRIX_LABEL>
                <thead role="rowgroup">
                    <tr role="row"><th role="columnheader" scope="col">{words::ITEM}</th>{heads}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row(item: DataItem, classes: &[ConsumerClass]) -> impl IntoView + use<> {
    let forms: Vec<SharingForm> = classes.iter().map(|class| item.form(&class.id)).collect();
    let same = forms.first().copied().filter(|first| forms.iter().all(|form| form == first));
    let cells = match same {
        Some(form) => {
            let span = classes.len();
            view! {
                <td role="cell" colspan=span><FormTag form/> " " {words::all_classes(span)}</td>
            }
            .into_any()
        }
        None => {
            let wide = classes
                .iter()
                .zip(&forms)
                .map(|(class, form)| {
                    let form = *form;
                    view! {
                        <td role="cell"><span class="cls" aria-hidden="true">{class.name.clone()}</span><FormTag form/></td>
                    }
                })
                .collect_view();
            let narrow = grouped(classes, &forms);
            view! { {wide}<td role="cell" class="mxg"><ul class="flat">{narrow}</ul></td> }.into_any()
        }
    };
    let mark =
        |on: bool, word: &'static str| on.then(|| view! { <span class="mk"><IconView icon=Icon::Star/>{word}</span> });
    // What was issued is what is in force; that it opens personal data is for everyone to see.
    let opened = (item.personal && item.widest() == SharingForm::Open)
        .then(|| view! { <span class="mk"><IconView icon=Icon::Warning/>{words::PERSONAL_OPEN}</span> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <b>{item.name}</b>
                <span class="fields">{item.fields}</span>
                {mark(item.personal, words::PERSONAL)}
                {opened}
                {mark(item.master, words::MASTER)}
            </th>
            {cells}
        </tr>
    }
}

/// For a narrow screen: each form with the classes that have it.
fn grouped(classes: &[ConsumerClass], forms: &[SharingForm]) -> Vec<AnyView> {
    SharingForm::iter()
        .filter_map(|form| {
            let names: Vec<&str> = classes
                .iter()
                .zip(forms)
                .filter(|(_, one)| **one == form)
                .map(|(class, _)| class.name.as_str())
                .collect();
            (!names.is_empty()).then(|| view! { <li><FormTag form/><span>{names.join("; ")}</span></li> }.into_any())
        })
        .collect()
}
