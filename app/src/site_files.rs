//! The files that pages load. The build gives each a name with a hash, and leaves the hashes in a file beside the program.

use std::path::PathBuf;

use leptos::config::LeptosOptions;

/// The file in which the hashes are.
pub fn hashes_file(options: &LeptosOptions) -> PathBuf {
    std::env::current_exe().unwrap_or_default().with_file_name(options.hash_file.as_ref())
}

/// The address of the file of a kind (`js`, `wasm`, `css`), with its hash if there is one among `hashes`.
pub fn address(options: &LeptosOptions, hashes: &str, kind: &str) -> String {
    let hash = hashes.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix(':'));
    let hash = hash.map(|hash| format!(".{}", hash.trim())).unwrap_or_default();
    format!("/{}/{}{hash}.{kind}", options.site_pkg_dir, options.output_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_with_and_without_hashes() {
        let options = LeptosOptions::builder().output_name("csdl").build();
        let hashes = "js: abc\nwasm: def\n";
        for (kind, expected) in [("js", "/pkg/csdl.abc.js"), ("wasm", "/pkg/csdl.def.wasm"), ("css", "/pkg/csdl.css")] {
            assert_eq!(address(&options, hashes, kind), expected);
        }
    }
}
