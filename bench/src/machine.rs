//! What machine it was: figures are compared only with figures of the same one.

use std::fs;

/// Processor, cores, memory, kernel.
pub fn describe() -> String {
    let first = |file: &str, field: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let value = text.lines().find_map(|line| line.strip_prefix(field));
        value.map(|value| value.trim_start_matches([' ', '\t', ':']).trim().to_owned()).unwrap_or_default()
    };
    let kilobytes: u64 = first("/proc/meminfo", "MemTotal").trim_end_matches("kB").trim().parse().unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{}, {cores} lõi, {:.0} GB, Linux {}",
        first("/proc/cpuinfo", "model name"),
        kilobytes as f64 / 1e6,
        kernel.trim()
    )
}
