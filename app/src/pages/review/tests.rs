//! Where one goes after a save.

use domain::id::AnswerId;
use domain::review::Saved;
use time::OffsetDateTime;

use super::*;

#[test]
fn where_one_goes_after_a_save() {
    let saved = Saved { id: AnswerId(12), version: 5, at: OffsetDateTime::UNIX_EPOCH, errors: Vec::new() };
    let kept = Kept::Saved(saved);
    for (target, next, expected) in [
        ("de-xuat-moi-7f3A", "", None),
        ("de-xuat-moi-7f3A", "stay", Some("/de-xuat-12")),
        ("de-xuat-moi-7f3A", "add", Some("/de-xuat-12?them=5&buoc=4#hang-muc-moi")),
        ("de-xuat-12", "stay", None),
        ("de-xuat-12", "add", Some("/de-xuat-12?them=5&buoc=4#hang-muc-moi")),
        ("DC-039", "add", Some("/DC-039?them=5&buoc=5#hang-muc-moi")),
        ("DC-039", "done", Some("#DC-039")),
        ("DC-039", "buoc-3", Some("/DC-039?kieu=modify&buoc=3#buoc-3")),
    ] {
        let year: CampaignKey = "2026".parse().expect("a year");
        let target: AnswerTarget = target.parse().expect("a target");
        let led = after_save(year, &AgencyId::from("so-yt"), &target, &kept, next);
        assert_eq!(led, expected.map(|rest| format!("/ra-soat/2026/so-yt{rest}")), "{target} {next}");
    }
}
