//! A new list of national databases over what the coordinator edited: what was edited stays, and is told of.

use super::NationalDb;

/// A field that a list did not change, for somebody had edited it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptField {
    /// The row of the list, from 0 on.
    pub row: usize,
    pub id: String,
    /// As the list's columns and the form's fields are called.
    pub field: &'static str,
    /// What stands, and what the list says.
    pub stands: String,
    pub listed: String,
}

/// What a row of a list makes of the database that stands. `last` is what the list before said of it: a field that still
/// says so takes the new value; one that says something else was edited, and stays. Where no list before is known, whatever
/// is not as the list says counts as edited. Whether the database is used is the coordinator's alone.
pub fn brought_in(
    row: usize,
    stands: &NationalDb,
    last: Option<&NationalDb>,
    listed: &NationalDb,
) -> (NationalDb, Vec<KeptField>) {
    let (mut db, mut kept, id) = (stands.clone(), Vec::new(), &listed.id);
    for (field, stands, last, listed) in [
        ("name", &mut db.name, last.map(|last| &last.name), &listed.name),
        ("owner_ministry", &mut db.owner_ministry, last.map(|last| &last.owner_ministry), &listed.owner_ministry),
        ("subject", &mut db.subject, last.map(|last| &last.subject), &listed.subject),
        ("key_data_items", &mut db.key_data_items, last.map(|last| &last.key_data_items), &listed.key_data_items),
        ("legal_basis", &mut db.legal_basis, last.map(|last| &last.legal_basis), &listed.legal_basis),
    ] {
        if last == Some(&*stands) {
            stands.clone_from(listed);
        } else if *stands != *listed {
            let (id, stands, listed) = (id.clone(), stands.clone(), listed.clone());
            kept.push(KeptField { row, id, field, stands, listed });
        }
    }
    (db, kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn db(name: &str, subject: &str) -> NationalDb {
        NationalDb {
            id: "QG-001".to_owned(),
            name: name.to_owned(),
            subject: subject.to_owned(),
            version: 3,
            ..NationalDb::default()
        }
    }

    #[test]
    fn what_was_edited_stays() {
        // What the list before said of the subject, what stands, what the list says now; what comes of it, and whether it
        // is told of.
        for (last, stands, listed, comes, told) in [
            (Some("Dân cư"), "Dân cư", "Dân cư", "Dân cư", false),
            (Some("Dân cư"), "Dân cư", "Dân số", "Dân số", false),
            (Some("Dân cư"), "Cư trú", "Dân số", "Cư trú", true),
            (Some("Dân cư"), "Cư trú", "Dân cư", "Cư trú", true),
            (Some("Dân cư"), "", "Dân số", "", true),
            // Edited to what the list says by now.
            (Some("Dân cư"), "Dân số", "Dân số", "Dân số", false),
            (None, "Dân cư", "Dân cư", "Dân cư", false),
            (None, "Cư trú", "Dân cư", "Cư trú", true),
        ] {
            let last = last.map(|subject| db("Cũ", subject));
            let (new, kept) = brought_in(4, &db("Cũ", stands), last.as_ref(), &db("Cũ", listed));
            assert_eq!(
                (new.subject.as_str(), new.version, new.active),
                (comes, 3, false),
                "{last:?} {stands} {listed}"
            );
            let expected = KeptField {
                row: 4,
                id: "QG-001".to_owned(),
                field: "subject",
                stands: stands.to_owned(),
                listed: listed.to_owned(),
            };
            assert_eq!(kept, if told { vec![expected] } else { Vec::new() }, "{last:?} {stands} {listed}");
        }
        // One field that was edited keeps no other from taking what is new.
        let (new, kept) = brought_in(0, &db("Cũ", "Cư trú"), Some(&db("Cũ", "Dân cư")), &db("Mới", "Dân số"));
        assert_eq!((new.name.as_str(), new.subject.as_str(), kept.len()), ("Mới", "Cư trú", 1));
    }
}
