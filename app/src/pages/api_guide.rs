//! The public API, documented from its own description: every operation with its parameters and with examples that run.

use leptos::prelude::*;
use leptos_meta::Title;

use super::loaded;
use crate::api::guide::{ApiGuide, Operation, Parameter, Reply, api_guide};
use crate::text::api_guide as words;
use crate::ui::crumbs::Crumbs;
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

mod ask;
mod example;

use example::Example;

/// Where the API begins, on any server.
const ROOT: &str = "/api/v1";
/// What takes the tag out of an answer's headers, in a shell.
const TAG_OF_HEADERS: &str = r#"tr -d '\r' | awk 'tolower($1) == "etag:" {print $2}'"#;

/// The page of the API.
#[component]
pub fn ApiGuidePage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| api_guide());
    view! {
        <Title text=words::TITLE/>
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {loaded(data, |guide| page(guide).into_any())}
        </div>
    }
}

fn page(guide: ApiGuide) -> impl IntoView {
    let base = guide.base_url.clone();
    let contents = guide.operations.iter().map(|one| (one.id.clone(), one.title.clone())).chain(
        [("loi", words::ERRORS), ("etag", words::CONDITIONAL), ("trang", words::PAGING), ("dieu-khoan", words::TERMS)]
            .map(|(id, title)| (id.to_owned(), title.to_owned())),
    );
    let contents = contents
        .map(|(id, title)| view! { <li><a href=format!("#{id}") rel="external">{title}</a></li> })
        .collect_view();
    let operations = guide
        .operations
        .into_iter()
        .map(|operation| view! { <OperationView operation base=base.clone()/> })
        .collect_view();
    view! {
        <div class="apidoc stack gap-5">
            {guide.demo.then(|| view! { <Notice tone=Tone::Info>{words::DEMO}</Notice> })}
            <Paragraphs text=guide.about/>
            <dl class="dl">
                <div><dt>{words::ROOT}</dt><dd><code>{format!("{base}{ROOT}")}</code></dd></div>
                <div>
                    <dt>{words::DESCRIPTION}</dt>
                    <dd><a rel="external" href=guide.description.clone()>{guide.description.clone()}</a></dd>
                </div>
                <div><dt>{words::VERSION}</dt><dd>{guide.version}</dd></div>
            </dl>
            <nav class="panel not-print" aria-label=words::CONTENTS>
                <h2 class="h-small">{words::CONTENTS}</h2>
                <ol class="toc flat">{contents}</ol>
            </nav>
            <section class="stack gap-6" aria-labelledby="lenh">
                <h2 id="lenh">{words::OPERATIONS}</h2>
                {operations}
            </section>
            <Rest base/>
        </div>
    }
}

/// Text with blank lines between paragraphs and codes in backticks, as descriptions have it.
#[component]
fn Paragraphs(text: String) -> impl IntoView {
    let paragraph = |text: &str| {
        let pieces = text.split('`').enumerate().map(|(at, piece)| {
            let piece = piece.to_owned();
            if at % 2 == 0 { piece.into_any() } else { view! { <code>{piece}</code> }.into_any() }
        });
        view! { <p>{pieces.collect_view()}</p> }
    };
    text.split("\n\n").filter(|text| !text.is_empty()).map(paragraph).collect_view()
}

#[component]
fn OperationView(operation: Operation, base: String) -> impl IntoView {
    let title = format!("{}-ten", operation.id);
    let labelled = title.clone();
    let parameters = match operation.parameters.is_empty() {
        true => view! { <p class="muted">{words::NO_PARAMETERS}</p> }.into_any(),
        false => view! { <Parameters parameters=operation.parameters/> }.into_any(),
    };
    let examples = operation
        .examples
        .into_iter()
        .map(|address| view! { <li><Example address base=base.clone()/></li> })
        .collect_view();
    view! {
        <article class="sect stack gap-3" id=operation.id aria-labelledby=labelled>
            <h3 id=title>{operation.title}</h3>
            <p class="apidoc__path"><code>"GET " {operation.path}</code></p>
            <Paragraphs text=operation.about/>
            <h4>{words::PARAMETERS}</h4>
            {parameters}
            <h4>{words::EXAMPLES}</h4>
            <ul class="stack flat">{examples}</ul>
            <Replies replies=operation.replies/>
        </article>
    }
}

