//! A PostgreSQL of the tests' own: in a temporary folder, on a free port, gone afterwards.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh::{Failure, Outcome, command, missing, output, run};

/// The folder of the server's programs, newest version first.
pub fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    versions.sort();
    versions.pop()
}

pub struct Postgres {
    folder: PathBuf,
    binaries: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Outcome<Self> {
        let Some(binaries) = binaries() else {
            return missing("thiếu PostgreSQL: chạy `apt-get install postgresql`");
        };
        let failed = |error: std::io::Error| Failure(error.to_string(), 2);
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).map_err(failed)?.port();
        let folder = std::env::temp_dir().join(format!("csdl-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        if is_root() {
            // The server refuses to run as root.
            run(command("chown").arg("postgres").arg(&folder))?;
        }
        let cluster = Self { folder, binaries, port };
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "-E", "UTF8"])?;
        let options = format!(
            "-p {port} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200",
            cluster.folder.display()
        );
        let log = cluster.folder.join("log").display().to_string();
        cluster.run("pg_ctl", &["-D", &data, "-o", &options, "-l", &log, "-w", "start"])?;
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn run(&self, program: &str, args: &[&str]) -> Outcome {
        let mut start = self.as_postgres(program);
        start.args(args).current_dir("/");
        let log = std::fs::File::create(self.folder.join(format!("{program}.out")));
        let log = log.map_err(|error| Failure(error.to_string(), 2))?;
        start.stdout(log);
        run(&mut start)
    }

    fn as_postgres(&self, program: &str) -> Command {
        let path: &Path = &self.binaries.join(program);
        if is_root() {
            let mut start = command("runuser");
            start.args(["-u", "postgres", "--"]).arg(path);
            start
        } else {
            command(path)
        }
    }
}

fn is_root() -> bool {
    output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut stop = self.as_postgres("pg_ctl");
        stop.args(["-D", &self.data(), "-m", "immediate", "stop"]).current_dir("/");
        if output(&mut stop).is_none() {
            eprintln!("xtask: PostgreSQL ở {} chưa dừng", self.folder.display());
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("xtask: {}: {error}", self.folder.display());
        }
    }
}
