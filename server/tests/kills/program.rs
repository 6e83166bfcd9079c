//! The program, and a request that is sent to it without waiting for the answer.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::database::Copy;

const START_MAX: Duration = Duration::from_secs(30);

/// A form as a browser sends it.
pub struct Sent {
    pub path: String,
    pub kind: String,
    pub body: Vec<u8>,
}

pub struct Program {
    process: Child,
    addr: SocketAddr,
}

impl Program {
    /// Serves a copy, and waits until it answers.
    pub fn start(folder: &Path, copy: &Copy) -> Self {
        let addr = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let (site, names) = (folder.join("site"), folder.join("hash.txt"));
        std::fs::create_dir_all(&site).expect("a folder");
        std::fs::write(&names, "").expect("a file");
        let process = Command::new(env!("CARGO_BIN_EXE_csdl"))
            .arg("serve")
            .current_dir(folder)
            .env("CSDL_DATABASE_URL", &copy.url)
            .env("CSDL_STORAGE_URL", copy.folder.join("files"))
            .env("CSDL_ADDR", addr.to_string())
            .env("CSDL_BASE_URL", format!("http://{addr}"))
            .env("LEPTOS_OUTPUT_NAME", "csdl")
            .env("LEPTOS_SITE_ROOT", &site)
            .env("LEPTOS_HASH_FILE_NAME", &names)
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        let program = Self { process, addr };
        let until = Instant::now() + START_MAX;
        while !program.is_ready() {
            assert!(Instant::now() < until, "the program does not answer");
            std::thread::sleep(Duration::from_millis(5));
        }
        program
    }

    fn is_ready(&self) -> bool {
        let Ok(mut connection) = TcpStream::connect(self.addr) else { return false };
        let asked = format!("GET /readyz HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.addr);
        connection.write_all(asked.as_bytes()).is_ok() && status(&mut connection).contains(" 200 ")
    }

    /// Asks as a reader's browser does, and waits for the answer.
    pub fn read(&self, path: &str) -> String {
        let mut connection = TcpStream::connect(self.addr).expect("a connection");
        let asked = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\nuser-agent: Mozilla/5.0 Firefox/133.0\r\nconnection: close\r\n\r\n",
            self.addr
        );
        connection.write_all(asked.as_bytes()).expect("the request is sent");
        status(&mut connection)
    }

    /// Sends the whole request.
    pub fn send(&mut self, sent: &Sent, cookie: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.addr).expect("a connection");
        let head = format!(
            "POST {} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\n\
             content-type: {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            sent.path,
            self.addr,
            sent.kind,
            sent.body.len()
        );
        connection.write_all(&[head.as_bytes(), &sent.body].concat()).expect("the request is sent");
        connection
    }

    /// Ends it as the power does: on Unix this is SIGKILL.
    pub fn kill(&mut self) {
        self.process.kill().expect("it runs");
        self.process.wait().expect("it ended");
    }
}

/// The first line of an answer.
pub fn status(connection: &mut TcpStream) -> String {
    let mut line = String::new();
    BufReader::new(connection).read_line(&mut line).map_or_else(|_| String::new(), |_| line)
}
