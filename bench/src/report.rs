//! The figures as a page of Markdown.

use std::fmt::Write;
use std::time::Duration;

use time::OffsetDateTime;

use crate::exchange::Exchanged;
use crate::first_load::FirstLoad;
use crate::pages::Compared;
use crate::search::{Filled, Searched};

pub struct Report {
    pub database: &'static str,
    pub machine: String,
    pub pages: Vec<Compared>,
    pub loads: Vec<FirstLoad>,
    /// Sorted.
    pub starts: Vec<Duration>,
    /// Bytes in memory, before and after the load.
    pub idle: u64,
    pub busy: u64,
    pub searched: Vec<Searched>,
    pub filled: Vec<Filled>,
    pub exchanged: Exchanged,
}

impl Report {
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "# Số đo\n")?;
        writeln!(
            out,
            "`cargo xtask bench`, {}, {}. {}.\n",
            OffsetDateTime::now_utc().date(),
            self.database,
            self.machine
        )?;
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
        writeln!(out, "| Bộ nhớ sau khi đo tải | {:.0} MB |", megabytes(self.busy))?;
        self.write_search(out)?;
        self.write_exchange(out)
    }

    /// The search: each request another query, nothing from what was kept. The API answers without drawing a page.
    fn write_search(&self, out: &mut String) -> std::fmt::Result {
        if self.searched.is_empty() {
            return Ok(());
        }
        writeln!(
            out,
            "\n## Tìm kiếm trong danh mục được sinh\n\nMỗi yêu cầu một câu tìm khác nhau, 20 dòng, ba nhóm lọc kèm số đếm. \
             «Trần» là một hàm axum chỉ hỏi toàn văn một câu của chính cơ sở dữ liệu. Mong muốn: API/trần không quá 1,3; \
             gấp mười số CSDL, thời gian không quá gấp đôi.\n"
        )?;
        writeln!(
            out,
            "| CSDL | Kết nối | Trang p50 | Trang p99 | Trang/giây | API p50 | API p99 | API/giây | Trần p50 | Trần p99 | API : trần |"
        )?;
        writeln!(out, "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
        for one in &self.searched {
            let ratio = one.api.p50 / one.bare.p50.max(f64::EPSILON);
            writeln!(
                out,
                "| {} | {} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | {:.0} | {:.2} | {:.2} | **{ratio:.2}** |",
                one.entries,
                one.connections,
                one.page.p50,
                one.page.p99,
                one.page.per_second,
                one.api.p50,
                one.api.p99,
                one.api.per_second,
                one.bare.p50,
                one.bare.p99
            )?;
        }
        for connections in [1, 32] {
            let of = |pick: fn(&Searched) -> f64| {
                let mut all = self.searched.iter().filter(|one| one.connections == connections).map(pick);
                Some((all.next()?, all.next_back()?))
            };
            if let (Some(page), Some(api)) = (of(|one| one.page.p50), of(|one| one.api.p50)) {
                writeln!(
                    out,
                    "\n{connections} kết nối, từ cỡ nhỏ nhất đến lớn nhất: trang × {:.2}, API × {:.2}.",
                    page.1 / page.0.max(f64::EPSILON),
                    api.1 / api.0.max(f64::EPSILON)
                )?;
            }
        }
        writeln!(out, "\n| CSDL | Sinh và ghi, giây | Bộ nhớ máy chủ, có chỉ mục |")?;
        writeln!(out, "|---:|---:|---:|")?;
        for one in &self.filled {
            writeln!(out, "| {} | {:.1} | {:.0} MB |", one.entries, one.seconds, one.resident as f64 / 1e6)?;
        }
        Ok(())
    }

    /// Annexes in and out, and the comparison of two editions.
    fn write_exchange(&self, out: &mut String) -> std::fmt::Result {
        let Exchanged { entries, export, look, import, comparisons } = &self.exchanged;
        writeln!(
            out,
            "\n## Phụ lục {entries} dòng và so sánh hai lần ban hành {entries} CSDL\n\nMong muốn: nhập không quá 30 giây và \
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
        Ok(())
    }
}
