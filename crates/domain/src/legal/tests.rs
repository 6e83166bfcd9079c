use time::macros::date;

use super::*;
use crate::catalog::Named;

fn document(
    id: &str,
    number: &str,
    kind: &str,
    title: &str,
    from: Date,
    to: Option<Date>,
    by: Option<&str>,
) -> LegalDocument {
    LegalDocument {
        id: id.to_owned(),
        number: number.to_owned(),
        kind: kind.to_owned(),
        title: title.to_owned(),
        issuer: String::new(),
        date_issued: Some(from),
        effective_from: Some(from),
        effective_to: to,
        replaced_by: by.map(str::to_owned),
        version: 1,
    }
}

fn register() -> Vec<LegalDocument> {
    vec![
        document(
            "nd-47",
            "47/2020/NĐ-CP",
            "NĐ",
            "Kết nối",
            date!(2020 - 05 - 25),
            Some(date!(2025 - 10 - 21)),
            Some("nd-278"),
        ),
        document("nd-278", "278/2025/NĐ-CP", "NĐ", "Kết nối bắt buộc", date!(2025 - 10 - 22), None, None),
        document("nd-30", "30/2020/NĐ-CP", "NĐ", "Công tác văn thư", date!(2020 - 03 - 05), None, None),
        document("qd-142", "142/QĐ-TTg", "QĐ", "Chiến lược dữ liệu", date!(2024 - 02 - 02), None, None),
        document("qd-2239", "02239/QĐ-UBND", "QĐ", "Chuyển đổi số", date!(2025 - 12 - 04), None, None),
        document(
            "l-2005",
            "51/2005/QH11",
            "Luật",
            "Luật Giao dịch điện tử",
            date!(2006 - 03 - 01),
            Some(date!(2024 - 06 - 30)),
            Some("l-2023"),
        ),
        document("l-2023", "20/2023/QH15", "Luật", "Luật Giao dịch điện tử", date!(2024 - 07 - 01), None, None),
        document("l-cds", "148/2025/QH15", "Luật", "Luật Chuyển đổi số", date!(2026 - 07 - 01), None, None),
        document("pl-ds", "06/2003/PL-UBTVQH11", "PL", "Pháp lệnh Dân số", date!(2003 - 05 - 01), None, None),
    ]
}

/// What a basis cites, in short: the text and a sign for the state.
fn told(basis: &str, day: Date) -> String {
    let one = |cited: Cited| match cited.state {
        LegalState::Unknown => format!("{} ?", cited.text),
        LegalState::InForce => format!("{} +", cited.text),
        LegalState::NotYet(from) => format!("{} >{from}", cited.text),
        LegalState::Ended { from, by } => format!("{} -{from} {}", cited.text, by.unwrap_or_default()),
    };
    cited(basis, &register(), day).into_iter().map(one).collect::<Vec<_>>().join(" | ")
}

