//! The search over a small catalog: how it matches, ranks, counts, and what no query does to it.

use domain::text::{fold, sort_key};
use proptest::prelude::*;
use search::{AgencyNames, Builder, Document, Filter, Index, Order, Overlay, Owned, Suggestion};

const ENTRIES: [(&str, &str, &str, &str, &str); 9] = [
    ("DC-001", "CSDL đất đai", "Bảng giá đất", "Quản lý thửa đất và giấy chứng nhận quyền sử dụng đất", "so-tnmt"),
    ("DC-002", "CSDL giá", "Giá cà phê hằng ngày", "Theo dõi giá thị trường", "so-tc"),
    ("DC-003", "CSDL chợ", "Danh sách chợ", "Cho người dân tra cứu", "so-ct"),
    ("DC-004", "CSDL rừng", "Bản đồ lô rừng", "Giám sát đất lâm nghiệp", "so-nn"),
    ("DC-005", "CSDL khoáng sản", "Giấy phép khai thác đá", "Chống khai thác trái phép", "so-tnmt"),
    ("DC-006", "CSDL doanh nghiệp", "Danh sách doanh nghiệp", "Không tạo lập mới", "so-tc"),
    ("DC-007", "CSDL bến xe", "Giờ xuất bến", "Lịch chạy xe ở M'Đrắk", "so-gt"),
    ("DC-008", "CSDL trẻ em", "Trẻ em mồ côi", "Bảo vệ trẻ em", "so-ct"),
    ("DC-009", "CSDL giao thông", "Danh sách cầu", "Bảo trì đường", "so-gt"),
];

fn agency(id: &str, names: [&str; 2], near: &[&str]) -> AgencyNames {
    let ids = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    AgencyNames {
        id: id.to_owned(),
        names: names.map(str::to_owned).to_vec(),
        lineage: ids(near),
        near: ids(near),
        is_home: id == "tinh",
    }
}

fn catalog() -> (Index, Overlay) {
    let mut entries = ENTRIES.to_vec();
    entries.sort_by_key(|entry| sort_key(entry.1));
    let mut builder = Builder::default();
    let mut owned = Vec::new();
    for (place, (code, name, item, text, owner)) in (0..).zip(&entries) {
        builder.add(&Document {
            id: i64::from(place) + 100,
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            items: vec![((*item).to_owned(), "mã, tên, địa chỉ".to_owned())],
            texts: vec![(*text).to_owned()],
            sector: if *owner == "so-tc" { "tai-chinh" } else { "khac" }.to_owned(),
            forms: vec![if place % 2 == 0 { "open" } else { "default" }.to_owned()],
            place: (0, -place),
            ..Document::default()
        });
        let (today, before) = match *owner {
            "so-tnmt" | "so-nn" => ("so-nnmt", vec![(*owner).to_owned()]),
            owner => (owner, Vec::new()),
        };
        owned.push(Owned { today: today.to_owned(), before });
    }
    let index = builder.finish();
    let agencies = [
        agency("tinh", ["Ủy ban nhân dân tỉnh Đắk Lắk", "UBND tỉnh"], &[]),
        agency("so-tnmt", ["Sở Tài nguyên và Môi trường", "Sở TN&MT"], &["so-nnmt"]),
        agency("so-nn", ["Sở Nông nghiệp và Phát triển nông thôn", "Sở NN&PTNT"], &["so-nnmt"]),
        agency("so-nnmt", ["Sở Nông nghiệp và Môi trường", "Sở NN&MT"], &["so-tnmt", "so-nn"]),
        agency("so-tc", ["Sở Tài chính", "Sở TC"], &[]),
        agency("so-ct", ["Sở Công Thương", "Sở CT"], &[]),
        agency("so-gt", ["Sở Giao thông vận tải", "Sở GTVT"], &[]),
        agency("h-mdrak", ["Ủy ban nhân dân huyện M'Đrắk", "UBND huyện M'Đrắk"], &[]),
    ];
    let synonyms = [
        vec!["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"],
        vec!["công ty", "doanh nghiệp"],
        vec!["Đắk Lắk", "Daklak"],
        vec!["cầu đường", "bảo đường"],
        vec!["an toàn khai thác đá", "phòng nổ mìn"],
        vec!["zzz www", "danh chợ"],
        vec!["zzz kkk", "danh sách chợ"],
        vec!["giá wwzk", "qqq kkk"],
    ];
    let synonyms = synonyms.map(|group| group.into_iter().map(str::to_owned).collect::<Vec<_>>());
    let overlay = Overlay::build(&index, &owned, &agencies, &synonyms);
    (index, overlay)
}

