//! How the program starts in the browser: once the page is loaded and painted. Until then it is not even asked for: on a
//! slow network every byte of it would delay what there is to read, and the page works without. What is typed before stays.

use std::sync::OnceLock;

use leptos::nonce::use_nonce;
use leptos::prelude::*;

use crate::site_files::{address, hashes_file};

/// The script that starts the program. When it has, `html` has the attribute `data-ready`.
#[component]
pub fn Hydration(options: LeptosOptions) -> impl IntoView {
    static FILES: OnceLock<[String; 2]> = OnceLock::new();
    let [script, program] = FILES.get_or_init(|| files(&options));
    let script = format!("{}({script:?}, {program:?})", include_str!("hydration.js").trim_end());
    view! { <script nonce=use_nonce()>{script}</script> }
}

/// The addresses of the script and the program.
fn files(options: &LeptosOptions) -> [String; 2] {
    let hashes = options.hash_files.then(|| std::fs::read_to_string(hashes_file(options)).unwrap_or_default());
    ["js", "wasm"].map(|kind| address(options, hashes.as_deref().unwrap_or_default(), kind))
}
