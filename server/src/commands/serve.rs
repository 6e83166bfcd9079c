//! `csdl serve`: the server, until it is told to stop.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::site_files::hashes_file;
use clap::Args;
use domain::format::local_date;
use leptos::config::{LeptosOptions, get_configuration};
use store::Store;
use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::time::MissedTickBehavior;

use super::{demo_password, open};
use crate::clock::Clock;
use crate::config::Config;
use crate::failure::Failure;
use crate::mail::{self, Mailer};
use crate::output::say;
use crate::page_cache::PageCache;
use crate::router::router;
use crate::seed::{DEMO_ACCOUNTS, Scenario, seed};
use crate::state::{AppState, Demo};
use crate::stylesheet::Stylesheet;
use crate::{telemetry, usage};

/// The time that requests under way have to finish when the server stops.
const DRAIN: Duration = Duration::from_secs(10);
const TIDY_EVERY: Duration = Duration::from_secs(3_600);
const WATCH_EVERY: Duration = Duration::from_secs(1);

#[derive(Args)]
pub struct Serve {
    /// Nạp dữ liệu minh họa và tài khoản dùng thử nếu chưa có.
    #[arg(long)]
    demo: bool,
    /// Cho phép --demo trên địa chỉ không phải máy này.
    #[arg(long)]
    demo_on_public_address: bool,
}

/// Serves until SIGTERM or Ctrl-C.
///
/// # Errors
/// A configuration or surroundings in which it cannot start.
pub async fn run(config: Config, args: Serve) -> Result<(), Failure> {
    telemetry::start(config.log);
    if args.demo && !config.addr.ip().is_loopback() && !args.demo_on_public_address {
        return Err(Failure::usage(
            "--demo mở tài khoản dùng thử: chỉ chạy trên địa chỉ của máy này, trừ khi thêm --demo-on-public-address.",
        ));
    }
    let store = open(&config).await?;
    store.close_periods_after(config.close_period_after_days);
    if args.demo {
        demo(&store, &config).await?;
    }
    let (sender, receiver) = usage::channel();
    let writer = tokio::spawn(usage::write(store.clone(), receiver));
    let tidier = tokio::spawn(tidy(store.clone(), config.usage_keep_days));
    let watcher = tokio::spawn(watch(store.clone()));
    let preparer = tokio::spawn(prepare(store.clone()));
    let mailer = Mailer::of(&config)?;
    let reminder = tokio::spawn(mail::remind(store.clone()));
    let sender_of_mail = mailer.map(|mailer| tokio::spawn(mail::send(store.clone(), mailer)));
    let leptos = leptos_options(config.addr)?;
    let listener = TcpListener::bind(config.addr).await;
    let listener = listener.map_err(|error| Failure::usage(format!("Không mở được {}: {error}", config.addr)))?;
    let style = Stylesheet::read(&leptos, &hashes_file(&leptos)).map(Arc::new);
    if style.is_none() {
        tracing::warn!("the stylesheet cannot stand within pages: every page links to it");
    }
    let state = AppState {
        leptos,
        store,
        config: Arc::new(config.clone()),
        cache: Arc::new(PageCache::default()),
        usage: sender,
        demo: Demo(args.demo),
        style,
    };
    say!("Cổng dữ liệu dùng chung: {}", config.base_url);
    tracing::info!(?config, "serving");
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let (stopping, told) = tokio::sync::oneshot::channel();
    let server = axum::serve(listener, service).with_graceful_shutdown(async {
        stop_signal().await;
        // Whoever waits below may be gone already.
        let _gone = stopping.send(());
    });
    let drained = async {
        // An error here means that the server ended by itself.
        drop(told.await);
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        ended = server => ended?,
        () = drained => tracing::warn!("requests were cut off after {DRAIN:?}"),
    }
    tidier.abort();
    watcher.abort();
    preparer.abort();
    reminder.abort();
    // A message in hand is taken up again when its lease runs out.
    if let Some(task) = sender_of_mail {
        task.abort();
    }
    // The router is gone, and with it the last sender: what waits is written, then the writer ends.
    if tokio::time::timeout(DRAIN, writer).await.is_err() {
        tracing::error!("the last counts of use were not written");
    }
    tracing::info!("stopped");
    Ok(())
}

