//! The figures as a page of Markdown.

use std::fmt::Write;
use std::time::Duration;

use time::OffsetDateTime;

use crate::first_load::FirstLoad;
use crate::pages::Compared;

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
        writeln!(out, "| Bộ nhớ sau khi đo tải | {:.0} MB |", megabytes(self.busy))
    }
}
