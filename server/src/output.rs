//! What commands print. Who stops reading has enough: a closed pipe, as of `csdl … | head`, is no failure.

use std::fmt;
use std::io::{self, ErrorKind, Write};

/// A line on the standard output, as `println!` has it.
macro_rules! say {
    ($($part:tt)*) => { $crate::output::line(format_args!($($part)*)) };
}

/// A line on the standard error, as `eprintln!` has it.
macro_rules! complain {
    ($($part:tt)*) => { $crate::output::line_aside(format_args!($($part)*)) };
}

pub(crate) use {complain, say};

/// Behind [`say`].
pub(crate) fn line(text: fmt::Arguments<'_>) {
    expect(write_to(&mut io::stdout().lock(), format!("{text}\n").as_bytes()));
}

/// Behind [`complain`].
pub(crate) fn line_aside(text: fmt::Arguments<'_>) {
    expect(write_to(&mut io::stderr().lock(), format!("{text}\n").as_bytes()));
}

/// Bytes and nothing else on the standard output.
///
/// # Errors
/// What keeps the system from writing them, but for a closed pipe.
pub(crate) fn print(bytes: &[u8]) -> io::Result<()> {
    write_to(&mut io::stdout().lock(), bytes)
}

fn write_to(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// What is neither written nor unwanted is lost, as a full disk loses it: that ends the program, as `println!` does.
fn expect(written: io::Result<()>) {
    if let Err(error) = written {
        panic!("nothing can be printed: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What takes nothing, for a reason.
    struct Shut(ErrorKind);

    impl Write for Shut {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
        for (kind, failed) in [(ErrorKind::BrokenPipe, None), (ErrorKind::StorageFull, Some(ErrorKind::StorageFull))] {
            let written = write_to(&mut Shut(kind), b"mot dong");
            assert_eq!(written.err().map(|error| error.kind()), failed, "{kind}");
        }
        let mut taken = Vec::new();
        write_to(&mut taken, b"mot dong").expect("written");
        assert_eq!(taken, b"mot dong");
    }
}
