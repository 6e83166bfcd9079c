//! What must hold before a change lands: format, lints for both targets apart, documentation, repository rules.

use crate::sh::{Outcome, Steps, command, run};
use crate::{setup, tidy};

/// Packages of the server's side; `frontend` is linted for the browser, apart.
const NATIVE: [&str; 9] = ["app", "server", "domain", "search", "store", "migration", "documents", "xtask", "bench"];

/// Runs every check.
pub fn run_all() -> Outcome {
    let mut steps = Steps::new(8);
    setup::for_build(&mut steps)?;
    steps.next("định dạng");
    run(command("cargo").args(["fmt", "--all", "--check"]))?;
    steps.next("tidy");
    tidy::run()?;
    steps.next("clippy cho máy chủ");
    let packages = || NATIVE.iter().flat_map(|name| ["-p", name]);
    let clippy = ["clippy", "--locked", "--all-targets"];
    run(command("cargo").args(clippy).args(packages()).args(["--features", "app/ssr", "--", "-D", "warnings"]))?;
    steps.next("clippy cho trình duyệt");
    let browser =
        ["clippy", "--locked", "-p", "frontend", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    run(command("cargo").args(browser))?;
    steps.next("tài liệu");
    let mut docs = command("cargo");
    docs.args(["doc", "--locked", "--no-deps"]).args(packages()).args(["--features", "app/ssr"]);
    run(docs.env("RUSTDOCFLAGS", "-D warnings"))?;
    steps.done();
    Ok(())
}