async fn demo(store: &Store, config: &Config) -> Result<(), Failure> {
    let (password, drawn) = demo_password();
    seed(store, Scenario::Demo, &password, OffsetDateTime::now_utc()).await?;
    let system = domain::account::Actor::system(OffsetDateTime::now_utc());
    // A drawn password is told once and is the one of this run.
    for (username, ..) in DEMO_ACCOUNTS {
        store.reset_password(&system, username, &password).await?;
    }
    say!("Dữ liệu minh họa tại {}. Tài khoản dùng thử:", config.base_url);
    for (username, name, role, agency) in DEMO_ACCOUNTS {
        say!("  {username:20} {name:20} {role} ({agency})");
    }
    say!("Mật khẩu chung: {password}{}", if drawn { " (đặt trước bằng CSDL_DEMO_PASSWORD)" } else { "" });
    Ok(())
}

/// Leptos' own options: from `Leptos.toml` beside the program's working folder, else as built in.
fn leptos_options(addr: SocketAddr) -> Result<LeptosOptions, Failure> {
    let file = Path::new("Leptos.toml").exists().then_some("Leptos.toml");
    let read = get_configuration(file).map_err(|error| Failure::usage(format!("Leptos.toml: {error}")))?;
    let mut options = read.leptos_options;
    options.site_addr = addr;
    let site = Path::new(options.site_root.as_ref());
    // Leptos panics at each page without the names' hashes.
    let hashes = hashes_file(&options);
    if let Some(missing) = [site, &hashes].into_iter().find(|file| !file.exists()) {
        let missing = missing.display();
        return Err(Failure::usage(format!(
            "Thiếu giao diện web ({missing}): dựng bằng `cargo xtask demo`, hoặc đặt LEPTOS_SITE_ROOT."
        )));
    }
    Ok(options)
}

/// Forgets sessions that ended, imports that nobody confirmed and events of use past their time, lets the duties follow the calendar, notes what only the
/// present tells, and closes years that are long over, hourly.
async fn tidy(store: Store, usage_keep_days: u32) {
    let mut ticks = tokio::time::interval(TIDY_EVERY);
    let mut clock = Clock::new(Instant::now(), OffsetDateTime::now_utc());
    loop {
        ticks.tick().await;
        let now = OffsetDateTime::now_utc();
        if let Err(error) = store.forget_expired(now).await {
            tracing::error!(%error, "ended sessions were not forgotten");
        }
        // An import that was cut short left events that are not rolled up.
        if let Err(error) = store.roll_up_usage().await {
            tracing::error!(%error, "use was not rolled up");
        }
        match store.forget_imports(now).await {
            Ok(0) => {}
            Ok(imports) => tracing::info!(imports, "imports that nobody confirmed were forgotten"),
            Err(error) => tracing::error!(%error, "abandoned imports were not forgotten"),
        }
        match store.follow_duties(now).await {
            Ok(0) => {}
            Ok(begun) => tracing::info!(begun, "duties began"),
            Err(error) => tracing::error!(%error, "the duties do not follow the calendar"),
        }
        if let Err(error) = store.note_present(now).await {
            tracing::error!(%error, "the figures of the present were not noted");
        }
        if !clock.is_steady(Instant::now(), now) {
            tracing::warn!("the clock was set: no use is forgotten and no year closed until it has gone a day");
            continue;
        }
        match store.close_due(now).await {
            Ok(periods) if periods.is_empty() => {}
            Ok(periods) => tracing::info!(?periods, "the figures of years were closed"),
            Err(error) => tracing::error!(%error, "years that are over were not closed"),
        }
        // Last, for years of events may take minutes.
        match store.forget_usage(now, usage_keep_days).await {
            Ok(0) => {}
            Ok(events) => tracing::info!(events, "raw events of use were forgotten"),
            Err(error) => tracing::error!(%error, "old events of use were not forgotten"),
        }
    }
}

/// Sees what other processes change: an import by command shows on the pages of a running server.
async fn watch(store: Store) {
    let mut ticks = tokio::time::interval(WATCH_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        ticks.tick().await;
        let looked = store.look_for_changes().await;
        // Told once, not each second, until it works again.
        if let Err(error) = &looked
            && !failing
        {
            tracing::error!(%error, "changes of other processes are not seen");
        }
        failing = looked.is_err();
    }
}

/// Keeps the index of the search and the home page ready: after the start, a change of the data, and midnight.
async fn prepare(store: Store) {
    let mut ticks = tokio::time::interval(WATCH_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut prepared = None;
    loop {
        ticks.tick().await;
        let now = OffsetDateTime::now_utc();
        let of = (store.data_version(), local_date(now));
        if prepared != Some(of) {
            match store.prepare(now).await {
                Ok(()) => prepared = Some(of),
                Err(error) => {
                    tracing::error!(%error, "the index of the search is not ready: the next question builds it")
                }
            }
        }
    }
}

async fn stop_signal() {
    let interrupt = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C is not heard");
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => tracing::error!(%error, "SIGTERM is not heard"),
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
