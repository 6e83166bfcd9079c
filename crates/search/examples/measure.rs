//! How long a search takes over 10,000 and 100,000 entries, and how much memory their index takes:
//! `cargo run --release -p search --example measure`.

use std::time::Instant;

use search::{AgencyNames, Builder, Document, Filter, Overlay, Owned};

const TOPICS: [&str; 16] = [
    "đất đai",
    "quy hoạch đô thị",
    "giấy phép xây dựng",
    "bến xe",
    "cơ sở khám bệnh",
    "tiêm chủng",
    "trường học",
    "hộ nghèo",
    "người có công",
    "rừng phòng hộ",
    "hồ chứa thủy lợi",
    "chăn nuôi",
    "doanh nghiệp",
    "ngân sách",
    "di tích lịch sử",
    "hộ tịch",
];
const PLACES: [&str; 12] = [
    "Buôn Hồ",
    "Ea Kar",
    "Krông Pắc",
    "Cư M'gar",
    "Tuy Hòa",
    "Sông Cầu",
    "Ea H'leo",
    "Krông Ana",
    "Lắk",
    "M'Đrắk",
    "Ea Súp",
    "Sơn Hòa",
];
const QUERIES: [&str; 6] =
    ["đất đai", "ho so cap phep xay dung", "sở tài nguyên đất", "quan ly", "tiem chung buon h", "giáy phép xay dugn"];

fn memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).unwrap_or_default()
}

fn measure(entries: usize) {
    let before = memory_kib();
    let begun = Instant::now();
    let mut builder = Builder::default();
    let mut owned = Vec::new();
    for n in 0..entries {
        let (topic, other) = (TOPICS[n % 16], TOPICS[(n / 16) % 16]);
        let place = PLACES[(n / 256) % 12];
        let item = |what: &str| {
            (format!("{what} {topic} tại {place}"), format!("mã, tên {topic}, địa chỉ, ngày cấp, đơn vị {other}"))
        };
        builder.add(&Document {
            id: i64::try_from(n).unwrap_or_default(),
            code: format!("DC-{n:06}"),
            name: format!("CSDL {topic} và {other} {place} số {n}"),
            items: vec![item("Danh sách"), item("Thống kê"), item("Hồ sơ"), item("Bản đồ")],
            texts: vec![
                format!("Quản lý {topic}, phục vụ giải quyết thủ tục hành chính về {other} trên địa bàn {place}; cung cấp cho người dân tra cứu."),
                format!("Gồm 4 hạng mục chính: danh sách, thống kê, hồ sơ, bản đồ {topic}. Không chứa thông tin bí mật nhà nước."),
                "Nghị định số 47/2020/NĐ-CP; Luật chuyên ngành; văn bản hướng dẫn hiện hành".to_owned(),
            ],
            sector: format!("s{}", n % 24),
            forms: vec![["open", "default", "specific"][n % 3].to_owned()],
            ..Document::default()
        });
        owned.push(Owned { today: format!("a{}", n % 120), before: Vec::new() });
    }
    let index = builder.finish();
    let agencies: Vec<AgencyNames> = (0..120)
        .map(|n| AgencyNames {
            id: format!("a{n}"),
            names: vec![format!("Sở Tài nguyên thứ {n}")],
            ..AgencyNames::default()
        })
        .collect();
    let overlay = Overlay::build(&index, &owned, &agencies, &[]);
    println!("{entries} entries: built in {:?}, {} MiB", begun.elapsed(), memory_kib().saturating_sub(before) / 1024);
    for query in QUERIES {
        let filter = Filter {
            query: query.to_owned(),
            agency: "a7".to_owned(),
            sector: "s7".to_owned(),
            form: "default".to_owned(),
            rows: 20,
            ..Filter::default()
        };
        let mut times = Vec::new();
        let mut total = 0;
        for _ in 0..50 {
            let begun = Instant::now();
            total = index.search(&overlay, &filter).total;
            times.push(begun.elapsed());
        }
        times.sort();
        println!("  {query}: {total} found, median {:?}, worst {:?}", times[25], times[49]);
    }
}

fn main() {
    [10_000, 100_000].into_iter().for_each(measure);
}
