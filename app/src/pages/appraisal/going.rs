//! What is read beside an answer about a whole entry: the entry that would go or move as it is in force, and where it goes.

use domain::catalog::Lists;
use domain::change::Field;
use domain::review::{EntryInForce, Going};
use leptos::prelude::*;

use crate::pages::entry::{Described, Matrix, Rows};
use crate::text::{catalog, queue as words, review, usage};

/// The target that a whole answer names, as people read it: an entry with its name, an agency by it. `None` where it is not
/// the one that was looked up.
pub fn target_of(going: Option<&Going>, target: &str) -> Option<String> {
    let going = going?;
    let entry = going.into.as_ref().filter(|into| into.code.as_str() == target);
    let agency = going.receiver.as_ref().filter(|receiver| receiver.id.as_str() == target);
    let entry = entry.map(|into| format!("{} {}", into.code, into.content.name));
    entry.or_else(|| agency.map(|receiver| receiver.name.clone()))
}

/// The entry and its target beside each other, what there is to read of them folded.
#[component]
pub fn Goes(going: Going, lists: Lists) -> impl IntoView {
    let Going { entry, into, receiver } = going;
    let into = into.map(|into| view! { <Whole id="nhan" title=review::MERGE_TARGET entry=into lists=lists.clone()/> });
    let receiver = receiver.map(|receiver| {
        view! {
            <p>
                <b>{review::TRANSFER_TARGET} ": "</b>
                <a href=format!("/co-quan/{}", receiver.id)>{receiver.name}</a>
            </p>
        }
    });
    view! {
        <div class="goes">
            <Whole id="dang-co" title=words::GOES entry lists/>
            {into}
        </div>
        {receiver}
    }
}

#[component]
fn Whole(id: &'static str, title: &'static str, entry: EntryInForce, lists: Lists) -> impl IntoView {
    let EntryInForce { code, owner, content } = entry;
    let Described { what, how, more } = Described::of(&content, &lists);
    let count = content.items.len();
    let parts = [(catalog::DESCRIPTION, what), (catalog::HOW, how), (catalog::MORE, more)]
        .into_iter()
        .filter(|(_, rows)| rows.iter().any(|(_, value)| !value.is_empty()))
        .map(|(title, rows)| view! { <details class="toggle"><summary>{title}</summary><Rows rows/></details> })
        .collect_view();
    let consumers = (!content.consumers.is_empty()).then(|| {
        view! { <p class="sm lines"><b>{catalog::field(Field::Consumers)} ": "</b>{content.consumers}</p> }
    });
    view! {
        <section class="panel stack gap-2" aria-labelledby=id>
            <h3 id=id class="h-small">{title}</h3>
            <p><a class="code" href=format!("/danh-muc/{code}")>{code.to_string()}</a> " " <b>{content.name}</b></p>
            <p class="sm">
                <b>{catalog::field(Field::Owner)} ": "</b>{owner.name} " · "
                <a href=format!("/danh-muc/{code}/su-dung")>{usage::OWN}</a>
            </p>
            {consumers}
            {parts}
            <details class="toggle">
                <summary>{words::items_in_force(count)}</summary>
                <Matrix items=content.items classes=lists.classes/>
            </details>
        </section>
    }
}
