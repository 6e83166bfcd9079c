//! Pages beside the bare handler that returns the same bytes, turn about.

use std::path::Path;
use std::time::Duration;

use crate::client::{Connection, Load, Target, load, median};
use crate::service::Running;
use crate::{Outcome, own, peer};

/// What is measured: a name, a path, and whether with a session.
const CASES: [(&str, &str, bool); 6] = [
    ("Tìm trong danh mục, khách", "/danh-muc?q=dat%20dai&form=open", false),
    ("Danh mục, khách", "/danh-muc", false),
    ("Một CSDL, khách", "/danh-muc/DC-016", false),
    ("Tìm trong danh mục, đã đăng nhập", "/danh-muc?q=dat%20dai&form=open", true),
    ("Danh mục, đã đăng nhập", "/danh-muc", true),
    ("Một CSDL, đã đăng nhập", "/danh-muc/DC-016", true),
];
const CONNECTIONS: [usize; 2] = [1, 32];

/// A page and the bare handler, over so many connections.
pub struct Compared {
    pub name: &'static str,
    pub connections: usize,
    /// Of the body as sent.
    pub bytes: usize,
    pub page: Load,
    pub bare: Load,
}

/// Measures every case.
pub async fn measure(service: &Running, folder: &Path, rounds: usize, lasting: Duration) -> Outcome<Vec<Compared>> {
    let session = service.sign_in().await?;
    let mut targets = Vec::new();
    let mut sizes = Vec::new();
    for (number, (_, path, signed_in)) in CASES.into_iter().enumerate() {
        let cookie = if signed_in { session.clone() } else { String::new() };
        let target = Target { addr: service.addr, path: path.to_owned(), cookie, headers: &[] };
        // The second answer is the usual one: the first fills what is kept.
        let mut connection = Connection::open(service.addr).await?;
        connection.get(&target).await?;
        let answer = connection.get(&target).await?;
        if !answer.status.is_success() {
            return Err(format!("{path} trả lời {}", answer.status).into());
        }
        peer::keep(folder, number, &answer)?;
        sizes.push(answer.body.len());
        targets.push(target);
    }
    let (_peer, addr) = own::start(&["peer".as_ref(), folder.as_os_str()]).await?;
    let mut measured = Vec::new();
    for (number, (name, ..)) in CASES.into_iter().enumerate() {
        let bare = Target { addr, path: format!("/{number}"), cookie: String::new(), headers: &[] };
        for connections in CONNECTIONS {
            println!("{name}, {connections} kết nối…");
            let (page, bare) = turn_about(&targets[number], &bare, connections, rounds, lasting).await?;
            measured.push(Compared { name, connections, bytes: sizes[number], page, bare });
        }
    }
    Ok(measured)
}

/// Both, turn about, so that a busy moment of the machine meets both; the median of each.
async fn turn_about(
    page: &Target,
    bare: &Target,
    connections: usize,
    rounds: usize,
    lasting: Duration,
) -> Outcome<(Load, Load)> {
    let (mut pages, mut bares) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        pages.push(load(page, connections, lasting).await?);
        bares.push(load(bare, connections, lasting).await?);
    }
    Ok((median(&pages), median(&bares)))
}
