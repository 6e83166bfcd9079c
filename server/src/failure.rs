//! How a command ends when it does not end well: 1 for refused input, 2 for wrong usage or configuration.

use std::fmt;

/// A failure with the lines to print and the exit code.
#[derive(Debug)]
pub struct Failure {
    pub code: u8,
    pub lines: Vec<String>,
}

impl Failure {
    /// Input that was refused, a line each.
    pub fn refused(lines: impl IntoIterator<Item = String>) -> Self {
        Self { code: 1, lines: lines.into_iter().collect() }
    }

    /// Wrong usage, configuration, or surroundings.
    pub fn usage(line: impl fmt::Display) -> Self {
        Self { code: 2, lines: vec![line.to_string()] }
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
        Self { code, lines: vec![error.to_string()] }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::usage(error)
    }
}
