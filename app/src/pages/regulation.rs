//! The regulation, article by article, each clause with its own address.

use domain::regulation::{Article, Clause, anchor, chapters};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::text::regulation as words;
use crate::ui::crumbs::Crumbs;

/// The page of the regulation.
#[component]
pub fn RegulationPage() -> impl IntoView {
    let chapters = chapters();
    let contents = chapters
        .iter()
        .flat_map(|chapter| &chapter.articles)
        .map(|article| {
            let href = format!("#{}", anchor(article.number, None));
            view! { <li><a href=href rel="external">{words::article(article.number, article.title)}</a></li> }
        })
        .collect_view();
    let body = chapters
        .into_iter()
        .map(|chapter| {
            let articles = chapter.articles.into_iter().map(|article| view! { <ArticleView article/> }).collect_view();
            view! { <section class="agroup"><h2>{chapter.name} ". " {chapter.title}</h2>{articles}</section> }
        })
        .collect_view();
    view! {
        <Title text=words::SHORT/>
        <div class="wrap">
            <Crumbs here=words::SHORT/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            <nav class="panel not-print" aria-label=words::CONTENTS>
                <h2 class="h-small">{words::CONTENTS}</h2>
                <ol class="toc flat">{contents}</ol>
            </nav>
            <div class="law">{body}</div>
        </div>
    }
}

#[component]
fn ArticleView(article: Article) -> impl IntoView {
    let number = article.number;
    let clauses = article
        .clauses
        .into_iter()
        .map(|Clause { number: clause, text }| {
            let id = clause.map(|clause| anchor(number, Some(clause)));
            let mark = clause.map(|clause| format!("{clause}. "));
            view! { <p id=id>{mark}{text}</p> }
        })
        .collect_view();
    view! {
        <article id=anchor(number, None) class="stack gap-2">
            <h3>{words::article(number, article.title)}</h3>
            {clauses}
        </article>
    }
}
