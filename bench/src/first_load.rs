//! What a browser loads for its first page: asked of a browser, not of the folder that holds the files.

use std::path::Path;

use serde::Deserialize;
use tokio::process::Command;

use crate::Outcome;

const PATHS: [&str; 5] = ["/", "/danh-muc", "/danh-muc/DC-016", "/ban-hanh/2", "/quy-che"];

/// A file as it came over the wire.
#[derive(Deserialize)]
pub struct File {
    /// `js`, `wasm` or `css`.
    pub kind: String,
    pub bytes: u64,
}

/// The files of one page.
#[derive(Deserialize)]
pub struct FirstLoad {
    pub path: String,
    pub files: Vec<File>,
}

impl FirstLoad {
    /// The compressed bytes of a kind.
    pub fn bytes(&self, kind: &str) -> u64 {
        self.files.iter().filter(|file| file.kind == kind).map(|file| file.bytes).sum()
    }
}

/// Opens each page in a browser that has kept nothing.
pub async fn measure(root: &Path, url: &str) -> Outcome<Vec<FirstLoad>> {
    let script = root.join("end2end/first-load.mjs");
    let output = Command::new("node").arg(script).arg(url).args(PATHS).output().await?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
