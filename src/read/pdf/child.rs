//! Reads a PDF in a process of its own, which may take only so much time and memory.
//!
//! The child is the program itself with the hidden command `read-pdf`: the bytes go to its standard
//! input, the text or the error comes back as JSON. A child that hangs is killed; one that dies
//! takes nothing else with it.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use wait_timeout::ChildExt as _;

use super::{PdfError, PdfText, extract_within};

/// The hidden command that [`extract_in_child`] starts.
const COMMAND: &str = "read-pdf";

/// What reading one PDF may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PdfLimits {
    /// Seconds until the process is killed; default 60.
    pub seconds: u64,
    /// Megabytes of address space; default 2048. Only Unix systems hold a process to it.
    pub megabytes: u64,
    /// Pages; default 5000.
    pub pages: usize,
}

impl Default for PdfLimits {
    fn default() -> Self {
        Self {
            seconds: 60,
            megabytes: 2048,
            pages: 5000,
        }
    }
}

/// The text of a PDF, read by `program` in a process of its own.
///
/// # Errors
/// As for [`extract`](super::extract), and where a limit is passed or the process dies.
pub fn extract_in_child(
    program: &Path,
    bytes: &[u8],
    limits: &PdfLimits,
) -> Result<PdfText, PdfError> {
    let not_started = |error: io::Error| PdfError::NotStarted {
        detail: error.to_string(),
    };
    let mut child = Command::new(program)
        .arg(COMMAND)
        .args(["--megabytes", &limits.megabytes.to_string()])
        .args(["--pages", &limits.pages.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    let (status, stdout, stderr) = converse(&mut child, bytes, limits).map_err(not_started)?;
    let Some(status) = status else {
        return Err(PdfError::TimeLimit {
            seconds: limits.seconds,
        });
    };
    match serde_json::from_slice(&stdout) {
        Ok(answer) => answer,
        Err(_) => Err(death(status, &String::from_utf8_lossy(&stderr), limits)),
    }
}

/// Gives the bytes to the child and takes what it writes; no status where it had to be killed.
fn converse(
    child: &mut Child,
    bytes: &[u8],
    limits: &PdfLimits,
) -> io::Result<(Option<ExitStatus>, Vec<u8>, Vec<u8>)> {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(move || {
            // A child that ends early closes the pipe; its answer says why.
            if let Some(mut stdin) = stdin {
                let _ = stdin.write_all(bytes);
            }
        });
        let stdout = scope.spawn(move || read_all(stdout));
        let stderr = scope.spawn(move || read_all(stderr));
        let status = child.wait_timeout(Duration::from_secs(limits.seconds));
        if !matches!(status, Ok(Some(_))) {
            child.kill()?;
            child.wait()?;
        }
        Ok((
            status?,
            stdout.join().unwrap_or_default(),
            stderr.join().unwrap_or_default(),
        ))
    })
}

fn read_all(pipe: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        let _ = pipe.read_to_end(&mut bytes);
    }
    bytes
}

/// What a child that gave no answer died of.
fn death(status: ExitStatus, stderr: &str, limits: &PdfLimits) -> PdfError {
    if stderr.contains("memory allocation of") {
        return PdfError::MemoryLimit {
            megabytes: limits.megabytes,
        };
    }
    let first = stderr.lines().find(|line| !line.trim().is_empty());
    let detail = match first {
        Some(line) => format!("{status}; {}", line.trim()),
        None => status.to_string(),
    };
    PdfError::Crashed { detail }
}

/// The child's side: reads a PDF from `input` and writes its text, or the error, to `output` as
/// JSON. Holds the process to `limits.megabytes` before it reads.
///
/// # Errors
/// Where input or output fail.
pub fn serve(mut input: impl Read, mut output: impl Write, limits: &PdfLimits) -> io::Result<()> {
    limit_memory(limits.megabytes)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let answer = extract_within(&bytes, limits.pages);
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

#[cfg(unix)]
fn limit_memory(megabytes: u64) -> io::Result<()> {
    let wanted = megabytes.saturating_mul(1 << 20);
    let (_, hard) = rlimit::Resource::AS.get()?;
    rlimit::Resource::AS.set(wanted.min(hard), hard)
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "other systems can fail here")]
fn limit_memory(_megabytes: u64) -> io::Result<()> {
    Ok(())
}
