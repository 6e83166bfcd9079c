//! How a command ends when it does not end well: 1 for refused input, 2 for wrong usage or configuration.

use std::fmt;

use serde_json::{Value, json};

/// A failure with the lines to print and the exit code.
#[derive(Debug)]
pub struct Failure {
    pub code: u8,
    pub lines: Vec<String>,
    /// To a program, which asked for JSON, it was told already.
    pub told: bool,
}

impl Failure {
    /// Input that was refused, a line each.
    pub fn refused(lines: impl IntoIterator<Item = String>) -> Self {
        Self { code: 1, lines: lines.into_iter().collect(), told: false }
    }

    /// Wrong usage, configuration, or surroundings.
    pub fn usage(line: impl fmt::Display) -> Self {
        Self { code: 2, lines: vec![line.to_string()], told: false }
    }

    /// The same after it was told to who asked for JSON.
    #[must_use]
    pub fn told(self) -> Self {
        Self { told: true, ..self }
    }

    /// Tells it: a line each, and as JSON where that was asked for and not told already.
    pub fn tell(&self, as_json: bool) {
        if as_json && !self.told {
            println!("{}", self.json());
        }
        for line in &self.lines {
            eprintln!("{line}");
        }
    }

    /// In the shape in which an import tells what it refuses.
    pub fn json(&self) -> Value {
        let code = if self.code == 1 { "refused" } else { "usage" };
        let error =
            |line: &String| json!({ "sheet": "", "row": 0, "column": 0, "field": "", "code": code, "message": line });
        let errors: Vec<Value> = self.lines.iter().map(error).collect();
        json!({ "entries": [], "warnings": [], "errors": errors, "written": false })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines.join("\n"))
    }
}

impl std::error::Error for Failure {}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let code = match error {
            store::Error::Database(_) | store::Error::Files(_) | store::Error::Corrupt(_) => 2,
            _ => 1,
        };
        Self { code, lines: vec![error.to_string()], told: false }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::usage(error)
    }
}
