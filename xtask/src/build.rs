//! Building the server and the site, and knowing when there is nothing to build.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;

use crate::sh::{Failure, Outcome, Steps, command, output, root, run, target};
use crate::style;

/// The server's program.
pub fn binary() -> PathBuf {
    target().join("release/csdl")
}

fn stamp() -> PathBuf {
    root().join("target/site/.sources")
}

/// A fingerprint of every source file: names, sizes, times.
fn sources() -> u64 {
    let mut hasher = DefaultHasher::new();
    let listed = output(command("git").args(["ls-files", "--cached", "--others", "--exclude-standard"]));
    for file in
        listed.unwrap_or_default().lines().filter(|file| !file.starts_with("docs/") && !file.starts_with("end2end/"))
    {
        file.hash(&mut hasher);
        if let Ok(about) = root().join(file).metadata() {
            about.len().hash(&mut hasher);
            about.modified().ok().hash(&mut hasher);
        }
    }
    binary().metadata().ok().and_then(|about| about.modified().ok()).hash(&mut hasher);
    hasher.finish()
}

/// Whether what is built is what the sources say.
pub fn is_fresh() -> bool {
    binary().exists() && std::fs::read_to_string(stamp()).is_ok_and(|old| old == sources().to_string())
}

/// Builds the server and the site for release, split by page, compressed.
pub fn site(steps: &mut Steps) -> Outcome {
    if is_fresh() {
        steps.next("máy chủ và giao diện: không có gì thay đổi");
        return Ok(());
    }
    steps.next("dựng máy chủ và giao diện");
    let failed = |error: std::io::Error| Failure(error.to_string(), 1);
    style::bundle(&root()).map_err(failed)?;
    // Without --split a page with lazy routes is dead in the browser.
    run(command("cargo").args(["leptos", "build", "--release", "--split", "--precompress"]).env_remove("RUSTFLAGS"))?;
    std::fs::write(stamp(), sources().to_string()).map_err(failed)
}
