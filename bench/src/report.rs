//! The figures as sections of a page of Markdown.

use std::fmt::Write;
use std::time::Duration;

use crate::client::Load;
use crate::exchange::{DOSSIER, Exchanged};
use crate::first_load::FirstLoad;
use crate::pages::Compared;
use crate::review::Reviewed;
use crate::search::{Searched, Searches};
use crate::usage::Used;

/// The pages of the demonstration, the first load in a browser, the service itself.
pub struct Shown {
    pub pages: Vec<Compared>,
    pub loads: Vec<FirstLoad>,
    /// Sorted.
    pub starts: Vec<Duration>,
    /// Bytes in memory, before and after the load.
    pub idle: u64,
    pub busy: u64,
}

/// A part of the figures: a section of the page.
pub trait Section {
    /// By which it takes the place of the same section of an earlier run.
    const HEADING: &'static str;

    fn write(&self, out: &mut String) -> std::fmt::Result;

    fn markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = self.write(&mut text);
        text
    }
}

impl Section for Shown {
    const HEADING: &'static str = "Trang, lần tải đầu, máy chủ";

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "So với một hàm axum trần trả lại đúng những byte ấy, đo xen kẽ trong cùng một lượt; số giữa.\n"
        )?;
        writeln!(out, "| Trang | Kết nối | Byte | Yêu cầu/giây | Trần | Tỷ lệ | p50 ms | p99 ms | p99 trần ms |")?;
        writeln!(out, "|---|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for one in &self.pages {
            let ratio = one.page.per_second / one.bare.per_second.max(f64::EPSILON);
            writeln!(
                out,
                "| {} | {} | {} | {:.0} | {:.0} | **{ratio:.2}** | {:.2} | {:.2} | {:.2} |",
                one.name,
                one.connections,
                one.bytes,
                one.page.per_second,
                one.bare.per_second,
                one.page.p50,
                one.page.p99,
                one.bare.p99
            )?;
        }
        writeln!(out, "\nTải lần đầu trong Chromium, KB đã nén (mong muốn: JS + WASM không quá 200 KB).\n")?;
        writeln!(out, "| Trang | WASM | JS | CSS | JS + WASM |")?;
        writeln!(out, "|---|---:|---:|---:|---:|")?;
        for load in &self.loads {
            let [wasm, js, css] = ["wasm", "js", "css"].map(|kind| load.bytes(kind) as f64 / 1e3);
            writeln!(out, "| `{}` | {wasm:.0} | {js:.0} | {css:.0} | **{:.0}** |", load.path, wasm + js)?;
        }
        let median = self.starts.get(self.starts.len() / 2).copied().unwrap_or_default();
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        writeln!(out, "\n| Máy chủ với dữ liệu minh họa | |")?;
        writeln!(out, "|---|---:|")?;
        writeln!(out, "| Từ lúc chạy đến câu trả lời đầu tiên | {:.0} ms |", median.as_secs_f64() * 1e3)?;
        writeln!(out, "| Bộ nhớ lúc rỗi | {:.0} MB |", megabytes(self.idle))?;
        writeln!(out, "| Bộ nhớ sau khi đo tải | {:.0} MB |", megabytes(self.busy))
    }
}

