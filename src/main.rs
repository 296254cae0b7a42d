//! The `standpunt` program: parses arguments, runs the command, prints errors, sets the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    standpunt::cli::main()
}
