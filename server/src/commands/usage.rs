//! What is wrong with the arguments of a command, in words.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// The help of a command, or its version.
pub fn help(error: &Error) -> String {
    in_words(error.to_string().trim())
}

/// What is wrong, then how the command is used.
pub fn words(error: &Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return format!("Thiếu lệnh.\n\n{}", help(error));
    }
    let usage = of(error, ContextKind::Usage).join("\n");
    let usage = in_words(&usage);
    let what = in_words(&what(error));
    if usage.is_empty() { format!("{what} Xem cách dùng: csdl --help.") } else { format!("{what} {}", usage.trim()) }
}

fn what(error: &Error) -> String {
    let told = |kind| of(error, kind).join(", ");
    let (argument, value) = (told(ContextKind::InvalidArg), told(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("Thiếu {argument}."),
        ErrorKind::UnknownArgument => {
            format!("Không có tham số “{argument}”.{}", meant(&told(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => {
            let command = told(ContextKind::InvalidSubcommand);
            format!("Không có lệnh “{command}”.{}", meant(&told(ContextKind::SuggestedSubcommand)))
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let known = told(ContextKind::ValidSubcommand);
            if known.is_empty() {
                "Thiếu lệnh.".to_owned()
            } else {
                format!("Thiếu lệnh; dùng một trong: {known}.")
            }
        }
        ErrorKind::InvalidValue | ErrorKind::NoEquals if value.is_empty() => format!("Thiếu giá trị của {argument}."),
        ErrorKind::InvalidValue => {
            format!("Giá trị “{value}” của {argument} không dùng được; dùng: {}.", told(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => format!("Giá trị “{value}” của {argument} không đúng{}.", allowed(error)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("Số giá trị của {argument} không đúng.")
        }
        ErrorKind::ArgumentConflict => match told(ContextKind::PriorArg) {
            prior if prior == argument => format!("Tham số {argument} chỉ ghi một lần."),
            prior => format!("Không dùng {argument} cùng {prior}."),
        },
        ErrorKind::InvalidUtf8 => "Tham số không phải chữ UTF-8.".to_owned(),
        _ => "Tham số của lệnh không đúng.".to_owned(),
    }
}

/// What the error tells of a kind.
fn of(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(all)) => all.clone(),
        Some(ContextValue::StyledStr(one)) => vec![one.to_string()],
        Some(ContextValue::Number(number)) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

fn meant(suggested: &str) -> String {
    if suggested.is_empty() { String::new() } else { format!(" Có phải là {suggested}?") }
}

/// What a value may be, as far as the reason tells: «20240 is not in 2000..=2100».
fn allowed(error: &Error) -> String {
    let reason = error.source().map(ToString::to_string).unwrap_or_default();
    let bounds = reason.split_once(" is not in ").and_then(|(_, bounds)| bounds.split_once("..="));
    match bounds {
        Some((least, most)) => format!("; phải từ {least} đến {most}"),
        None if reason.contains("digit") => "; phải là một số".to_owned(),
        None => String::new(),
    }
}

/// The words that the parser puts into what it says of a command.
fn in_words(text: &str) -> String {
    let words = [
        ("Usage:", "Cách dùng:"),
        ("[OPTIONS]", "[TÙY CHỌN]"),
        ("<COMMAND>", "<LỆNH>"),
        ("[COMMAND]", "[LỆNH]"),
        ("<FILE>", "<TỆP>"),
        ("Commands:", "Các lệnh:"),
        ("Arguments:", "Tham số:"),
        ("Options:", "Tùy chọn:"),
        ("Print this message or the help of the given subcommand(s)", "In hướng dẫn của lệnh"),
        ("Print help (see more with '--help')", "In hướng dẫn (đủ hơn: --help)"),
        ("Print help (see a summary with '-h')", "In hướng dẫn (gọn hơn: -h)"),
        ("Print help", "In hướng dẫn"),
        ("Print version", "In phiên bản"),
        ("[default: ", "[mặc định: "),
        ("[possible values: ", "[một trong: "),
    ];
    words.into_iter().fold(text.to_owned(), |text, (word, ours)| text.replace(word, ours))
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::commands::Cli;

    #[test]
    fn what_is_wrong_with_arguments_is_told_in_words() {
        for (arguments, told) in [
            (&["import", "catalog"] as &[&str], "Thiếu <TỆP>."),
            (&["import", "catalog", "a.xlsx", "--khong-co"], "Không có tham số “--khong-co”."),
            (&["import", "catalog", "a.xlsx", "--dry-rn"], "Không có tham số “--dry-rn”. Có phải là --dry-run?"),
            (&["nhap"], "Không có lệnh “nhap”."),
            (&["import"], "Thiếu lệnh"),
            (&[], "Thiếu lệnh"),
            (&["import", "catalog", "a.xlsx", "--mapping"], "Thiếu giá trị của --mapping <MAPPING>."),
            (
                &["import", "catalog", "a.xlsx", "--year", "20240"],
                "Giá trị “20240” của --year <YEAR> không đúng; phải từ 2000 đến 2100.",
            ),
            (
                &["import", "catalog", "a.xlsx", "--year", "nay"],
                "Giá trị “nay” của --year <YEAR> không đúng; phải là một số.",
            ),
            (&["import", "catalog", "a.xlsx", "--withdraw", "DC-001"], "Thiếu --amends <AMENDS>."),
            (
                &["import", "catalog", "a.xlsx", "--year", "2024", "--year", "2025"],
                "Tham số --year <YEAR> chỉ ghi một lần.",
            ),
            (&["edition", "verify", "1", "--all"], "Không dùng "),
        ] {
            let error = Cli::try_parse_from([&["csdl"][..], arguments].concat()).err().expect("wrong usage");
            let said = words(&error);
            assert!(said.starts_with(told) && said.contains("ách dùng: "), "{arguments:?}: {said}");
            for english in ["error:", "Usage", "required", "unexpected", "invalid", "For more"] {
                assert!(!said.contains(english), "{arguments:?}: {said}");
            }
        }
    }

    #[test]
    fn help_is_in_words_too() {
        for arguments in [&["csdl", "--help"] as &[&str], &["csdl", "import", "catalog", "-h"], &["csdl", "help"]] {
            let told = Cli::try_parse_from(arguments).err().expect("help");
            let said = help(&told);
            assert!(!told.use_stderr() && said.contains("Cách dùng: csdl"), "{said}");
            for english in ["Usage", "Print", "Options", "Commands", "Arguments", "default"] {
                assert!(!said.contains(english), "{english}: {said}");
            }
        }
    }
}
