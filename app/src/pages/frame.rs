//! What stands round every page: masthead, menu, footer. The menu offers what the policy allows.

use domain::format;
use domain::policy::Act;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::session::{CurrentSession, SessionView};
use crate::text::{agency_board, common as words, duty, report, usage};
use crate::ui::icon::{Icon, IconView};
use crate::ui::search_box::search_by_slash;

/// The frame of a page.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    search_by_slash();
    view! {
        <a class="skip" href="#noi-dung">{words::SKIP}</a>
        <Transition>
            {move || {
                let session = expect_context::<CurrentSession>().0;
                Suspend::new(async move {
                    let session = session.await.ok();
                    view! { <Masthead session=session.clone()/> <Menu session/> }
                })
            }}
        </Transition>
        <main id="noi-dung" tabindex="-1">{children()}</main>
        <Footer/>
    }
}

/// The portal's mark: a gong on the red of the flag.
#[component]
fn Mark() -> impl IntoView {
    view! {
        <svg class="brand__mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <rect class="mark__ground" width="48" height="48" rx="8"/>
            <circle class="mark__sun" cx="24" cy="24" r="18"/>
            <circle class="mark__line" cx="24" cy="24" r="14.5" stroke-width="1.5"/>
            <path class="mark__face" d="M13.5 20c0-2.2 4.7-4 10.5-4s10.5 1.8 10.5 4-4.7 4-10.5 4-10.5-1.8-10.5-4z"/>
            <path
                class="mark__line"
                d="M13.5 24.3c0 2.2 4.7 4 10.5 4s10.5-1.800 10.500-4M13.500 28.800c0 2.200 4.700 4 10.500 4s10.500-1.800 10.500-4"
                stroke-width="2.4"
                stroke-linecap="round"
            />
        </svg>
    }
}

#[component]
fn Masthead(session: Option<SessionView>) -> impl IntoView {
    let today = session.as_ref().map(|session| format::weekday_date(session.actor().today()));
    let account = session.and_then(|session| session.account);
    let class = if account.is_some() { "mast mast--staff" } else { "mast" };
    view! {
        <header class=class>
            <div class="wrap mast__in">
                <a class="brand" href="/">
                    <Mark/>
                    <span class="brand__text">
                        <span class="brand__org">{words::SITE_ORG}</span>
                        <span class="brand__name">{words::SITE_SHORT}</span>
                    </span>
                </a>
                <div class="mast__tools">
                    <span class="mast__date">{today}</span>
                    {match account {
                        Some(account) => {
                            view! {
                                <a class="mast__link mast__link--text" href="/viec-cua-toi">
                                    <IconView icon=Icon::Person/>
                                    <span>{account.name}</span>
                                </a>
                                <form method="post" action="/dang-xuat">
                                    <button class="mast__link" type="submit">{words::SIGN_OUT}</button>
                                </form>
                            }
                                .into_any()
                        }
                        None => {
                            view! {
                                <a class="mast__link mast__link--text" rel="external" href="/dang-nhap">
                                    <IconView icon=Icon::Person/>
                                    <span>{words::SIGN_IN}</span>
                                </a>
                            }
                                .into_any()
                        }
                    }}
                </div>
            </div>
            <div class="weave"></div>
        </header>
    }
}

#[derive(Clone)]
struct Item {
    label: String,
    href: String,
    count: u32,
}

fn item(label: &str, href: &str) -> Item {
    Item { label: label.to_owned(), href: href.to_owned(), count: 0 }
}

