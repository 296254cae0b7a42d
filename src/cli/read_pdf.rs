//! `standpunt read-pdf`: reads one PDF for another `standpunt`, within limits.

use std::io;

use clap::Args;

use crate::read::pdf::{PdfLimits, serve};

/// Options of `read-pdf`.
#[derive(Debug, Args)]
pub(super) struct ReadPdfArgs {
    /// Address space the process may take
    #[arg(long, value_name = "MB", default_value_t = PdfLimits::default().megabytes)]
    megabytes: u64,
    /// Pages the document may have
    #[arg(long, value_name = "N", default_value_t = PdfLimits::default().pages)]
    pages: usize,
}

/// Standard input to JSON on standard output.
pub(super) fn run(args: &ReadPdfArgs) -> io::Result<()> {
    let limits = PdfLimits {
        megabytes: args.megabytes,
        pages: args.pages,
        ..PdfLimits::default()
    };
    serve(io::stdin().lock(), io::stdout().lock(), &limits)
}
