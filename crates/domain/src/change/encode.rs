//! Items and rows of the matrix as text, for points of a change.

use std::fmt;
use std::str::FromStr;

use super::{ChangeError, Place};
use crate::catalog::{DataItem, Matrix, SharingForm};
use crate::id::ClassId;

pub(super) fn parse_form(place: impl fmt::Display, value: &str) -> Result<SharingForm, ChangeError> {
    SharingForm::from_str(value).map_err(|_| ChangeError::BadValue(place.to_string(), value.to_owned()))
}

/// A row of the matrix as text: `ca_nhan=none;to_chuc=default`.
pub fn encode_matrix(matrix: &Matrix) -> String {
    let cells: Vec<String> = matrix.iter().map(|(class, form)| format!("{class}={form}")).collect();
    cells.join(";")
}

/// Reads what [`encode_matrix`] wrote.
///
/// # Errors
/// [`ChangeError::BadValue`] for a cell without a class or with an unknown form.
pub fn decode_matrix(text: &str) -> Result<Matrix, ChangeError> {
    let cells = text.split(';').map(str::trim).filter(|cell| !cell.is_empty());
    cells
        .map(|cell| {
            let (class, form) =
                cell.split_once('=').ok_or_else(|| ChangeError::BadValue("item.matrix".to_owned(), cell.to_owned()))?;
            Ok((ClassId::from(class.trim()), parse_form("item.matrix", form.trim())?))
        })
        .collect()
}

/// An item without its name as text: `fields || matrix || flags`; the last two may be absent.
pub fn encode_item(item: &DataItem) -> String {
    let mut text = item.fields.clone();
    // Once leaves a pair of three.
    while text.contains("||") {
        text = text.replace("||", "| |");
    }
    let flags: Vec<&str> =
        [(item.personal, "personal"), (item.master, "master")].into_iter().filter(|f| f.0).map(|f| f.1).collect();
    if !item.matrix.is_empty() || !flags.is_empty() {
        text.push_str(" || ");
        text.push_str(&encode_matrix(&item.matrix));
    }
    if !flags.is_empty() {
        text.push_str(" || ");
        text.push_str(&flags.join(","));
    }
    text
}

/// Reads what [`encode_item`] wrote.
///
/// # Errors
/// [`ChangeError::BadValue`] as [`decode_matrix`], and for an unknown flag.
pub fn decode_item(name: &str, text: &str) -> Result<DataItem, ChangeError> {
    let mut parts = text.splitn(3, "||").map(str::trim);
    let fields = parts.next().unwrap_or_default().to_owned();
    let matrix = decode_matrix(parts.next().unwrap_or_default())?;
    let mut item = DataItem { name: name.to_owned(), fields, matrix, ..DataItem::default() };
    for flag in parts.next().unwrap_or_default().split(',').map(str::trim) {
        match flag {
            "" => {}
            "personal" => item.personal = true,
            "master" => item.master = true,
            _ => return Err(ChangeError::BadValue(Place::ItemAdd(name.to_owned()).to_string(), flag.to_owned())),
        }
    }
    Ok(item)
}

/// The value that an appraiser's own value makes of a proposed one. For an item that is added, a value that is only a
/// row of the matrix replaces the row and keeps the fields.
pub fn substitute(place: &Place, proposed: &str, value: &str) -> String {
    match place {
        Place::ItemAdd(name) if !value.contains("||") => match (decode_item(name, proposed), decode_matrix(value)) {
            (Ok(item), Ok(matrix)) if !matrix.is_empty() => encode_item(&DataItem { matrix, ..item }),
            _ => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}
