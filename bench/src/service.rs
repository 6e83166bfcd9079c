//! The service under measurement: a seeded database of its own, a free port, a process that is ended afterwards.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};

use crate::Outcome;
use crate::client::{Connection, Target};

const PASSWORD: &str = "mat-khau-do-luong";
const USERNAME: &str = "dieuphoi";
const START_SECONDS_MAX: u64 = 30;
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How to start the service.
pub struct SetUp {
    program: PathBuf,
    root: PathBuf,
    environment: Vec<(&'static str, String)>,
    addr: SocketAddr,
}

impl SetUp {
    pub fn new(program: &Path, root: &Path, folder: &Path, database_url: Option<&str>) -> Outcome<Self> {
        let addr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let sqlite = || format!("sqlite://{}", folder.join("csdl.db").display());
        let environment = vec![
            ("CSDL_DATABASE_URL", database_url.map_or_else(sqlite, str::to_owned)),
            ("CSDL_STORAGE_URL", folder.join("files").display().to_string()),
            ("CSDL_ADDR", addr.to_string()),
            ("CSDL_BASE_URL", format!("http://{addr}")),
            ("CSDL_DEMO_PASSWORD", PASSWORD.to_owned()),
        ];
        Ok(Self { program: program.to_owned(), root: root.to_owned(), environment, addr })
    }

    /// The service keeps raw events of use for so long.
    pub fn keeping_usage(mut self, days: i64) -> Self {
        self.environment.push(("CSDL_USAGE_KEEP_DAYS", days.to_string()));
        self
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.envs(self.environment.clone()).current_dir(&self.root);
        command.stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        command
    }

    pub async fn seed(&self) -> Outcome {
        self.run(&["seed", "demo"]).await.map(drop)
    }

    /// Makes a generated catalog of so many entries the one in force: its revision 0, or a later one of the same catalog.
    pub async fn generate(&self, entries: usize, revision: u32) -> Outcome {
        let (entries, revision) = (entries.to_string(), revision.to_string());
        self.run(&["seed", "generated", "--entries", &entries, "--revision", &revision]).await.map(drop)
    }

    /// The same, reviewed by so many agencies up to the draft of the next edition.
    pub async fn reviewed(&self, entries: usize, agencies: usize) -> Outcome {
        let (entries, agencies) = (entries.to_string(), agencies.to_string());
        self.run(&["seed", "generated", "--entries", &entries, "--review-by", &agencies]).await.map(drop)
    }

    /// Runs a command of the program to its end.
    pub async fn run(&self, args: &[&str]) -> Outcome<Ran> {
        let begun = Instant::now();
        let mut process = self.command().args(args).spawn()?;
        let mut peak = 0;
        let status = loop {
            // The peak never falls: what was read last is at most a moment old.
            peak = process.id().and_then(|id| memory(id, "VmHWM:").ok()).unwrap_or(peak);
            match tokio::time::timeout(LOOK_EVERY, process.wait()).await {
                Ok(status) => break status?,
                Err(_still_running) => {}
            }
        };
        if !status.success() {
            return Err(format!("`csdl {}` kết thúc với {status}", args.join(" ")).into());
        }
        Ok(Ran { seconds: begun.elapsed().as_secs_f64(), peak })
    }

    pub fn database_url(&self) -> &str {
        self.environment.iter().find(|(name, _)| *name == "CSDL_DATABASE_URL").map_or("", |(_, url)| url)
    }

    /// Where the bare search keeps its index: a file of its own, or the service's PostgreSQL.
    pub fn bare_url(&self, file: &Path) -> String {
        let own = self.database_url();
        if own.starts_with("postgres") { own.to_owned() } else { format!("sqlite://{}", file.display()) }
    }

    /// Starts the service and waits until it is ready.
    pub async fn start(&self) -> Outcome<Running> {
        let process = self.command().arg("serve").spawn()?;
        let running = Running { process, addr: self.addr, url: format!("http://{}", self.addr) };
        let until = Instant::now() + Duration::from_secs(START_SECONDS_MAX);
        while !running.is_ready().await {
            if Instant::now() > until {
                return Err("máy chủ không sẵn sàng".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(running)
    }

    /// From the process's start to its first answer, several times.
    pub async fn start_times(&self, rounds: usize) -> Outcome<Vec<Duration>> {
        let mut times = Vec::new();
        for _ in 0..rounds {
            let begun = Instant::now();
            let running = self.start().await?;
            times.push(begun.elapsed());
            running.stop().await?;
        }
        times.sort_unstable();
        Ok(times)
    }
}

/// What a command took.
pub struct Ran {
    pub seconds: f64,
    /// The most bytes in memory.
    pub peak: u64,
}

/// A figure of a process's memory, in bytes.
fn memory(id: u32, figure: &str) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix(figure)).ok_or("không đọc được bộ nhớ")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1_024)
}

/// The service, running.
pub struct Running {
    process: Child,
    pub addr: SocketAddr,
    pub url: String,
}

impl Running {
    pub fn target(&self, path: &str) -> Target {
        Target { addr: self.addr, path: path.to_owned(), cookie: String::new(), headers: &[] }
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut connection) = Connection::open(self.addr).await else { return false };
        connection.get(&self.target("/readyz")).await.is_ok_and(|answer| answer.status.is_success())
    }

    /// Signs in and gives the session's cookie.
    pub async fn sign_in(&self) -> Outcome<String> {
        let mut connection = Connection::open(self.addr).await?;
        let form = format!("username={USERNAME}&password={PASSWORD}");
        let answer = connection.post(&self.target("/dang-nhap"), &form).await?;
        let cookie = answer.headers.get("set-cookie").and_then(|value| value.to_str().ok());
        let pair = cookie.and_then(|cookie| cookie.split(';').next());
        Ok(pair.ok_or("không đăng nhập được")?.to_owned())
    }

    /// What of the process is in memory now.
    pub fn resident_bytes(&self) -> Outcome<u64> {
        memory(self.process.id().ok_or("máy chủ đã dừng")?, "VmRSS:")
    }

    /// The most that it ever had in memory.
    pub fn peak_bytes(&self) -> Outcome<u64> {
        memory(self.process.id().ok_or("máy chủ đã dừng")?, "VmHWM:")
    }

    /// Ends it as an operator does.
    pub async fn stop(mut self) -> Outcome {
        let id = self.process.id().ok_or("máy chủ đã dừng")?;
        Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        self.process.wait().await?;
        Ok(())
    }
}