fn codes(query: &str) -> Vec<String> {
    let (index, overlay) = catalog();
    let found = index.search(&overlay, &Filter { query: query.to_owned(), rows: 20, ..Filter::default() }).found;
    let mut entries = ENTRIES.to_vec();
    entries.sort_by_key(|entry| sort_key(entry.1));
    found.iter().map(|one| entries[one.entry as usize].0.to_owned()).collect()
}

#[test]
fn ways_to_ask() {
    for (query, first) in [
        ("đất đai", "DC-001"),
        ("DAT DAI", "DC-001"),
        ("sổ đỏ", "DC-001"),
        ("bảng giá đất", "DC-001"),
        ("giá", "DC-002"),
        ("chợ", "DC-003"),
        ("ddaats ddai", "DC-001"),
        ("d9a61t d9ai", "DC-001"),
        ("datdai", "DC-001"),
        ("khoang sanr", "DC-005"),
        ("khoagn san", "DC-005"),
        ("doanh ngiệp", "DC-006"),
        ("công ty", "DC-006"),
        ("công ti", "DC-006"),
        ("mdrak", "DC-007"),
        ("trẻ e", "DC-008"),
        ("Sở TN&MT khoáng sản", "DC-005"),
        ("so tnmt khai thac", "DC-005"),
        ("sở tài nguyên rừng", "DC-004"),
        ("dc4", "DC-004"),
        ("chợ ở Đắk Lắk", "DC-003"),
        ("cho tôi xem danh sách chợ ở đâu", "DC-003"),
        ("daklak chợ", "DC-003"),
        ("bảng giá đất huyện M'Đrắk", "DC-001"),
        ("cho o mdrak", "DC-003"),
        ("bến xe M'Đrắk", "DC-007"),
        ("tình hình bão lũ ở rừng", "DC-004"),
        ("khai thác đá không phép", "DC-005"),
        ("trẻ em nghèo", "DC-008"),
        ("đoanh nghiệp", "DC-006"),
        ("an toàn khai thác đá", "DC-005"),
        // Near a phrase of which nothing is there: its words are looked for.
        ("giá wwzq", "DC-002"),
        ("giá wwz", "DC-002"),
    ] {
        assert_eq!(codes(query).first().map(String::as_str), Some(first), "{query}: {:?}", codes(query));
    }
    assert!(codes("khongcotu").is_empty());
    assert!(codes("cầu đường").is_empty(), "the words of a phrase scattered in a text are other words");
    assert!(codes("zzz www").is_empty(), "nor are those of a synonym that are scattered in the name of an item");
    assert_eq!(codes("zzz kkk"), ["DC-003"]);
    assert_eq!(codes("chợ"), ["DC-003"], "other marks are another word where these are found");
    assert_eq!(codes("").len(), ENTRIES.len());
}

#[test]
fn a_correction_is_told_and_marks_are_what_was_found() {
    let (index, overlay) = catalog();
    let search =
        |query: &str| index.search(&overlay, &Filter { query: query.to_owned(), rows: 1, ..Filter::default() });
    assert_eq!(search("datdai").corrected.as_deref(), Some("đất đai"));
    assert_eq!(search("bang gia ddaats").corrected.as_deref(), Some("bang gia đất"));
    assert_eq!(search("dat dai").corrected, None);
    assert_eq!(search("chợ Hùng Vương").corrected, None, "a syllable that is none of the catalog is no slip");
    assert_eq!(search("khoáng sảng").corrected.as_deref(), Some("khoáng sản"), "beside what it belongs to it is one");
    assert_eq!(search("datdai").found[0].marks, ["dat", "dai"]);
    let phrase = search("sổ đỏ").found.remove(0).marks;
    let has = |word: &str| phrase.iter().flat_map(|mark| mark.split(' ')).any(|one| one == domain::text::exact(word));
    assert!(phrase.len() == 1 && has("quyền") && has("đất"), "its words in a row: {phrase:?}");
}

