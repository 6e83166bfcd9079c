//! The items of data and the matrix: one box an item, one choice a class.

use domain::answer_form::ItemForm;
use domain::catalog::{ConsumerClass, SharingForm};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::steps::LAST_ITEM;
use crate::pages::remarks::Remarks;
use crate::pages::review::field_id;
use crate::text::{catalog, review as words};
use crate::ui::field::{Control, Field};

/// Part d) of the editor.
#[component]
pub fn Items(items: Vec<ItemForm>, classes: Vec<ConsumerClass>, remarks: Remarks, editable: bool) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let missing = remarks.on("items");
    let missing = move || missing.get().map(|message| view! { <p class="field__error">{message}</p> });
    let boxes = items
        .into_iter()
        .enumerate()
        .map(|(number, item)| {
            let id = if number == last { LAST_ITEM.to_owned() } else { format!("hang-muc-{number}") };
            view! { <div id=id><ItemBox number item classes=classes.clone() remarks/></div> }
        })
        .collect_view();
    view! {
        <section class="sect stack" id="pd">
            <h2 id="f-items">{words::PART_D}</h2>
            {editable.then(|| view! { <p class="sm muted">{words::REMOVE_HINT}</p> })}
            {missing}
            {boxes}
            {editable.then(|| view! {
                <p><button class="btn btn--2" type="submit" name="next" value="add">{words::ADD_ITEM}</button></p>
            })}
        </section>
    }
}

#[component]
fn ItemBox(number: usize, item: ItemForm, classes: Vec<ConsumerClass>, remarks: Remarks) -> impl IntoView {
    let key = |part: &str| format!("items.{number}.{part}");
    let name = |part: &str| format!("form[items][{number}][{part}]");
    let choices: Vec<(String, String)> =
        SharingForm::iter().map(|form| (form.to_string(), catalog::sharing_form(form).to_owned())).collect();
    let matrix = item.matrix;
    let cells = classes
        .into_iter()
        .map(|class| {
            let chosen = matrix.get(class.id.as_str()).cloned().unwrap_or_else(|| SharingForm::None.to_string());
            let key = key(&format!("matrix.{}", class.id));
            let error = remarks.on(&key);
            view! {
                <Field id=field_id(&key) name=format!("form[items][{number}][matrix][{}]", class.id) label=class.name
                    control=Control::Select(choices.clone()) value=chosen error/>
            }
        })
        .collect_view();
    let (nobody, of_matrix) = (remarks.on(&key("matrix")), field_id(&key("matrix")));
    let nobody =
        move || nobody.get().map(|message| view! { <p class="field__error" id=of_matrix.clone()>{message}</p> });
    let tick = |part: &'static str, label: &'static str, on: bool| {
        view! { <label class="check"><input type="checkbox" name=name(part) value="on" checked=on/><span>{label}</span></label> }
    };
    view! {
        <fieldset class="itemform stack gap-3">
            <legend><b>{words::ITEM} " " {number + 1}</b></legend>
            <Field id=field_id(&key("name")) name=name("name") label=words::ITEM_NAME value=item.name
                error=remarks.on(&key("name"))/>
            <Field id=field_id(&key("fields")) name=name("fields") label=words::ITEM_FIELDS hint=words::ITEM_FIELDS_HINT
                value=item.fields error=remarks.on(&key("fields"))/>
            <div class="row">
                {tick("personal", words::ITEM_PERSONAL, !item.personal.is_empty())}
                {tick("master", words::ITEM_MASTER, !item.master.is_empty())}
            </div>
            <p class="sm"><b>{words::ITEM_MATRIX}</b></p>
            {nobody}
            <div class="itemform__matrix">{cells}</div>
        </fieldset>
    }
}
