//! PDFs that cannot be read, and the process that reads them.

#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]

mod support;

use std::path::Path;

use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};
use standpunt::read::pdf::{PdfError, PdfLimits, extract, extract_in_child};
use support::pdf::{Pdf, Type};

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_standpunt"))
}

fn letter() -> Pdf {
    let mut pdf = Pdf::default();
    for number in 1..=3 {
        pdf.page().line(
            Type::Plain,
            10.0,
            80.0,
            100.0,
            &format!("Dit is bladzijde {number} van de brief."),
        );
    }
    pdf
}

fn refusal(bytes: &[u8]) -> PdfError {
    extract(bytes).unwrap_err()
}

#[test]
fn a_file_that_is_no_pdf_is_refused() {
    let error = refusal(b"<html>Niet gevonden</html>");
    assert_eq!(
        error.to_string(),
        "the file is no PDF: `%PDF-` is not among its first 26 bytes"
    );
    assert_eq!(error.reason(), "format");
}

#[test]
fn a_scan_is_refused_with_the_number_of_its_pictures() {
    let mut pdf = Pdf::default();
    pdf.page().picture();
    pdf.page().picture();
    let error = refusal(&pdf.bytes());
    assert_eq!(
        error.to_string(),
        "the PDF has no text layer: 2 pages, 2 images, no letters"
    );
    assert!(error.help().contains("ocrmypdf"));
}

#[test]
fn a_scanned_page_among_others_is_told() {
    let mut pdf = letter();
    pdf.page().picture();
    let text = extract(&pdf.bytes()).unwrap();
    assert_eq!(text.pages_without_text, [4]);
    assert_eq!(text.page_starts.len(), 4);
}

#[test]
fn a_file_that_breaks_off_is_refused() {
    let bytes = letter().bytes();
    for share in [3, 5, 7, 9] {
        let error = refusal(&bytes[..bytes.len() * share / 10]);
        assert!(
            matches!(error, PdfError::Truncated { .. }),
            "{share}: {error}"
        );
    }
}

#[test]
fn pages_that_are_missing_are_not_passed_over() {
    let bytes = String::from_utf8(letter().bytes()).unwrap();
    let damaged = bytes.replacen("/Count 3", "/Count 5", 1);
    assert_eq!(
        refusal(damaged.as_bytes()).to_string(),
        "the PDF is damaged: 3 of 5 pages can be reached"
    );
}

