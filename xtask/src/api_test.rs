//! The public API against its own description, by schemathesis: from PyPI, in an environment of its own, over the built
//! server with demonstration data on a free port, on each database.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::sh::{Failure, Outcome, command, output, root, run, target};

/// What every answer is held to. Not among them: that whatever breaks a parameter's schema is refused (an empty parameter
/// is an absent one), and that all parameters go together (`edition` and `as_of` exclude one another).
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,\
    response_headers_conformance,unsupported_method,allow_header_conformance";
/// Requests made up for each operation, beside those of the examples and of the limits; on PostgreSQL fewer: there only
/// what the database makes of them is new.
const EXAMPLES_MAX: &str = "100";
const EXAMPLES_MAX_POSTGRES: &str = "25";
/// The time that the server has to start.
const START_SECONDS: &str = "30";

fn failed(error: std::io::Error) -> Failure {
    Failure(error.to_string(), 2)
}

/// Whether Python is there and can make an environment.
pub fn has_python() -> bool {
    output(command("python3").args(["-c", "import ensurepip, venv"])).is_some()
}

fn environment() -> PathBuf {
    target().join("schemathesis")
}

/// Installs schemathesis as `tools/schemathesis/requirements.txt` pins it, unless it is there.
pub fn install() -> Outcome {
    let requirements = root().join("tools/schemathesis/requirements.txt");
    let wanted = std::fs::read(&requirements).map_err(failed)?;
    let (folder, stamp) = (environment(), environment().join(".csdl-requirements"));
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let mut pip = command(folder.join("bin/pip"));
    run(pip.args(["install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&requirements))?;
    std::fs::write(stamp, wanted).map_err(failed)
}

/// Asks every operation what its description allows and what it does not; any finding fails. `postgres`: the address of
/// an empty database there, in place of an SQLite file.
pub fn run_all(binary: &Path, postgres: Option<&str>) -> Outcome {
    let server = Server::start(binary, postgres)?;
    let examples = if postgres.is_some() { EXAMPLES_MAX_POSTGRES } else { EXAMPLES_MAX };
    let mut asking = command(environment().join("bin/schemathesis"));
    asking
        .arg("--config-file")
        .arg(root().join("tools/schemathesis/schemathesis.toml"))
        .args(["run", &format!("{}/api/v1/openapi.json", server.url), "--wait-for-schema", START_SECONDS])
        .args(["--checks", CHECKS, "--max-examples", examples])
        // The same requests in each run.
        .args(["--generation-deterministic", "--continue-on-failure", "--request-timeout", "30", "--no-color"])
        // It leaves its notes where it runs.
        .current_dir(&server.folder);
    run(&mut asking).inspect_err(|_| server.tell())
}

/// A server of the test's own, gone afterwards.
struct Server {
    process: Child,
    folder: PathBuf,
    url: String,
}

impl Server {
    fn start(binary: &Path, postgres: Option<&str>) -> Outcome<Self> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).map_err(failed)?.port();
        let url = format!("http://127.0.0.1:{port}");
        let folder = std::env::temp_dir().join(format!("csdl-api-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        let database = postgres.map_or_else(|| format!("sqlite://{}/csdl.db", folder.display()), str::to_owned);
        let csdl = |what: &str| {
            let mut csdl = command(binary);
            csdl.env("CSDL_DATABASE_URL", &database)
                .env("CSDL_STORAGE_URL", folder.join("files"))
                .env("CSDL_ADDR", format!("127.0.0.1:{port}"))
                .env("CSDL_BASE_URL", &url)
                .env("CSDL_DEMO_PASSWORD", "mat-khau-thu-2026")
                .env("RUST_LOG", "warn")
                .arg(what);
            csdl
        };
        let log = File::create(folder.join("log")).map_err(failed)?;
        let seeded = run(csdl("seed").arg("demo").stdout(Stdio::null()).stderr(Stdio::null()));
        let process = seeded.and_then(|()| csdl("serve").stdout(Stdio::null()).stderr(log).spawn().map_err(failed));
        match process {
            Ok(process) => Ok(Self { process, folder, url }),
            Err(failure) => {
                remove(&folder);
                Err(failure)
            }
        }
    }

    /// What the server said of what went wrong.
    fn tell(&self) {
        eprintln!("{}", std::fs::read_to_string(self.folder.join("log")).unwrap_or_default());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait()) {
            eprintln!("xtask: máy chủ thử chưa dừng: {error}");
        }
        remove(&self.folder);
    }
}

fn remove(folder: &Path) {
    if let Err(error) = std::fs::remove_dir_all(folder) {
        eprintln!("xtask: {}: {error}", folder.display());
    }
}
