//! How well the PDF reader keeps the words of printed pages in the order of reading.
//!
//! Compares pages of the sample PDFs with a careful reading that somebody wrote down from pictures of
//! the pages. Neither is part of the repository; two environment variables name the folders:
//!
//! ```text
//! STANDPUNT_SAMPLES      holds pdf/NAME.pdf
//! STANDPUNT_PDF_READING  holds NAME-pN.txt, the careful reading of page N
//! ```
//!
//! For every page: words of the careful reading; how many of them the reader has in the same order
//! (longest common subsequence); how many words it has besides. Words are what stands between white
//! space, so a word that is cut at a line end counts as two, as printed. The last line gives pages per
//! second over all the PDFs of the samples, in this process.
//!
//! ```text
//! cargo run --release --example pdf_reading
//! ```

#![expect(clippy::print_stdout, reason = "an example prints what it measures")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, io};

use standpunt::read::pdf::{PdfText, extract};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let (Some(samples), Some(reading)) = (
        env::var_os("STANDPUNT_SAMPLES"),
        env::var_os("STANDPUNT_PDF_READING"),
    ) else {
        println!("skipped: STANDPUNT_SAMPLES and STANDPUNT_PDF_READING name no folders");
        return Ok(());
    };
    let folder = Path::new(&samples).join("pdf");
    let mut texts: BTreeMap<String, PdfText> = BTreeMap::new();
    for path in files(&folder, "pdf")? {
        texts.insert(stem(&path), extract(&fs::read(&path)?)?);
    }
    let (mut n_words, mut n_found, mut n_extra) = (0, 0, 0);
    println!(
        "{:<44} {:>6} {:>9} {:>7} {:>6}",
        "page", "words", "in order", "share", "extra"
    );
    for path in files(Path::new(&reading), "txt")? {
        let name = stem(&path);
        let Some((file, page)) = name.rsplit_once("-p") else {
            continue;
        };
        let Some(text) = texts.get(file) else {
            continue;
        };
        let careful = fs::read_to_string(&path)?;
        let page = page_of(text, page.parse()?);
        if let Some(folder) = env::var_os("STANDPUNT_PDF_READ") {
            fs::write(Path::new(&folder).join(format!("{name}.txt")), page)?;
        }
        let (expected, read) = (words(&careful), words(page));
        let found = common_subsequence(&expected, &read);
        print_row(&name, expected.len(), found, read.len() - found);
        n_words += expected.len();
        n_found += found;
        n_extra += read.len() - found;
    }
    print_row("all", n_words, n_found, n_extra);
    print_speed(&folder)
}

fn print_row(name: &str, words: usize, found: usize, extra: usize) {
    let share = 100.0 * found as f64 / words.max(1) as f64;
    println!("{name:<44} {words:>6} {found:>9} {share:>6.2}% {extra:>6}");
}

fn print_speed(folder: &Path) -> Result<(), Failure> {
    let files: Vec<Vec<u8>> = files(folder, "pdf")?
        .iter()
        .map(fs::read)
        .collect::<io::Result<_>>()?;
    let start = Instant::now();
    let mut n_pages = 0;
    for _ in 0..20 {
        for bytes in &files {
            n_pages += extract(bytes)?.page_starts.len();
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{n_pages} pages in {seconds:.2} s: {:.0} pages per second",
        n_pages as f64 / seconds
    );
    Ok(())
}

fn page_of(text: &PdfText, page: usize) -> &str {
    let start = text
        .page_starts
        .get(page.saturating_sub(1))
        .copied()
        .unwrap_or(text.text.len());
    let end = text
        .page_starts
        .get(page)
        .copied()
        .unwrap_or(text.text.len());
    &text.text[start..end]
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Length of the longest common subsequence.
fn common_subsequence(a: &[&str], b: &[&str]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (n, other) in b.iter().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if word == other {
                diagonal + 1
            } else {
                above.max(row[n])
            };
            diagonal = above;
        }
    }
    row[b.len()]
}

fn files(folder: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|it| it.path()))
        .collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|it| it == extension));
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|it| it.to_string_lossy().into_owned())
        .unwrap_or_default()
}