#[test]
fn a_code_is_what_was_found_and_an_old_name_is_told_from_a_text() {
    let (index, overlay) = catalog();
    let first = |query: &str| {
        let filter = Filter { query: query.to_owned(), rows: 1, ..Filter::default() };
        index.search(&overlay, &filter).found.remove(0)
    };
    assert_eq!(first("dc4").marks, ["dc", "004"]);
    assert!(first("Sở Nông nghiệp và Phát triển nông thôn").by_owner);
    assert!(!first("bảng giá đất").by_owner);
}

#[test]
fn an_old_ward_leads_to_the_texts_of_the_one_it_became_part_of() {
    let texts = ["Chỉnh trang đô thị ở phường Buôn Ma Thuột", "Chăm sóc cây xanh ở phường Thành Nhất"];
    let mut builder = Builder::default();
    for (id, text) in (0..).zip(texts) {
        builder.add(&Document {
            id,
            name: "CSDL đô thị".to_owned(),
            texts: vec![text.to_owned()],
            ..Document::default()
        });
    }
    let index = builder.finish();
    let ward = |id: &str, name: &str, near: &[&str]| {
        agency(id, [&format!("Ủy ban nhân dân phường {name}"), &format!("UBND phường {name}")], near)
    };
    let found = |units: usize| {
        let old: Vec<String> = (0..units).map(|number| format!("cu-{number}")).collect();
        let ids: Vec<&str> = old.iter().map(String::as_str).collect();
        let mut agencies = vec![ward("moi", "Buôn Ma Thuột", &ids)];
        agencies.extend(ids.iter().map(|id| ward(id, &format!("Tân Lợi {}", &id[3..]), &["moi"])));
        let overlay = Overlay::build(&index, &[Owned::default(), Owned::default()], &agencies, &[]);
        let filter = Filter { query: "phường Tân Lợi 1".to_owned(), rows: 9, ..Filter::default() };
        index.search(&overlay, &filter).found
    };
    // As many as have become one; more than that is not one place.
    for units in [2, 6] {
        let found = found(units);
        assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [0], "{units}");
        let marks = &found[0].marks;
        assert!(marks.iter().any(|mark| mark.ends_with(&domain::text::exact("thuột"))), "{units}: {marks:?}");
    }
    assert!(found(9).is_empty());
}

#[test]
fn facets_are_counted_under_the_other_filters_and_orders_hold() {
    let (index, overlay) = catalog();
    let filter = Filter { agency: "so-nnmt".to_owned(), rows: 20, ..Filter::default() };
    let results = index.search(&overlay, &filter);
    assert_eq!(results.total, 3, "who answers today");
    assert_eq!(results.facets.agencies.iter().map(|(_, count)| count).sum::<u64>(), 9);
    assert_eq!(results.facets.sectors, [("khac".to_owned(), 3)]);
    let nowhere = index.search(&overlay, &Filter { form: "none".to_owned(), ..filter.clone() });
    assert_eq!((nowhere.total, nowhere.found.len()), (0, 0));
    let entries = |order, offset| {
        let results = index.search(&overlay, &Filter { order, offset, rows: 4, ..Filter::default() });
        results.found.into_iter().map(|one| one.entry).collect::<Vec<_>>()
    };
    assert_eq!(entries(Order::Name, 0), [0, 1, 2, 3]);
    assert_eq!(entries(Order::Name, 8), [8]);
    assert_eq!(entries(Order::Place, 0), [8, 7, 6, 5]);
}