#[test]
fn what_a_basis_cites() {
    let day = date!(2026 - 01 - 15);
    for (basis, expected) in [
        ("Nghị định số 30/2020/NĐ-CP", "30/2020/NĐ-CP +"),
        ("nghị định 30/2020/ND-CP", "30/2020/ND-CP +"),
        ("Nghị định số 30 / 2020 / NĐ - CP", "30/2020/NĐ-CP +"),
        ("Nghị định số 30/2020/NĐ–CP", "30/2020/NĐ-CP +"),
        ("Nghị định 47/2020/NĐ-CP", "47/2020/NĐ-CP -2025-10-22 278/2025/NĐ-CP"),
        (
            "Nghị định số 47/2020/NĐ-CP; Nghị định số 278/2025/NĐ-CP",
            "47/2020/NĐ-CP -2025-10-22 278/2025/NĐ-CP | 278/2025/NĐ-CP +",
        ),
        // Two in one piece, an amendment in brackets; the same twice is one.
        ("Nghị định số 20/2008/NĐ-CP (sửa đổi tại Nghị định số 30/2020/NĐ-CP)", "20/2008/NĐ-CP ? | 30/2020/NĐ-CP +"),
        ("30/2020/NĐ-CP; Nghị định số 30/2020/NĐ-CP", "30/2020/NĐ-CP +"),
        // A number without a year: the date tells which.
        ("Quyết định số 142/QĐ-TTg", "142/QĐ-TTg +"),
        ("Quyết định số 142/QĐ-TTg ngày 02/02/2024", "142/QĐ-TTg +"),
        ("Quyết định số 142/QĐ-TTg ngày 02/3/2011", "142/QĐ-TTg ?"),
        ("Quyết định số 2239/QĐ-UBND", "2239/QĐ-UBND +"),
        // Laws by title and year.
        ("Luật Giao dịch điện tử năm 2005", "Luật Giao dịch điện tử năm 2005 -2024-07-01 20/2023/QH15"),
        ("Luật Giao dịch điện tử 2023", "Luật Giao dịch điện tử 2023 +"),
        ("Luật Giao dịch điện tử", "Luật Giao dịch điện tử +"),
        ("LUẬT GIAO DỊCH ĐIỆN TỬ NĂM 2023", "LUẬT GIAO DỊCH ĐIỆN TỬ NĂM 2023 +"),
        ("Luật Đất đai năm 2013", "Luật Đất đai năm 2013 ?"),
        ("Luật Thi đua, khen thưởng năm 2003 (sửa đổi năm 2013)", "Luật Thi đua, khen thưởng năm 2003 ?"),
        ("Luật Chuyển đổi số năm 2025", "Luật Chuyển đổi số năm 2025 >2026-07-01"),
        (
            "Pháp lệnh Ưu đãi người có công với cách mạng năm 2020",
            "Pháp lệnh Ưu đãi người có công với cách mạng năm 2020 ?",
        ),
        ("Luật Giao dịch điện tử số 20/2023/QH15", "20/2023/QH15 +"),
        // Anywhere in a piece, beside others and beside numbers.
        ("Điều 5 Luật Giao dịch điện tử năm 2023.", "Luật Giao dịch điện tử năm 2023 +"),
        (
            "Căn cứ Luật Giao dịch điện tử năm 2005, Luật Đất đai năm 2013 và Nghị định số 30/2020/NĐ-CP",
            "Luật Giao dịch điện tử năm 2005 -2024-07-01 20/2023/QH15 | Luật Đất đai năm 2013 ? | 30/2020/NĐ-CP +",
        ),
        ("Pháp lệnh Dân số năm 2003", "Pháp lệnh Dân số năm 2003 +"),
        ("theo pháp luật về đất đai năm 2013", ""),
        ("xử lý kỷ luật viên chức năm 2020", ""),
        ("Luật năm 2013", "Luật năm 2013 ?"),
        // What names no document.
        ("văn bản chuyên ngành hiện hành", ""),
        ("ngày 22/4/2019", ""),
        ("", ""),
        (" ; ;; ", ""),
        ("Luật", ""),
        ("1/", ""),
        ("//////", ""),
    ] {
        assert_eq!(told(basis, day), expected, "{basis}");
    }
    assert_eq!(told("Luật Giao dịch điện tử năm 2005", date!(2024 - 06 - 30)), "Luật Giao dịch điện tử năm 2005 +");
    assert_eq!(told("Nghị định số 278/2025/NĐ-CP", date!(2025 - 10 - 21)), "278/2025/NĐ-CP >2025-10-22");
}

#[test]
fn what_names_a_law() {
    for (text, names) in [
        ("Điều 9 Luật Khám bệnh, chữa bệnh năm 2023", true),
        ("Theo luật trồng trọt 2018", true),
        ("Pháp lệnh Ưu đãi người có công với cách mạng năm 2020", true),
        ("Luật số 31/2018/QH14", true),
        ("Nghị định số 13 / 2023 / NĐ - CP", true),
        ("Nghị quyết số 1660/NQ-UBTVQH15", true),
        ("Theo đề nghị của Sở; khoản 2 Điều 5 Nghị định 96/2023/NĐ-CP", true),
        ("", false),
        ("Theo luật chuyên ngành", false),
        ("Luật Khám bệnh, chữa bệnh", false),
        ("Luật năm 2018", false),
        ("Theo quy định của pháp luật năm 2018", false),
        ("Bị kỷ luật từ năm 2020", false),
        ("Công văn số 12/SNV ngày 22/4/2019", false),
        ("Quyết định số 142/QĐ-TTg", false),
        ("ok", false),
    ] {
        assert_eq!(names_law(text), names, "{text}");
    }
}

