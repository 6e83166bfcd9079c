//! The states of the documentation are those of the rules. `cargo xtask states` writes the file.

/// Set by `cargo xtask states`: the file is written instead of compared.
const WRITE: &str = "CSDL_WRITE_STATES";

#[test]
fn the_documentation_shows_the_states_that_the_rules_have() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/trang-thai.md");
    let text = app::text::states::document();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&file, &text).expect("the file is written");
    }
    let there = std::fs::read_to_string(&file).expect("the file");
    assert!(there == text, "docs/trang-thai.md is stale: run `cargo xtask states`");
}