#[test]
fn suggestions() {
    let (index, overlay) = catalog();
    let told = index.suggest(&overlay, "sở tài");
    let agencies = told.iter().filter(|one| matches!(one, Suggestion::Agency { .. })).count();
    assert!(agencies >= 1 && told.len() <= 8, "{told:?}");
    assert!(index.suggest(&overlay, "đất đ").contains(&Suggestion::Words("đất đai".to_owned())));
    assert!(index.suggest(&overlay, " ").is_empty());
}

#[test]
fn an_agency_of_that_name_is_suggested_before_entries_found_elsewhere() {
    let (index, overlay) = catalog();
    let told = |typed: &str| {
        let name = |one| match one {
            Suggestion::Words(words) => words,
            Suggestion::Entry { name, .. } | Suggestion::Agency { name, .. } => name,
        };
        index.suggest(&overlay, typed).into_iter().map(name).collect::<Vec<String>>()
    };
    // Its entries are found by their owner alone.
    let of_trade = told("cong thuong");
    assert_eq!(of_trade[0], "Sở Công Thương", "{of_trade:?}");
    assert!(of_trade[1..].contains(&"CSDL chợ".to_owned()), "{of_trade:?}");
    let of_roads = told("giao thông");
    assert_eq!(of_roads[..2], ["CSDL giao thông", "Sở Giao thông vận tải"], "{of_roads:?}");
}

#[test]
fn every_whole_name_finds_its_entry_first_and_pages_join_up() {
    // More entries than are weighed one by one.
    let mut builder = Builder::default();
    let mut names: Vec<String> = (0..2_000).map(|n| format!("CSDL quản lý hồ sơ đất đai số {}", n)).collect();
    names.sort_by_key(|name| sort_key(name));
    for name in &names {
        builder.add(&Document { name: name.clone(), code: name.clone(), ..Document::default() });
    }
    let index = builder.finish();
    let overlay = Overlay::build(&index, &vec![Owned::default(); names.len()], &[], &[]);
    for at in [0, 7, 999, 1_999] {
        let filter = Filter { query: names[at].clone(), rows: 1, ..Filter::default() };
        assert_eq!(index.search(&overlay, &filter).found[0].entry as usize, at, "{}", names[at]);
    }
    let page = |offset| {
        let filter = Filter { query: "hồ sơ đất đai".to_owned(), rows: 100, offset, ..Filter::default() };
        index.search(&overlay, &filter).found.into_iter().map(|one| one.entry).collect::<Vec<_>>()
    };
    let mut all: Vec<u32> = (0..20).flat_map(|at| page(at * 100)).collect();
    all.sort_unstable();
    assert_eq!(all, (0..2_000).collect::<Vec<u32>>(), "each entry on one page");
}

/// The entries that a query finds, in order; each a name, an item and a text, in the order of their names.
fn order(entries: &[(&str, &str, &str)], query: &str) -> Vec<u32> {
    let mut builder = Builder::default();
    for (name, item, text) in entries {
        builder.add(&Document {
            name: (*name).to_owned(),
            items: vec![((*item).to_owned(), String::new())],
            texts: vec![(*text).to_owned()],
            ..Document::default()
        });
    }
    let index = builder.finish();
    let overlay = Overlay::build(&index, &vec![Owned::default(); entries.len()], &[], &[]);
    let filter = Filter { query: query.to_owned(), rows: 20, ..Filter::default() };
    index.search(&overlay, &filter).found.into_iter().map(|one| one.entry).collect()
}

#[test]
fn a_hit_in_the_name_is_above_one_in_an_item_above_one_in_the_text() {
    // Of equal weight they would come the other way round.
    let entries = [
        ("CSDL an ninh", "Đơn thư", "Bảo vệ rừng tràm"),
        ("CSDL bản đồ", "Lô rừng tràm", "Số hóa"),
        ("CSDL rừng tràm", "Hộ nhận khoán", "Giao khoán"),
    ];
    for query in ["rừng", "rung", "rừng tràm", "RUNG TRAM", "tràm"] {
        assert_eq!(order(&entries, query), [2, 1, 0], "{query}");
    }
}

