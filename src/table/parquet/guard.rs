//! Decoders that give up by panicking, as some of the crate `parquet` do where a file is damaged in a
//! way that was not foreseen.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::parquet::errors::ParquetError as DecoderError;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps a decoder that gives up from printing, since that becomes an error; for a program to call
/// once, before it reads.
pub(crate) fn silence_decoders() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !IS_GUARDED.get() {
            print(panic);
        }
    }));
}

/// Runs a decoder, which may give up on a damaged file by panicking.
pub(super) fn guarded<T>(decode: impl FnOnce() -> Result<T, DecoderError>) -> Result<T, String> {
    IS_GUARDED.set(true);
    let decoded = catch_unwind(AssertUnwindSafe(decode));
    IS_GUARDED.set(false);
    match decoded {
        Ok(Ok(decoded)) => Ok(decoded),
        Ok(Err(DecoderError::General(detail))) => Err(detail),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the decoder gave up".to_owned()),
    }
}
