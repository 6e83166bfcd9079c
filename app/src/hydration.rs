//! How the program starts in the browser: once the page is loaded and painted. Until then it is not even asked for: on a
//! slow network every byte of it would delay what there is to read, and the page works without.

use std::path::Path;
use std::sync::OnceLock;

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// The script that starts the program. When it has, `html` has the attribute `data-ready`.
#[component]
pub fn Hydration(options: LeptosOptions) -> impl IntoView {
    static FILES: OnceLock<[String; 2]> = OnceLock::new();
    let [script, program] = FILES.get_or_init(|| files(&options));
    let script = format!("{}({script:?}, {program:?})", include_str!("hydration.js").trim_end());
    view! { <script type="module" nonce=use_nonce()>{script}</script> }
}

/// The addresses of the script and the program. The build leaves their names' hashes in a file beside the server.
fn files(options: &LeptosOptions) -> [String; 2] {
    let beside = std::env::current_exe().unwrap_or_default().with_file_name(options.hash_file.as_ref());
    let hashes = options.hash_files.then(|| std::fs::read_to_string(Path::new(&beside)).unwrap_or_default());
    let hashes = hashes.unwrap_or_default();
    ["js", "wasm"].map(|kind| {
        let hash = hashes.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix(':'));
        let hash = hash.map(|hash| format!(".{}", hash.trim())).unwrap_or_default();
        format!("/{}/{}{hash}.{kind}", options.site_pkg_dir, options.output_name)
    })
}