#[test]
fn exact_marks_are_above_folded_ones_in_every_field() {
    // The one with other marks comes first where they count for nothing.
    for (field, entries) in [
        ("name", [("CSDL cho vay", "", ""), ("CSDL chợ", "", "")]),
        ("item", [("CSDL an ninh", "Cho vay", ""), ("CSDL bản đồ", "Sạp ở chợ", "")]),
        ("text", [("CSDL an ninh", "", "Cho vay"), ("CSDL bản đồ", "", "Đường vào chợ")]),
    ] {
        let found = order(&entries, "chợ");
        assert_eq!(found.first(), Some(&1), "{field}: {found:?}");
        let mut plain = order(&entries, "cho");
        plain.sort_unstable();
        assert_eq!(plain, [0, 1], "{field}: typed without marks, both are meant");
    }
    // A text without any marks may mean the word, one with others does not.
    let entries = [("CSDL an ninh", "DANH SACH CHO", ""), ("CSDL bản đồ", "Chỗ ở cho thuê", ""), ("CSDL chợ", "", "")];
    assert_eq!(order(&entries, "chợ"), [2, 0]);
    // Where a name or an item has them as typed, other marks are another word; where none has, they come after.
    assert_eq!(order(&[("CSDL an ninh", "", "Cho vay"), ("CSDL bản đồ", "", "Đường vào chợ")], "chợ"), [1, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_query_breaks_it(query in "(\\PC|[a-zđấ '%_]){0,300}", times in 1_usize..300) {
        let (index, overlay) = catalog();
        let query = query.repeat(times);
        let filter = Filter { query: query.clone(), rows: 20, ..Filter::default() };
        let results = index.search(&overlay, &filter);
        prop_assert!(results.found.len() <= 20 && results.total <= 9);
        prop_assert!(index.suggest(&overlay, &query).len() <= 8);
    }

    #[test]
    fn folding_a_folded_query_changes_nothing(at in 0_usize..9) {
        let folded = fold(ENTRIES[at].1);
        prop_assert_eq!(codes(&folded), codes(&folded.to_uppercase()));
        prop_assert_eq!(&codes(ENTRIES[at].1)[0], ENTRIES[at].0);
        prop_assert_eq!(&codes(&folded)[0], ENTRIES[at].0);
    }
}

#[test]
fn the_code_of_a_national_database_finds_who_is_kept_in_step_with_it() {
    let mut builder = Builder::default();
    for number in 1..=29 {
        let national = if number == 16 { vec!["QG-027".to_owned(), "QG-003".to_owned()] } else { Vec::new() };
        let (name, code) = (format!("CSDL thứ {number:03}"), format!("DC-{number:03}"));
        builder.add(&Document { name, code, national, ..Document::default() });
    }
    let index = builder.finish();
    let overlay = Overlay::build(&index, &vec![Owned::default(); 29], &[], &[]);
    let found = |query: &str| {
        let filter = Filter { query: query.to_owned(), rows: 20, ..Filter::default() };
        index.search(&overlay, &filter).found.into_iter().map(|one| one.entry + 1).collect::<Vec<u32>>()
    };
    for (query, expected) in
        [("QG-027", vec![16]), ("qg 27", vec![16]), ("QG-003", vec![16]), ("QG-028", vec![]), ("DC-027", vec![27])]
    {
        assert_eq!(found(query), expected, "{query}");
    }
    let suggested = |typed: &str| -> Vec<String> {
        let code = |one| if let Suggestion::Entry { code, .. } = one { Some(code) } else { None };
        index.suggest(&overlay, typed).into_iter().filter_map(code).collect()
    };
    let ten: Vec<String> = (10..20).map(|number| format!("DC-{number:03}")).collect();
    assert_eq!(suggested("DC-01"), ten);
    assert_eq!(suggested("dc-016"), ["DC-016"]);
    assert_eq!(suggested("DC-28"), ["DC-028"], "however it is written");
}
