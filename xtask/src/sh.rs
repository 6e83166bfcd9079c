//! Running programs: progress, clear failures, nothing swallowed.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What to say, and the exit code: 1 for something that failed, 2 for something missing.
pub struct Failure(pub String, pub u8);

pub type Outcome<T = ()> = Result<T, Failure>;

/// Something is missing that only a person can install.
pub fn missing<T>(line: impl Into<String>) -> Outcome<T> {
    Err(Failure(line.into(), 2))
}

/// The repository's folder: as cargo tells it that runs this program, which another clone may have compiled.
pub fn root() -> PathBuf {
    let own = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_owned)
}

/// The folder that cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command that finds the project's own npm tools before others.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    let tools = root().join("tools/node_modules/.bin");
    let old = std::env::var_os("PATH").unwrap_or_default();
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo")));
    let mut paths = vec![tools];
    paths.extend(cargo.map(|home| home.join("bin")));
    paths.extend(std::env::split_paths(&old));
    if let Ok(path) = std::env::join_paths(paths) {
        command.env("PATH", path);
    }
    // What cargo told of this program is not for the cargo that it runs: some build scripts (ring's) would run anew, and
    // all that stands on them, each time after a cargo that was run by hand.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command.current_dir(root());
    command
}

/// Runs a command with its output shown.
pub fn run(command: &mut Command) -> Outcome {
    let shown = describe(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure(format!("`{shown}` kết thúc với {status}"), 1)),
        Err(error) => Err(Failure(format!("không chạy được `{shown}`: {error}"), 2)),
    }
}

/// The output of a command that works; `None` when it does not.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is there.
pub fn has(program: &str) -> bool {
    output(command("sh").args(["-c", &format!("command -v {program}")])).is_some()
}

fn describe(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Numbered steps with the time so far.
pub struct Steps {
    all: usize,
    at: usize,
    started: Instant,
}

impl Steps {
    pub fn new(all: usize) -> Self {
        Self { all, at: 0, started: Instant::now() }
    }

    pub fn next(&mut self, what: &str) {
        self.at += 1;
        println!("[{}/{}] {:>5.0} s  {what}", self.at, self.all.max(self.at), self.started.elapsed().as_secs_f64());
    }

    pub fn done(&self) {
        println!("Xong trong {:.0} s.", self.started.elapsed().as_secs_f64());
    }
}