/// The letter, encrypted so that `user` opens it.
fn encrypted(user: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&letter().bytes()).unwrap();
    let id = Object::String(b"0123456789abcdef".to_vec(), StringFormat::Literal);
    document
        .trailer
        .set("ID", Object::Array(vec![id.clone(), id]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "eigenaar",
        user_password: user,
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_password_is_asked_for_only_where_opening_needs_one() {
    let error = refusal(&encrypted("geheim"));
    assert_eq!(
        error.to_string(),
        "the PDF is encrypted: it opens only with a password"
    );
    let text = extract(&encrypted("")).unwrap();
    assert!(text.text.starts_with("Dit is bladzijde 1"));
}

#[test]
fn letters_without_characters_are_never_passed_on() {
    let mut pdf = Pdf::default();
    pdf.font(
        "F3",
        "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Proef /Encoding /Identity-H \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Proef >>] >>",
    );
    pdf.page()
        .line(
            Type::Plain,
            10.0,
            80.0,
            100.0,
            "Dit zijn letters die er wel zijn",
        )
        .draw("BT /F3 10 Tf 100 600 Td <000100020003> Tj ET");
    assert_eq!(
        refusal(&pdf.bytes()),
        PdfError::Unmapped {
            unmapped: 3,
            letters: 29
        }
    );
}

#[test]
fn a_page_that_draws_itself_for_ever_ends() {
    let mut pdf = Pdf::default();
    pdf.form(
        "Form",
        "",
        "BT /F1 10 Tf 0 600 Td (weer) Tj ET /Form Do /Form Do",
    );
    pdf.page().draw("/Form Do");
    let text = extract(&pdf.bytes()).unwrap();
    assert_eq!(text.damaged_pages, [1]);
}

#[test]
fn the_child_reads_what_the_library_reads() {
    let bytes = letter().bytes();
    let text = extract_in_child(program(), &bytes, &PdfLimits::default()).unwrap();
    assert_eq!(text, extract(&bytes).unwrap());
    let error = extract_in_child(program(), &encrypted("geheim"), &PdfLimits::default());
    assert!(matches!(error, Err(PdfError::Encrypted { .. })));
}

#[test]
fn the_child_is_held_to_its_limits() {
    let limits = PdfLimits {
        pages: 2,
        ..PdfLimits::default()
    };
    let error = extract_in_child(program(), &letter().bytes(), &limits).unwrap_err();
    assert_eq!(error, PdfError::TooManyPages { found: 3, limit: 2 });

    let slow = PdfLimits {
        seconds: 0,
        ..PdfLimits::default()
    };
    let error = extract_in_child(program(), &letter().bytes(), &slow).unwrap_err();
    assert_eq!(error, PdfError::TimeLimit { seconds: 0 });

    let mut large = Pdf::default();
    let line = "BT /F1 10 Tf 80 600 Td (steeds dezelfde regel) Tj ET ".repeat(40_000);
    large.page().draw(&line);
    let small = PdfLimits {
        megabytes: 64,
        ..PdfLimits::default()
    };
    let error = extract_in_child(program(), &large.bytes(), &small).unwrap_err();
    assert_eq!(error, PdfError::MemoryLimit { megabytes: 64 });
}

#[test]
fn the_hidden_command_answers_on_standard_output_and_refuses_other_words() {
    let run = |words: &[&str]| {
        let mut command = assert_cmd::Command::new(program());
        command
            .arg("read-pdf")
            .args(words)
            .write_stdin("geen PDF")
            .output()
            .unwrap()
    };
    let answer = run(&[]);
    assert!(answer.status.success());
    let json = String::from_utf8(answer.stdout).unwrap();
    assert_eq!(json, r#"{"Err":{"NotPdf":{"searched":8}}}"#);
    let wrong = run(&["--pages", "veel"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_program_that_is_none_or_says_nothing_is_told() {
    let none = extract_in_child(Path::new("bestaat-niet"), b"%PDF-", &PdfLimits::default());
    assert!(matches!(none, Err(PdfError::NotStarted { .. })));
    #[cfg(unix)]
    {
        let silent = extract_in_child(Path::new("/bin/true"), b"%PDF-", &PdfLimits::default());
        assert!(matches!(silent, Err(PdfError::Crashed { .. })));
    }
}

/// Bytes flipped, cut out and doubled at places that a counter picks: nothing panics, and what is read
/// has marks that lie in it.
#[test]
fn bytes_that_are_flipped_or_lost_never_panic() {
    let mut files = vec![letter().bytes(), encrypted("")];
    if let Some(samples) = std::env::var_os("STANDPUNT_SAMPLES") {
        let folder = Path::new(&samples).join("pdf");
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|it| it.unwrap().path())
            .collect();
        paths.retain(|path| path.extension().is_some_and(|it| it == "pdf"));
        paths.sort();
        files.extend(paths.into_iter().map(|path| std::fs::read(path).unwrap()));
    } else {
        println!("skipped: the PDFs of STANDPUNT_SAMPLES");
    }
    let rounds = std::env::var("STANDPUNT_MUTATIONS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60_u64);
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    let mut n_read = 0;
    for file in &files {
        for _ in 0..rounds {
            let mut bytes = file.clone();
            for _ in 0..=next(8) {
                let place = next(bytes.len());
                match next(4) {
                    0 => bytes[place] ^= 1 << next(8),
                    1 => bytes[place] = u8::try_from(next(256)).unwrap(),
                    2 => drop(
                        bytes.drain(
                            place
                                ..(place + next(200))
                                    .min(file.len())
                                    .min(bytes.len())
                                    .max(place),
                        ),
                    ),
                    _ => {
                        let part = bytes[place..(place + next(200)).min(bytes.len())].to_vec();
                        bytes.splice(place..place, part);
                    }
                }
            }
            if let Ok(text) = extract(&bytes) {
                n_read += 1;
                let mut end = 0;
                for mark in &text.marks {
                    assert!(
                        end <= mark.span.start
                            && text.text.get(mark.span.start..mark.span.end).is_some()
                    );
                    end = mark.span.end;
                }
            }
        }
    }
    println!(
        "{n_read} of {} mutated files were read",
        files.len() as u64 * rounds
    );
}