/// The search: each request another query, nothing from what was kept.
impl Section for Searches {
    const HEADING: &'static str = "Tìm kiếm trong danh mục được sinh";

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "Mỗi yêu cầu một câu tìm khác nhau, 20 dòng, ba nhóm lọc kèm số đếm. \
             «Tìm» là phần tìm của dịch vụ cùng các dòng và đoạn trích (`Store::catalog`) sau một hàm axum trần, không vẽ gì. \
             «Trần» là một hàm axum hỏi toàn văn bằng chính cơ sở dữ liệu (FTS5, hoặc tsvector với GIN), các từ đã bỏ dấu, xếp \
             theo hạng của cơ sở dữ liệu, trả mã và tên của 20 dòng. «Gần như dịch vụ»: đủ mọi từ, dưới ba CSDL thì hỏi lại, \
             từ nào cũng được, kèm số đếm của ba nhóm lọc; hỏi lại thì tìm thấy gần như tất cả, nhiều hơn dịch vụ, nên thời gian \
             trung bình có lợi cho dịch vụ. «Đủ từ»: chỉ CSDL có đủ mọi từ, không đếm gì, nên tìm thấy ít hơn. Mong muốn: tỷ lệ \
             theo p50 không quá 1,3; gấp mười số CSDL, thời gian không quá gấp đôi.\n"
        )?;
        writeln!(
            out,
            "| CSDL | Kết nối | Tìm p50 | p99 | /giây | Gần như dịch vụ p50 | p99 | /giây | Đủ từ p50 | p99 | Tìm : gần như dịch vụ, p50 | trung bình | Tìm : đủ từ, p50 |"
        )?;
        writeln!(out, "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for one in &self.searched {
            let [every, close] = &one.bare;
            let ratio = |bare: &Load| one.own.p50 / bare.p50.max(f64::EPSILON);
            writeln!(
                out,
                "| {} | {} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | **{:.2}** | {:.2} | {:.2} |",
                one.entries,
                one.connections,
                one.own.p50,
                one.own.p99,
                one.own.per_second,
                close.p50,
                close.p99,
                close.per_second,
                every.p50,
                every.p99,
                ratio(close),
                close.per_second / one.own.per_second.max(f64::EPSILON),
                ratio(every)
            )?;
        }
        self.write_drawn(out)?;
        for connections in [1, 32] {
            let of = |pick: fn(&Searched) -> f64| {
                let mut all = self.searched.iter().filter(|one| one.connections == connections).map(pick);
                let first = all.next().unwrap_or_default().max(f64::EPSILON);
                all.next_back().unwrap_or(first) / first
            };
            writeln!(
                out,
                "\n{connections} kết nối, từ cỡ nhỏ nhất đến lớn nhất: tìm × {:.2}, trang × {:.2}, API × {:.2}.",
                of(|one| one.own.p50),
                of(|one| one.page.p50),
                of(|one| one.api.p50)
            )?;
        }
        writeln!(
            out,
            "\n| CSDL | Sinh và ghi, giây | Bộ nhớ máy chủ có chỉ mục | Sau khi đo tải | Tìm thấy (số giữa): dịch vụ | Gần như dịch vụ | Đủ từ |"
        )?;
        writeln!(out, "|---:|---:|---:|---:|---:|---:|---:|")?;
        for one in &self.filled {
            let [before, after] = one.resident.map(|bytes| bytes as f64 / 1e6);
            let [own, every, close] = one.found;
            writeln!(
                out,
                "| {} | {:.1} | {before:.0} MB | {after:.0} MB | {own} | {close} | {every} |",
                one.entries, one.seconds
            )?;
        }
        Ok(())
    }
}

impl Searches {
    /// What is drawn of it, and what the drawing adds.
    fn write_drawn(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "\nCả câu trả lời, đã nén; «vẽ» là phần hơn của p50 so với «tìm»: JSON của API, HTML của trang, mã băm, nén.\n"
        )?;
        writeln!(
            out,
            "| CSDL | Kết nối | API p50 | API p99 | API/giây | API: vẽ | Trang p50 | Trang p99 | Trang/giây | Trang: vẽ |"
        )?;
        writeln!(out, "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for Searched { entries, connections, page, api, own, .. } in &self.searched {
            writeln!(
                out,
                "| {entries} | {connections} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.2} | {:.0} | {:.2} |",
                api.p50,
                api.p99,
                api.per_second,
                api.p50 - own.p50,
                page.p50,
                page.p99,
                page.per_second,
                page.p50 - own.p50
            )?;
        }
        Ok(())
    }
}

/// Annexes in and out, and the comparison of two editions.
impl Section for Exchanged {
    const HEADING: &'static str = "Phụ lục, so sánh hai lần ban hành, hồ sơ trình";

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let Self { entries, export, look, import, comparisons, dossier } = self;
        writeln!(
            out,
            "Phụ lục {entries} dòng, hai lần ban hành {entries} CSDL. Mong muốn: nhập không quá 30 giây và \
             300 MB; so sánh không quá 500 ms.\n"
        )?;
        writeln!(out, "| Lệnh | Giây | Bộ nhớ cao nhất |")?;
        writeln!(out, "|---|---:|---:|")?;
        for (name, ran) in [("Xuất ra Excel", export), ("Đọc và kiểm tra phụ lục", look), ("Nhập", import)]
        {
            writeln!(out, "| {name} | {:.1} | {:.0} MB |", ran.seconds, ran.peak as f64 / 1e6)?;
        }
        writeln!(out, "\n| So sánh | Lần đầu | Số giữa |")?;
        writeln!(out, "|---|---:|---:|")?;
        for (name, first, middle) in comparisons {
            let millis = |time: &Duration| time.as_secs_f64() * 1e3;
            writeln!(out, "| {name} | {:.0} ms | {:.0} ms |", millis(first), millis(middle))?;
        }
        let (of, by) = DOSSIER;
        writeln!(
            out,
            "\nHồ sơ trình (ZIP) của bản dự thảo {of} CSDL, {by} cơ quan: {:.1} giây, bộ nhớ cao nhất {:.0} MB (mong muốn: không quá 10 \
             giây và 300 MB).",
            dossier.seconds,
            dossier.peak as f64 / 1e6
        )
    }
}