/// The menu of a visitor: what is public, and what the person's role offers.
fn items(session: Option<&SessionView>) -> Vec<Item> {
    let mut items = Vec::new();
    if let Some(session) = session.filter(|session| session.account.is_some()) {
        items.push(Item { count: session.tasks, ..item(words::MY_TASKS, "/viec-cua-toi") });
        items.push(Item { count: session.notices, ..item(words::NOTICES, "/thong-bao") });
        items.push(item(words::REVIEWS, "/ra-soat"));
        items.push(item(duty::MENU, "/theo-doi"));
        items.push(item(report::MENU, "/bao-cao"));
        if session.may(&Act::SeeQueue) {
            items.push(item(words::APPRAISAL, "/tham-dinh"));
        }
        if session.may(&Act::ManageRegisters) {
            items.push(item(words::NATIONAL, "/quan-tri/csdl-quoc-gia"));
        }
        if session.may(&Act::SeeLeaders) {
            items.push(item(words::LEADERS, "/lanh-dao"));
        } else {
            items.push(item(agency_board::MENU, "/chi-so-don-vi"));
        }
        if session.may(&Act::ImportCatalog) {
            items.push(item(words::IMPORT, "/quan-tri/nhap-danh-muc"));
        }
        if session.may(&Act::ManageReference) {
            items.push(item(words::SYNONYMS, "/quan-tri/tu-dong-nghia"));
        }
    } else {
        items.push(item(words::HOME, "/"));
    }
    items.push(item(words::CATALOG, "/danh-muc"));
    items.push(item(words::EDITIONS, "/ban-hanh"));
    items.push(item(words::AGENCIES, "/co-quan"));
    items.push(item(words::REGULATION, "/quy-che"));
    items
}

fn is_current(href: &str, path: &str) -> bool {
    path == href || (href != "/" && path.starts_with(&format!("{href}/")))
}

#[component]
fn Menu(session: Option<SessionView>) -> impl IntoView {
    let path = use_location().pathname;
    let demo = session.as_ref().is_some_and(|session| session.demo);
    let list = items(session.as_ref());
    let here = {
        let list = list.clone();
        move || {
            let path = path.get();
            let current = list.iter().find(|item| is_current(&item.href, &path));
            current.map_or_else(|| words::SITE_SHORT.to_owned(), |item| item.label.clone())
        }
    };
    let links = move |list: Vec<Item>| {
        list.into_iter()
            .map(|item| {
                let href = item.href.clone();
                let current = move || is_current(&href, &path.get()).then_some("page");
                let count = (item.count > 0).then(|| view! { <span class="count">{item.count}</span> });
                view! { <li><a href=item.href aria-current=current>{item.label} {count}</a></li> }
            })
            .collect_view()
    };
    view! {
        <nav class="nav" aria-label=words::MAIN_NAV>
            <div class="wrap">
                <details class="nav__menu">
                    <summary>
                        <IconView icon=Icon::Menu/>
                        {here}
                        <span class="vh">{words::MENU}</span>
                        <IconView icon=Icon::Down/>
                    </summary>
                    <ul>{links(list.clone())}</ul>
                </details>
                <ul class="nav__all">{links(list)}</ul>
            </div>
        </nav>
        {demo.then(|| view! {
            <aside class="demo not-print" aria-label=words::DEMO_LABEL>
                <div class="wrap"><IconView icon=Icon::Info/><span>{words::DEMO}</span></div>
            </aside>
        })}
    }
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="foot">
            <div class="wrap">
                <div>
                    <h2>{words::SITE_ORG}</h2>
                    <p>{words::FOOT_RESPONSIBLE}</p>
                </div>
                <div>
                    <h2>{words::FOOT_DATA}</h2>
                    <ul class="flat">
                        <li><a href="/danh-muc">{words::FOOT_CATALOG}</a></li>
                        <li><a href="/ban-hanh">{words::FOOT_EDITIONS}</a></li>
                        <li><a href="/thong-ke">{usage::TITLE}</a></li>
                        <li><a href="/tai-lieu-api">{words::FOOT_API}</a></li>
                    </ul>
                </div>
                <div>
                    <h2>{words::FOOT_HELP}</h2>
                    <ul class="flat">
                        <li><a href="/quy-che">{words::REGULATION}</a></li>
                        <li><a href="/van-ban">{words::LEGAL}</a></li>
                        <li><a href="/co-quan">{words::FOOT_AGENCIES}</a></li>
                    </ul>
                </div>
                <small>{words::FOOT_SOURCE}</small>
            </div>
        </footer>
    }
}