#[component]
fn Parameters(parameters: Vec<Parameter>) -> impl IntoView {
    let rows = parameters
        .into_iter()
        .map(|parameter| {
            let kind = words::kind(&parameter);
            let value = |(at, value): (usize, &String)| {
                let before = if at == 0 { " " } else { ", " };
                view! { {before} <code>{value.clone()}</code> }
            };
            let values = parameter.values.iter().enumerate().map(value).collect_view();
            let required = parameter.required.then(|| view! { ", " {words::REQUIRED} });
            view! {
                <tr>
                    <th scope="row"><code>{parameter.name}</code></th>
                    <td><span class="lbl">{words::KIND}</span><span>{kind} {values} {required}</span></td>
                    <td><span class="lbl">{words::MEANING}</span><div><Paragraphs text=parameter.about/></div></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table table--stack apidoc__table">
            <thead>
                <tr>
                    <th scope="col">{words::NAME}</th>
                    <th scope="col">{words::KIND}</th>
                    <th scope="col">{words::MEANING}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn Replies(replies: Vec<Reply>) -> impl IntoView {
    let rows = replies
        .into_iter()
        .map(|reply| view! { <div><dt>{reply.status}</dt><dd><Paragraphs text=reply.meaning/></dd></div> })
        .collect_view();
    view! {
        <details>
            <summary>{words::REPLIES}</summary>
            <dl class="dl">{rows}</dl>
        </details>
    }
}

/// Two lines for a shell: the tag of an answer is taken, then sent back. One that was written out here would be that of
/// no answer.
fn asked_again(base: &str) -> String {
    let address = format!("{base}{ROOT}/editions");
    format!("tag=$(curl -sI '{address}' | {TAG_OF_HEADERS})\ncurl -i -H \"If-None-Match: $tag\" '{address}'")
}

/// What all operations have in common.
#[component]
fn Rest(base: String) -> impl IntoView {
    let failures = words::FAILURES
        .map(|(status, meaning)| {
            view! { <div id=format!("loi-{status}")><dt>{status}</dt><dd>{meaning}</dd></div> }
        })
        .collect_view();
    let paragraphs = |lines: &[&'static str]| lines.iter().map(|line| view! { <p>{*line}</p> }).collect_view();
    let again = asked_again(&base);
    view! {
        <section class="sect stack gap-3" id="loi" aria-labelledby="loi-ten">
            <h2 id="loi-ten">{words::ERRORS}</h2>
            <p>{words::ERRORS_LEAD}</p>
            <Example address=words::ERROR_EXAMPLE.to_owned() base=base.clone()/>
            <dl class="dl">{failures}</dl>
        </section>
        <section class="sect stack gap-3" id="etag" aria-labelledby="etag-ten">
            <h2 id="etag-ten">{words::CONDITIONAL}</h2>
            {paragraphs(&words::CONDITIONAL_ABOUT)}
            <pre class="apidoc__line"><code>{again}</code></pre>
        </section>
        <section class="sect stack gap-3" id="trang" aria-labelledby="trang-ten">
            <h2 id="trang-ten">{words::PAGING}</h2>
            {paragraphs(&words::PAGING_ABOUT)}
            <h3>{words::ORIGINS}</h3>
            <p>{words::ORIGINS_ABOUT}</p>
        </section>
        <section class="sect stack gap-3" id="dieu-khoan" aria-labelledby="dieu-khoan-ten">
            <h2 id="dieu-khoan-ten">{words::TERMS}</h2>
            {paragraphs(&words::TERMS_ABOUT)}
        </section>
    }
}
