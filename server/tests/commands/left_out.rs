//! Rows of an annex that fail and are left out.

use crate::common::program::Program;
use crate::{DECISION, import, site};

/// Of two rows one fails: what is told is what the edition has, and the other row with its reason.
#[tokio::test]
async fn rows_that_are_left_out_are_told_and_not_counted() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    let told = |rest: &[&str]| -> serde_json::Value {
        let output = csdl.run(&import("sai.xlsx", &[&DECISION[..], &["--skip-failing", "--json"], rest].concat()));
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice(&output.stdout).expect("JSON alone")
    };
    let names = |list: &serde_json::Value| -> Vec<String> {
        let rows = list.as_array().expect("a list").iter();
        rows.map(|row| row["name"].as_str().expect("a name").to_owned()).collect()
    };
    let look = csdl.expect(0, &import("sai.xlsx", &[&DECISION[..], &["--skip-failing", "--dry-run"]].concat()));
    assert!(look.contains("Đọc được 2 cơ sở dữ liệu") && look.contains("sẽ bỏ qua 1 dòng lỗi"), "{look}");
    for (rest, written) in [(&["--dry-run"][..], false), (&[], true)] {
        let told = told(rest);
        assert_eq!(told["written"], written);
        assert_eq!(names(&told["entries"]), ["CSDL bệnh viện"], "{told}");
        assert_eq!(names(&told["skipped"]), ["CSDL tôn giáo"], "{told}");
        let row = &told["skipped"][0];
        assert_eq!((&row["row"], &row["reasons"][0]["code"]), (&4.into(), &"agency_unknown".into()));
        assert!(row["reasons"][0]["message"].as_str().is_some_and(|text| text.contains("Sở Không Có")), "{row}");
    }
    // Nothing is written again, and nothing left out.
    let again = told(&[]);
    assert_eq!((&again["already"], names(&again["skipped"]).len()), (&true.into(), 0));
    let said = csdl.expect(0, &import("sai.xlsx", &[&DECISION[..], &["--skip-failing"]].concat()));
    assert!(said.contains("Không thay đổi") && !said.contains("Bỏ qua"), "{said}");
}
