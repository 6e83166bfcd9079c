//! `cargo xtask bench`: the benchmarks, on SQLite or on a PostgreSQL started here.

use crate::postgres::Postgres;
use crate::sh::{self, Outcome, Steps};
use crate::{build, setup};

/// Builds everything for release and measures. `--postgres`: on PostgreSQL; `--record`: writes the figures into the
/// documentation; what stands after `--` goes to the measuring program.
pub fn run(args: &[String]) -> Outcome {
    let own = |flag: &str| args.iter().take_while(|arg| *arg != "--").any(|arg| arg == flag);
    let mut steps = Steps::new(9);
    setup::for_build(&mut steps)?;
    setup::for_tests(&mut steps)?;
    setup::for_bench(&mut steps)?;
    build::site(&mut steps)?;
    steps.next("dựng chương trình đo");
    sh::run(sh::command("cargo").args(["build", "--release", "--locked", "--package", "bench"]))?;
    steps.next("đo");
    let mut measure = sh::command(sh::target().join("release/bench"));
    measure.arg("run").arg("--program").arg(build::binary()).arg("--root").arg(sh::root());
    let database = own("--postgres").then(Postgres::start).transpose()?;
    if let Some(database) = &database {
        measure.args(["--database-url", &database.url()]);
    }
    if own("--record") {
        let file = if database.is_some() { "docs/so-do-postgresql.md" } else { "docs/so-do.md" };
        measure.arg("--record").arg(sh::root().join(file));
    }
    measure.args(args.iter().skip_while(|arg| *arg != "--").skip(1));
    sh::run(&mut measure)?;
    steps.done();
    Ok(())
}
