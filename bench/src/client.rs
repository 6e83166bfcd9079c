//! A client that keeps its connections, and the load that several of them make.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, COOKIE, HOST, ORIGIN};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::Outcome;

/// What is asked for, again and again.
#[derive(Clone)]
pub struct Target {
    pub addr: SocketAddr,
    pub path: String,
    /// The session's cookie; empty for an anonymous visitor.
    pub cookie: String,
    /// Further headers.
    pub headers: &'static [(&'static str, &'static str)],
}

/// An answer, whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

pub struct Connection(SendRequest<Full<Bytes>>);

impl Connection {
    pub async fn open(addr: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(addr).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self(sender))
    }

    /// Asks as a browser does, which takes packed answers.
    pub async fn get(&mut self, target: &Target) -> Outcome<Answer> {
        self.send(target, Method::GET, "br", Bytes::new()).await
    }

    /// Asks for an answer that is to be read here.
    pub async fn get_plain(&mut self, target: &Target) -> Outcome<Answer> {
        self.send(target, Method::GET, "identity", Bytes::new()).await
    }

    /// Sends a form as a browser on the same site does.
    pub async fn post(&mut self, target: &Target, form: &str) -> Outcome<Answer> {
        self.send(target, Method::POST, "br", Bytes::copy_from_slice(form.as_bytes())).await
    }

    async fn send(&mut self, target: &Target, method: Method, encoding: &str, body: Bytes) -> Outcome<Answer> {
        let mut request = Request::builder()
            .method(&method)
            .uri(&target.path)
            .header(HOST, target.addr.to_string())
            .header(ACCEPT_ENCODING, encoding);
        for (name, value) in target.headers {
            request = request.header(*name, *value);
        }
        if !target.cookie.is_empty() {
            request = request.header(COOKIE, &target.cookie);
        }
        if method == Method::POST {
            request = request
                .header(ORIGIN, format!("http://{}", target.addr))
                .header("content-type", "application/x-www-form-urlencoded");
        }
        self.0.ready().await?;
        let response = self.0.send_request(request.body(Full::new(body))?).await?;
        let (parts, body) = response.into_parts();
        Ok(Answer { status: parts.status, headers: parts.headers, body: body.collect().await?.to_bytes() })
    }
}

/// What a load came to.
#[derive(Clone, Debug, Default)]
pub struct Load {
    pub per_second: f64,
    /// Milliseconds.
    pub p50: f64,
    pub p99: f64,
}

/// Asks over `connections` at once for a while. Every answer must be 200.
pub async fn load(target: &Target, connections: usize, lasting: Duration) -> Outcome<Load> {
    load_each(std::slice::from_ref(target), 0, connections, lasting).await
}

/// Asks one target after another, from `first` on, over `connections` at once for a while: each connection its own
/// share of them. Every answer must be 200.
pub async fn load_each(targets: &[Target], first: usize, connections: usize, lasting: Duration) -> Outcome<Load> {
    let targets = Arc::new(targets.to_vec());
    let begun = Instant::now();
    let mut asking = Vec::new();
    for at in 0..connections {
        asking.push(tokio::spawn(ask(Arc::clone(&targets), first + at, connections, begun + lasting)));
    }
    let mut times = Vec::new();
    for one in asking {
        times.extend(one.await??);
    }
    let took = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
        times.get(index).map_or(0.0, |time: &Duration| time.as_secs_f64() * 1_000.0)
    };
    Ok(Load { per_second: times.len() as f64 / took, p50: at(0.5), p99: at(0.99) })
}

/// The figures in the middle of several rounds.
pub fn median(loads: &[Load]) -> Load {
    let of = |figure: fn(&Load) -> f64| {
        let mut figures: Vec<f64> = loads.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or_default()
    };
    Load { per_second: of(|load| load.per_second), p50: of(|load| load.p50), p99: of(|load| load.p99) }
}

async fn ask(targets: Arc<Vec<Target>>, first: usize, step: usize, until: Instant) -> Outcome<Vec<Duration>> {
    let mut times = Vec::new();
    let Some(one) = targets.first() else { return Ok(times) };
    let mut connection = Connection::open(one.addr).await?;
    let mut at = first;
    while Instant::now() < until {
        let target = &targets[at % targets.len()];
        at += step;
        let begun = Instant::now();
        let answer = connection.get(target).await?;
        times.push(begun.elapsed());
        if answer.status != StatusCode::OK {
            return Err(format!("{} trả lời {}", target.path, answer.status).into());
        }
    }
    Ok(times)
}
