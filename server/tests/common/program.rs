//! The program itself, as a script calls it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program on a database of the test's own.
pub struct Program<'a>(pub &'a Path);

impl Program<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let database = format!("sqlite://{}", self.0.join("csdl.db").display());
        let mut command = Command::new(env!("CARGO_BIN_EXE_csdl"));
        command.env("CSDL_DATABASE_URL", database).env("CSDL_STORAGE_URL", self.0.join("files"));
        command.current_dir(self.0).args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// Runs it for who reads nothing of what it prints; its exit code, and what it says aside.
    pub fn unread(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = self.command(arguments);
        let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        drop(program.stdout.take());
        let output = program.wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stderr).expect("text"))
    }

    /// Runs it; its exit code, and all that it said.
    pub fn code(&self, arguments: &[&str]) -> (i32, String) {
        let output = self.run(arguments);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().expect("it ended by itself"), String::from_utf8(said).expect("text"))
    }

    pub fn expect(&self, code: i32, arguments: &[&str]) -> String {
        let (found, said) = self.code(arguments);
        assert_eq!(found, code, "{arguments:?}: {said}");
        said
    }
}
