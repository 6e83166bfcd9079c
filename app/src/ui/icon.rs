//! Icons as inline SVG, decoration only: the word stands beside.

use leptos::prelude::*;

/// The icons of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Search,
    Person,
    Menu,
    Down,
    Info,
    Warning,
    Bad,
    Ok,
    Empty,
    Half,
    Open,
    Default,
    Specific,
    None,
    Download,
    Print,
    Next,
    Back,
    Pencil,
    Plus,
    Check,
    Clock,
    Star,
    Close,
    History,
    Table,
}

/// Whether the shape is filled.
fn filled(icon: Icon) -> bool {
    matches!(icon, Icon::Warning | Icon::Bad | Icon::Ok | Icon::Open | Icon::Default | Icon::Specific | Icon::None)
}

fn path(icon: Icon) -> &'static str {
    match icon {
        Icon::Search => "M9 3.500a5.500 5.500 0 1 1 0 11a5.500 5.500 0 0 1 0-11zm4.200 9.700 4 4",
        Icon::Person => {
            "M10 3.800a3.200 3.200 0 1 1 0 6.400a3.200 3.200 0 0 1 0-6.400zM3.800 17c.8-3.300 3.200-5 6.200-5s5.400 1.700 6.200 5"
        }
        Icon::Menu => "M3 5.500h14M3 10h14M3 14.500h14",
        Icon::Down => "m5 7.500 5 5 5-5",
        Icon::Info => "M10 2.800a7.200 7.200 0 1 1 0 14.400a7.200 7.200 0 0 1 0-14.400zM10 9.200v4.300M10 6.300v.1",
        Icon::Warning => "M10 1.500 19 18H1z",
        Icon::Bad => "M2 2h16v16H2z",
        Icon::Ok => {
            "M10 1.500a8.500 8.500 0 1 1 0 17a8.500 8.500 0 0 1 0-17zM5 10.300l3.800 3.800L15 7.500l-1.200-1.100-5 5.300-2.600-2.600z"
        }
        Icon::Empty => "M10 3.500a6.500 6.500 0 1 1 0 13a6.500 6.500 0 0 1 0-13z",
        Icon::Half => {
            "M10 3.500a6.500 6.500 0 1 1 0 13a6.500 6.500 0 0 1 0-13zM10 3.500v13M11.500 5v10M13 6v8M14.500 7.500v5"
        }
        Icon::Open => "M10 2a8 8 0 1 1 0 16a8 8 0 0 1 0-16z",
        Icon::Default => {
            "M10 2a8 8 0 0 0 0 16zM11.500 2.200v1.600a6.500 6.500 0 0 1 0 12.400v1.600a8 8 0 0 0 0-15.600z"
        }
        Icon::Specific => "m10 1.500 8.500 8.500-8.500 8.500L1.500 10z",
        Icon::None => "M3 8.800h14v2.400H3z",
        Icon::Download => "M10 3v9.500M6 9l4 4 4-4M4 16.500h12",
        Icon::Print => "M6 8V3h8v5M6 14H3.500V8h13v6H14M6 11.500h8V17H6z",
        Icon::Next => "M4 10h11.500M11 5.500l4.500 4.500-4.500 4.500",
        Icon::Back => "M16 10H4.500M9 5.500 4.500 10 9 14.500",
        Icon::Pencil => "M12.500 4.500 15.500 7.500 7.500 15.500l-3.700.7.700-3.700z",
        Icon::Plus => "M10 4v12M4 10h12",
        Icon::Check => "m4 10.500 4 4 8-9",
        Icon::Clock => "M10 2.800a7.200 7.200 0 1 1 0 14.400a7.200 7.200 0 0 1 0-14.400zM10 5.800V10l2.800 2",
        Icon::Star => "m10 3 2 4.700 5 .4-3.800 3.300 1.200 5L10 13.700l-4.400 2.700 1.200-5L3 8.100l5-.4z",
        Icon::Close => "m5 5 10 10M15 5 5 15",
        Icon::History => "M4 10a6 6 0 1 1 2 4.500M4 6v4h4M10 7v3.500l2.500 1.500",
        Icon::Table => "M7 5.500h10M7 10h10M7 14.500h10M3.500 5.500h.1M3.500 10h.1M3.500 14.500h.1",
    }
}

/// One icon.
#[component]
pub fn IconView(icon: Icon) -> impl IntoView {
    let class = if filled(icon) { "icon icon--fill" } else { "icon" };
    view! {
        <svg class=class viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=path(icon) fill-rule="evenodd"/>
        </svg>
    }
}
