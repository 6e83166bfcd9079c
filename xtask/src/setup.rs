//! Installing what is missing, and saying in one line what only a person can install.

use std::path::Path;

use crate::sh::{self, Outcome, Steps, command, has, missing, output, root, run};

/// cargo-leptos 0.3.11 needs a newer compiler than ours.
const CARGO_LEPTOS: &str = "0.3.10";
const WASM: &str = "wasm32-unknown-unknown";
const NODE_MAJOR_MIN: u32 = 20;

/// What building needs.
pub fn for_build(steps: &mut Steps) -> Outcome {
    steps.next("kiểm tra Rust, trình biên dịch C, Node");
    if !has("cc") {
        return missing("thiếu trình biên dịch C: cài bằng `apt-get install build-essential`");
    }
    let node = output(command("node").arg("--version")).unwrap_or_default();
    let major = node.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < NODE_MAJOR_MIN) || !has("npm") {
        return missing(format!("thiếu Node.js {NODE_MAJOR_MIN} trở lên với npm: cài từ trang chủ của Node.js"));
    }
    let installed = output(command("rustup").args(["target", "list", "--installed"]));
    let Some(installed) = installed else { return missing("thiếu rustup: cài từ trang chủ của Rust") };
    if !installed.lines().any(|line| line == WASM) {
        run(command("rustup").args(["target", "add", WASM]))?;
    }
    steps.next("cargo-leptos, wasm-bindgen");
    cargo_leptos()?;
    wasm_bindgen()?;
    steps.next("công cụ npm (wasm-opt)");
    npm(&root().join("tools"))
}

/// Two crates' worth of optimisation less: half the time to install, no slower to use.
fn quick_install() -> std::process::Command {
    let mut install = command("cargo");
    install
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env_remove("RUSTFLAGS")
        // Not among the project's own artifacts.
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(std::env::temp_dir())
        .arg("install");
    install
}

fn cargo_leptos() -> Outcome {
    let version = output(command("cargo").args(["leptos", "--version"])).unwrap_or_default();
    if version.trim() == format!("cargo-leptos {CARGO_LEPTOS}") {
        return Ok(());
    }
    let name = format!("cargo-leptos@{CARGO_LEPTOS}");
    run(quick_install().args([&name, "--locked", "--features", "no_downloads", "--force"]))
}

/// The same version as in the lock file, or the two do not understand one another.
fn wasm_bindgen() -> Outcome {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap_or_default();
    let mut lines = lock.lines().skip_while(|line| *line != "name = \"wasm-bindgen\"");
    let wanted = lines.nth(1).and_then(|line| line.split('"').nth(1)).unwrap_or_default().to_owned();
    let version = output(command("wasm-bindgen").arg("--version")).unwrap_or_default();
    if version.trim() == format!("wasm-bindgen {wanted}") {
        return Ok(());
    }
    // Not --locked: that lock file names a version that registries may have dropped.
    run(quick_install().args(["wasm-bindgen-cli", "--version", &wanted, "--force"]))
}

/// Installs a folder's npm packages when its lock file is newer than what is installed.
fn npm(folder: &Path) -> Outcome {
    let stamp = folder.join("node_modules/.csdl-lock");
    let lock = std::fs::read(folder.join("package-lock.json")).unwrap_or_default();
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(command("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .current_dir(folder))?;
    std::fs::write(stamp, lock).map_err(|error| sh::Failure(error.to_string(), 2))
}

/// What measuring needs beyond testing.
pub fn for_bench(steps: &mut Steps) -> Outcome {
    steps.next("công cụ npm (Lighthouse)");
    npm(&root().join("tools/lighthouse"))
}

/// What testing needs beyond building.
pub fn for_tests(steps: &mut Steps) -> Outcome {
    steps.next("trình duyệt, phông chữ, PostgreSQL, Python, LibreOffice");
    let mut packages = Vec::new();
    if !Path::new("/usr/bin/chromium").exists() && std::env::var_os("CSDL_CHROMIUM").is_none() {
        packages.push("chromium");
    }
    if !Path::new("/usr/share/fonts/truetype/noto").exists() {
        packages.push("fonts-noto-core");
    }
    if crate::postgres::binaries().is_none() {
        packages.push("postgresql");
    }
    if !has("psql") {
        packages.push("postgresql-client");
    }
    if !crate::api_test::has_python() {
        packages.push("python3-venv");
    }
    // They open the dossier's files.
    if !has("soffice") {
        packages.extend(["libreoffice-writer", "libreoffice-calc"]);
    } else if !Path::new("/usr/lib/libreoffice/program/libsclo.so").exists() {
        packages.push("libreoffice-calc");
    }
    // The face has the widths of Times New Roman, and the letters of Vietnamese: where those are borrowed from another face,
    // words come apart in what is printed.
    let faces = output(command("fc-list").arg(":family=Liberation Serif:lang=vi")).unwrap_or_default();
    if faces.trim().is_empty() {
        packages.push("fonts-liberation2");
    }
    if !has("pdftotext") {
        packages.push("poppler-utils");
    }
    debian(&packages)?;
    steps.next("gói npm của kiểm thử trình duyệt");
    npm(&root().join("end2end"))
}

/// Installs Debian packages, as root or through sudo.
fn debian(packages: &[&str]) -> Outcome {
    if packages.is_empty() {
        return Ok(());
    }
    let by_hand = format!("thiếu gói hệ thống: chạy `apt-get install {}` với quyền quản trị", packages.join(" "));
    let root_user = output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let sudo = !root_user && output(command("sudo").args(["-n", "true"])).is_some();
    if !has("apt-get") || !(root_user || sudo) {
        return missing(by_hand);
    }
    let apt = |args: &[&str]| {
        let mut apt = if sudo { command("sudo") } else { command("env") };
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]).args(args);
        run(&mut apt)
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], packages].concat())
}