/// Use at size.
impl Section for Used {
    const HEADING: &'static str = "Khai thác trong năm năm";

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let Self { events, filled, big_day, pages, recording, resident, paints } = self;
        let [written, rolled] = filled.map(|took| took.as_secs_f64());
        writeln!(
            out,
            "{events} sự kiện. Mong muốn: p99 của trang lãnh đạo không quá 30 ms; tổng hợp một ngày \
             một triệu sự kiện không quá 5 giây; ghi nhận lượt dùng làm chậm không quá 2 %; lần vẽ lớn nhất (Lighthouse, điện \
             thoại) không quá 1,2 giây.\n"
        )?;
        writeln!(
            out,
            "Sinh sự kiện {written:.0} giây, tổng hợp tất cả {rolled:.0} giây; tổng hợp ngày một triệu sự kiện: **{:.1} giây**. Bộ nhớ \
             máy chủ: {:.0} MB lúc mở, {:.0} MB sau khi đo.\n",
            big_day.as_secs_f64(),
            resident[0] as f64 / 1e6,
            resident[1] as f64 / 1e6
        )?;
        writeln!(out, "| Trang | Mỗi giây | p50 ms | p99 ms |\n|---|---:|---:|---:|")?;
        for (name, load) in pages {
            writeln!(out, "| {name} | {:.0} | {:.2} | **{:.2}** |", load.per_second, load.p50, load.p99)?;
        }
        writeln!(
            out,
            "\nMột CSDL, cùng một yêu cầu có và không ghi nhận, xen kẽ:\n\n| Người xem | Kết nối | Có ghi, mỗi giây | Không ghi | Tỷ lệ |\n\
             |---|---:|---:|---:|---:|"
        )?;
        for one in recording {
            let (counted, not) = (one.counted.per_second, one.not.per_second);
            writeln!(
                out,
                "| {} | {} | {counted:.0} | {not:.0} | **{:.3}** |",
                one.name,
                one.connections,
                counted / not.max(f64::EPSILON)
            )?;
        }
        writeln!(
            out,
            "\n| Lần vẽ lớn nhất trên điện thoại (Lighthouse) | Ước tính, giây | Đo khi làm chậm trình duyệt, giây |\n|---|---:|---:|"
        )?;
        let seconds =
            |millis: Option<f64>| millis.map_or_else(|| "–".to_owned(), |millis| format!("{:.2}", millis / 1e3));
        for paint in paints {
            writeln!(out, "| `{}` | {} | {} |", paint.path, seconds(paint.reckoned), seconds(paint.measured))?;
        }
        Ok(())
    }
}

/// A review of many agencies.
impl Section for Reviewed {
    const HEADING: &'static str = "Một đợt rà soát hằng năm";

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let Self { agencies, entries, changes, steps, peak } = self;
        writeln!(
            out,
            "{agencies} cơ quan, {entries} CSDL, {changes} câu trả lời sửa đổi hoặc đề nghị bãi bỏ; cả đợt trên cùng một \
             lần chạy máy chủ. Mong muốn: mở đợt dưới 3 giây, bảng theo dõi dưới 100 ms, lập dự thảo dưới 5 giây, hồ sơ \
             dưới 10 giây, bộ nhớ dưới 300 MB.\n"
        )?;
        writeln!(out, "| Việc | ms |")?;
        writeln!(out, "|---|---:|")?;
        for (name, took) in steps {
            writeln!(out, "| {name} | {:.0} |", took.as_secs_f64() * 1e3)?;
        }
        writeln!(out, "\nBộ nhớ cao nhất của máy chủ: {:.0} MB.", *peak as f64 / 1e6)
    }
}
