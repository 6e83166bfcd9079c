//! How a command ends when it does not end well: 1 for refused input, 2 for wrong usage or configuration.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::Path;

use app::text::error::field_message;
use serde_json::{Value, json};

use crate::output::{complain, say};

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

    /// A file that is not read.
    pub fn unread(path: &Path, error: &io::Error) -> Self {
        Self::usage(format!("Không đọc được {}: {}", path.display(), reason(error)))
    }

    /// A file that is not written.
    pub fn unwritten(path: &Path, error: &io::Error) -> Self {
        Self::usage(format!("Không ghi được {}: {}", path.display(), reason(error)))
    }

    /// The same after it was told to who asked for JSON.
    #[must_use]
    pub fn told(self) -> Self {
        Self { told: true, ..self }
    }

    /// Tells it: a line each, and as JSON where that was asked for and not told already.
    pub fn tell(&self, as_json: bool) {
        if as_json && !self.told {
            say!("{}", self.json());
        }
        for line in &self.lines {
            complain!("{line}");
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
        if let store::Error::Invalid(remarks) = &error {
            return Self::refused(remarks.iter().map(|remark| format!("{}: {}", remark.field, field_message(remark))));
        }
        let code = match error {
            store::Error::Database(_) | store::Error::Files(_) | store::Error::Corrupt(_) => 2,
            _ => 1,
        };
        Self { code, lines: vec![error.to_string()], told: false }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::usage(format!("Lỗi khi đọc, ghi: {}", reason(&error)))
    }
}

/// Why the system does not give or take a file; in its own words only what is not foreseen.
fn reason(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "không có tệp hoặc thư mục này",
        ErrorKind::PermissionDenied => "không có quyền",
        ErrorKind::IsADirectory => "đây là thư mục",
        ErrorKind::NotADirectory => "đường dẫn đi qua một tệp không phải thư mục",
        ErrorKind::StorageFull => "ổ đĩa hết chỗ",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        _ => return format!("hệ thống báo “{error}”"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_of_a_file_is_told_in_words() {
        let folder = std::env::temp_dir();
        let missing = folder.join("csdl-khong-co-tep-nay");
        for (path, words) in
            [(missing.as_path(), "không có tệp hoặc thư mục này"), (folder.as_path(), "đây là thư mục")]
        {
            let error = std::fs::read(path).expect_err("no file");
            let told = Failure::unread(path, &error);
            assert_eq!(told.lines, [format!("Không đọc được {}: {words}", path.display())]);
            assert_eq!(told.code, 2);
        }
        let other = io::Error::from_raw_os_error(71);
        assert_eq!(reason(&other), format!("hệ thống báo “{other}”"));
    }
}
