//! The bare handlers, in processes of their own: this program again, with another command.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::process::Stdio;

use axum::Router;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::Outcome;

/// Starts it, and gives the address that it prints. It ends when the [`Child`] is dropped.
pub async fn start(args: &[&OsStr]) -> Outcome<(Child, SocketAddr)> {
    let mut child =
        Command::new(std::env::current_exe()?).args(args).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
    let output = child.stdout.take().ok_or("máy chủ trần không có đầu ra")?;
    let line = BufReader::new(output).lines().next_line().await?.ok_or("máy chủ trần không chạy")?;
    Ok((child, line.trim().parse()?))
}

/// Serves in such a process: prints the address and stays.
pub async fn serve(routes: Router) -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, routes).await?;
    Ok(())
}