#[test]
fn what_opens_personal_data() {
    let known = Register { documents: register(), day: date!(2026 - 01 - 15) };
    let empty = Register { documents: Vec::new(), ..known.clone() };
    for (text, opens, by_form) in [
        ("Điều 9 Luật Giao dịch điện tử năm 2023", true, true),
        ("Luật số 20/2023/QH15", true, true),
        ("Nghị định số 278/2025/NĐ-CP", true, true),
        ("Pháp lệnh Dân số năm 2003", true, true),
        // One in force among others is enough.
        ("Luật Giao dịch điện tử năm 2005; Nghị định số 30/2020/NĐ-CP", true, true),
        // Ended, not yet in force, not in the register.
        ("Luật Giao dịch điện tử năm 2005", false, true),
        ("Nghị định số 47/2020/NĐ-CP", false, true),
        ("Luật Chuyển đổi số năm 2025", false, true),
        ("Luật Trồng trọt năm 2018", false, true),
        // A decision is no law, whatever the register says of it; nor is a title without a year.
        ("Quyết định số 142/QĐ-TTg", false, false),
        ("Luật Trồng trọt năm 2018; Quyết định số 142/QĐ-TTg", false, true),
        ("Luật Giao dịch điện tử", false, false),
        ("Theo luật chuyên ngành", false, false),
        ("", false, false),
    ] {
        assert_eq!((known.opens(text), empty.opens(text)), (opens, by_form), "{text}");
    }
}

#[test]
fn what_names_no_document() {
    for (basis, expected) in [
        ("abc", true),
        ("văn bản chuyên ngành hiện hành", true),
        ("Theo luật chuyên ngành", true),
        ("Nghị định 194/2025", true),
        ("Luật", true),
        ("", false),
        (" \n", false),
        ("Nghị định số 30/2020/NĐ-CP", false),
        ("Công văn số 12/SNV", false),
        ("Luật Đất đai năm 2013", false),
        ("Luật Giao dịch điện tử", false),
        ("abc; Luật Đất đai năm 2013", false),
        ("Căn cứ Luật Đất đai năm 2013", false),
    ] {
        assert_eq!(names_none(basis), expected, "{basis}");
    }
}

#[test]
fn what_is_typed_finds_one_document() {
    let named = |(id, name): (&str, &str)| Named { id: id.to_owned(), name: name.to_owned() };
    let offered = [
        ("Nghị định số 194/2025/NĐ-CP", "Quy định về CSDL quốc gia, kết nối và chia sẻ dữ liệu"),
        ("Nghị định số 94/2024/NĐ-CP", "Hệ thống thông tin"),
        ("Luật Dữ liệu năm 2024", "Luật Dữ liệu (60/2024/QH15)"),
        ("Nghị định số 165/2025/NĐ-CP", "Quy định chi tiết một số điều của Luật Dữ liệu"),
        ("Quyết định số 02239/QĐ-UBND", "Chiến lược chuyển đổi số"),
    ]
    .map(named);
    for (typed, expected) in [
        ("194/2025", Choice::One("Nghị định số 194/2025/NĐ-CP")),
        (" nghi dinh 194 / 2025 / nd–cp ", Choice::One("Nghị định số 194/2025/NĐ-CP")),
        ("số 194/2025/NĐ", Choice::One("Nghị định số 194/2025/NĐ-CP")),
        ("94/2024", Choice::One("Nghị định số 94/2024/NĐ-CP")),
        ("2239/QĐ-UBND", Choice::One("Quyết định số 02239/QĐ-UBND")),
        ("60/2024/QH15", Choice::One("Luật Dữ liệu năm 2024")),
        ("chuyển đổi s", Choice::One("Quyết định số 02239/QĐ-UBND")),
        ("một số điều", Choice::One("Nghị định số 165/2025/NĐ-CP")),
        // Whole, as the list offers it.
        ("Luật Dữ liệu năm 2024", Choice::One("Luật Dữ liệu năm 2024")),
        ("luật dữ liệu", Choice::Several(2)),
        ("Nghị định", Choice::Several(3)),
        ("số 2025", Choice::Several(2)),
        // The end of another's number is no number.
        ("4/2025", Choice::Unknown),
        ("47/2020/NĐ-CP", Choice::Unknown),
        ("abc", Choice::Unknown),
        ("", Choice::Unknown),
    ] {
        assert_eq!(choose(typed, &offered), expected, "{typed}");
    }
}

