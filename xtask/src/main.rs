//! `cargo xtask`: everything a person or a machine runs on this repository. Each command installs what it needs.

mod api_test;
mod bench;
mod build;
mod check;
mod postgres;
mod setup;
mod sh;
mod style;
mod tidy;

use std::process::ExitCode;

use sh::{Outcome, Steps};

const HELP: &str = "\
cargo xtask demo           cài những gì còn thiếu, dựng, nạp dữ liệu minh họa, chạy http://127.0.0.1:3000
cargo xtask test           cài những gì còn thiếu, chạy mọi kiểm thử (--rust, --browser: một nửa)
cargo xtask check          định dạng, clippy, tài liệu, tidy
cargo xtask states         ghi lại docs/trang-thai.md từ các quy tắc trong mã nguồn
cargo xtask pictures       chụp lại các hình của tài liệu (docs/hinh) từ dữ liệu minh họa
cargo xtask bench          đo tốc độ và bộ nhớ bên cạnh giới hạn trần (--postgres, --record)";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let done = match command.as_str() {
        "demo" => demo(&rest),
        "test" => test(&rest),
        "bench" => bench::run(&rest),
        "check" => check::run_all(),
        "states" => states(),
        "pictures" => pictures(),
        _ => {
            println!("{HELP}");
            return if command.is_empty() || command == "help" { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {}", failure.0);
            ExitCode::from(failure.1)
        }
    }
}

/// Builds and serves the demonstration.
fn demo(args: &[String]) -> Outcome {
    let mut steps = Steps::new(if build::is_fresh() { 1 } else { 6 });
    if !build::is_fresh() {
        setup::for_build(&mut steps)?;
        build::site(&mut steps)?;
    }
    steps.next("chạy máy chủ");
    let mut serve = sh::command(build::binary());
    serve.args(["serve", "--demo"]).args(args).current_dir(sh::root());
    sh::run(&mut serve)
}

/// Writes the states of the documentation anew; the test that compares them does it.
fn states() -> Outcome {
    let mut tests = sh::command("cargo");
    tests.args(["test", "--release", "--locked", "--test", "states"]).env("CSDL_WRITE_STATES", "1");
    sh::run(&mut tests)
}

/// Takes the pictures of the documentation anew, of the demonstration.
fn pictures() -> Outcome {
    let mut steps = Steps::new(7);
    setup::for_build(&mut steps)?;
    setup::for_tests(&mut steps)?;
    build::site(&mut steps)?;
    steps.next("chụp hình");
    playwright(&["--config", "playwright.pictures.config.ts"])?;
    steps.done();
    Ok(())
}

/// Runs Playwright on the program that was built.
fn playwright<S: AsRef<std::ffi::OsStr>>(args: &[S]) -> Outcome {
    let mut playwright = sh::command("npx");
    playwright.args(["playwright", "test"]).args(args).current_dir(sh::root().join("end2end"));
    playwright.env("E2E_BINARY", build::binary());
    sh::run(&mut playwright)
}

/// Runs the tests: the Rust ones on SQLite and on a PostgreSQL started here, then the browser's.
fn test(args: &[String]) -> Outcome {
    let only = |flag: &str| args.iter().any(|arg| arg == flag);
    let (rust, browser) = (!only("--browser"), !only("--rust"));
    let for_playwright: Vec<&String> = args.iter().skip_while(|arg| *arg != "--").skip(1).collect();
    let mut steps = Steps::new(10);
    setup::for_build(&mut steps)?;
    setup::for_tests(&mut steps)?;
    if rust {
        steps.next("kiểm thử Rust trên SQLite và PostgreSQL");
        let database = postgres::Postgres::start()?;
        let mut tests = sh::command("cargo");
        tests.args(["test", "--release", "--locked"]).env("CSDL_TEST_POSTGRES_URL", database.url());
        tests.env("CSDL_TEST_OFFICE", "1");
        sh::run(&mut tests)?;
    }
    if browser {
        build::site(&mut steps)?;
        steps.next("kiểm thử API (schemathesis) trên SQLite");
        api_test::install()?;
        api_test::run_all(&build::binary(), None)?;
        steps.next("kiểm thử API (schemathesis) trên PostgreSQL, ngắn hơn");
        let database = postgres::Postgres::start()?;
        api_test::run_all(&build::binary(), Some(&database.url()))?;
        drop(database);
        steps.next("kiểm thử trình duyệt");
        playwright(&for_playwright)?;
    }
    steps.done();
    Ok(())
}
