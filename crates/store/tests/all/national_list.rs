//! The list of national databases is brought in again: what the coordinator edited stays, and is told of.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::registers::listed;
use domain::overlap::{KeptField, NationalDb, NationalForm};
use store::{Imported, NationalImported};

async fn stands(bed: &Bed, id: &str) -> NationalDb {
    bed.store.national_list(&coordinator(), id).await.expect("a list").remove(0).db
}

async fn import(bed: &Bed, list: &[NationalDb], dry_run: bool) -> NationalImported {
    bed.store.import_national(&system(), list, dry_run).await.expect("imported")
}

async fn edit(bed: &Bed, id: &str, subject: &str) {
    let form = NationalForm { subject: subject.to_owned(), ..NationalForm::of(&stands(bed, id).await) };
    bed.store.save_national(&coordinator(), &form).await.expect("saved");
}

fn kept(stands: &str, listed: &str) -> Vec<KeptField> {
    let (id, stands, listed) = ("QG-003".to_owned(), stands.to_owned(), listed.to_owned());
    vec![KeptField { row: 2, id, field: "subject", stands, listed }]
}

on_both!(a_new_list_takes_nothing_from_what_was_edited, async |bed| {
    let mut list = listed();
    import(&bed, &list, false).await;
    edit(&bed, "QG-003", "Xuất nhập khẩu").await;
    // The list says something new of the field that was edited, of another of that row, and of another row.
    list[2].subject = "Hải quan".to_owned();
    list[2].key_data_items = "tờ khai; thuế".to_owned();
    list[1].name = "CSDL quốc gia về khám bệnh".to_owned();
    for dry_run in [true, false] {
        let told = import(&bed, &list, dry_run).await;
        assert_eq!(told.done, Imported { added: 0, changed: 2, same: 1 });
        assert_eq!(told.kept, kept("Xuất nhập khẩu", "Hải quan"));
    }
    let db = stands(&bed, "QG-003").await;
    assert_eq!((&*db.subject, &*db.key_data_items), ("Xuất nhập khẩu", "tờ khai; thuế"));
    assert_eq!(stands(&bed, "QG-002").await.name, "CSDL quốc gia về khám bệnh");
    // Said once more, it is told of once more.
    let again = import(&bed, &list, false).await;
    assert_eq!(
        (again.done, again.kept),
        (Imported { added: 0, changed: 0, same: 3 }, kept("Xuất nhập khẩu", "Hải quan"))
    );
    // Written as the list says, it follows the list again.
    edit(&bed, "QG-003", "Hải quan").await;
    list[2].subject = "Thuế".to_owned();
    let told = import(&bed, &list, false).await;
    assert_eq!((told.done, told.kept), (Imported { added: 0, changed: 1, same: 2 }, vec![]));
    assert_eq!(stands(&bed, "QG-003").await.subject, "Thuế");
});

on_both!(what_was_added_by_hand_is_nobody_elses, async |bed| {
    let mut list = listed();
    let own = NationalForm { subject: "Xuất nhập khẩu".to_owned(), ..NationalForm::of(&list[2]) };
    bed.store.save_national(&coordinator(), &own).await.expect("added");
    let told = import(&bed, &list, false).await;
    assert_eq!((told.done, told.kept), (Imported { added: 2, changed: 0, same: 1 }, kept("Xuất nhập khẩu", "")));
    // A list that says what stands is remembered, though it changes nothing: the next one is followed.
    list[2].subject = "Xuất nhập khẩu".to_owned();
    assert_eq!(import(&bed, &list, false).await.kept, vec![]);
    list[2].subject = "Hải quan".to_owned();
    assert_eq!(import(&bed, &list, false).await.kept, vec![]);
    assert_eq!(stands(&bed, "QG-003").await.subject, "Hải quan");
});