#[test]
fn a_citation_is_found_again() {
    let register = register();
    for one in &register {
        let found = cites(&one.citation(), &register, date!(2026 - 01 - 15));
        assert_eq!(found, [one.id.as_str()], "{}", one.citation());
    }
}

#[test]
fn how_a_document_is_cited() {
    for (number, kind, title, expected) in [
        ("30/2020/NĐ-CP", "NĐ", "Công tác văn thư", "Nghị định số 30/2020/NĐ-CP"),
        ("20/2023/QH15", "Luật", "Luật Giao dịch điện tử", "Luật Giao dịch điện tử năm 2023"),
        ("(chưa xác minh)", "NQ", "Tổ chức lại", "Nghị quyết (số chưa xác minh)"),
        ("01/2025", "XX", "Khác", "XX số 01/2025"),
    ] {
        let one = document("vb", number, kind, title, date!(2025 - 02 - 19), None, None);
        assert_eq!(one.citation(), expected, "{number}");
    }
}

#[test]
fn the_newest_stand_first_by_the_day_of_issue() {
    let issued = |id: &str, day: Option<Date>, from: Date| LegalDocument {
        date_issued: day,
        ..document(id, "1/2025/NĐ-CP", "NĐ", "Một", from, None, None)
    };
    let mut list = [
        issued("khong-ngay", None, date!(2026 - 01 - 01)),
        issued("cu", Some(date!(2024 - 01 - 01)), date!(2026 - 07 - 01)),
        issued("b-moi", Some(date!(2025 - 02 - 01)), date!(2025 - 02 - 01)),
        issued("a-moi", Some(date!(2025 - 02 - 01)), date!(2025 - 03 - 01)),
    ];
    list.sort_by(LegalDocument::newest_first);
    assert_eq!(list.map(|one| one.id), ["a-moi", "b-moi", "cu", "khong-ngay"]);
}

#[test]
fn forms() {
    let of = |id: &str| LegalForm::of(register().iter().find(|one| one.id == id).expect("one"));
    assert_eq!(of("nd-47").document().as_ref(), Ok(&register()[0]));
    let wrong = |form: LegalForm| -> Vec<(String, FieldCode)> {
        form.document().expect_err("faulty").into_iter().map(|error| (error.field, error.code)).collect()
    };
    use crate::check::FieldCode;
    let one = |field: &str, code| vec![(field.to_owned(), code)];
    for (form, expected) in [
        (LegalForm { number: " ".to_owned(), ..of("nd-30") }, one("number", FieldCode::Required)),
        (LegalForm { id: "nd 30".to_owned(), ..of("nd-30") }, one("id", FieldCode::NotACode)),
        (LegalForm { kind: "XX".to_owned(), ..of("nd-30") }, one("kind", FieldCode::Unknown)),
        (LegalForm { effective_to: "31/02/2026".to_owned(), ..of("nd-30") }, one("effective_to", FieldCode::NotADate)),
        (LegalForm { effective_to: "2019-01-01".to_owned(), ..of("nd-30") }, one("effective_to", FieldCode::TooEarly)),
        (LegalForm { replaced_by: "nd-30".to_owned(), ..of("nd-30") }, one("replaced_by", FieldCode::Itself)),
        (LegalForm { title: "a".repeat(1_001), ..of("nd-30") }, one("title", FieldCode::TooLong)),
    ] {
        assert_eq!(wrong(form.clone()), expected, "{form:?}");
    }
}
