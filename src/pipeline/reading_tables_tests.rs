//! Tables that are read in little memory are those of a corpus in memory.

use std::fmt::Write as _;
use std::fs;

use super::*;
use crate::config::Config;
use crate::pipeline::reading_document::{Piece, process};
use crate::pipeline::{Resources, read_corpus};
use crate::read::{ReadOptions, Reader, find_sources};
use crate::report::write_passages;
use crate::store::write_skipped;

const LETTER: &str = "Den Haag, 3 mei 2023\n\nGeachte voorzitter,\n\n\
     Hierbij zend ik u de toegezegde cijfers over de instroom. Zij gaan over het jaar NUMMER en \
     tellen wie voor het eerst om opvang vroeg. In de bijlage staan zij per gemeente.\n\n\
     Hoogachtend,\n\nDe Minister van Asiel,\nA. Berkhout\n";

/// Letters that copy each other, a file given twice, a table with rows that are none and ids that
/// come twice, a file that is none.
fn corpus(folder: &std::path::Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    for n in 0..12 {
        let letter = LETTER.replace("NUMMER", &format!("20{:02}", n / 3));
        write(&format!("z-brief-{n}.txt"), &letter);
    }
    fs::create_dir(folder.join("deel")).unwrap();
    write("deel/z-brief-1.txt", &LETTER.replace("NUMMER", "2000"));
    let mut table = "id,fractie,datum,tekst\n".to_owned();
    for n in 0..60 {
        let text = if n % 9 == 4 {
            ""
        } else {
            "Wij steunen deze opvang."
        };
        let date = ["2021-03-04", "", "gisteren"][n % 3];
        writeln!(table, "{n},VVD,{date},{text} Dat zegt spreker {}.", n / 2).unwrap();
        if n % 9 == 4 {
            writeln!(table, "{n},VVD").unwrap();
            writeln!(table, "leeg{n},VVD,,").unwrap();
        }
    }
    write("a-tabel.csv", &table);
    write("leeg.txt", " \n");
}

fn options(resources: &Resources) -> ReadingOptions<'_> {
    ReadingOptions {
        register: &resources.register,
        members: &resources.members,
        abbreviations: &resources.abbreviations,
        segment: resources.segment,
        read: ReadOptions::default(),
        gold: &[],
        keeps_texts: false,
    }
}

#[test]
fn tables_are_those_of_a_corpus_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let resources = Resources::load(&Config::load(None, &[]).unwrap()).unwrap();
    let options = options(&resources);
    let interrupt = Interrupt::new();
    let paths = [folder.path().to_owned()];
    let reading = read_corpus(&paths, &options, &interrupt, |_, _| {}).unwrap();
    assert!(reading.summary.n_copies > 0 && reading.skipped.len() > 12);
    let passages = write_passages(&reading.passages, Vec::new(), "").unwrap();
    let skipped = write_skipped(&reading.skipped, Vec::new(), "").unwrap();

    let mut tables = read_tables(&paths, &options, true, &interrupt, |_, _| {}).unwrap();
    assert_eq!(tables.summary, reading.summary);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let found = tables.write_passages(Vec::new(), "", &interrupt).unwrap();
    assert_eq!(text(found), text(passages));
    let found = tables.write_skipped(Vec::new(), "").unwrap();
    assert_eq!(text(found), text(skipped));

    let tables = read_tables(&paths, &options, false, &interrupt, |_, _| {}).unwrap();
    assert_eq!(tables.summary, reading.summary);
}

#[test]
fn of_a_long_document_few_passages_are_held_at_a_time() {
    /// As many as a batch has, and the one before the next.
    const MOST: usize = 1025;
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for n in 0..3000 {
        writeln!(text, "De opvang van jaar {n} blijft nodig.\n").unwrap();
    }
    let path = folder.path().join("brief.txt");
    fs::write(&path, text).unwrap();
    let resources = Resources::load(&Config::load(None, &[]).unwrap()).unwrap();
    let options = options(&resources);
    let read = |most: usize| {
        let files = find_sources(std::slice::from_ref(&path)).unwrap();
        let mut sources = Reader::default().open(&files[0]).unwrap();
        let mut counts = Vec::new();
        let mut emit = |pieces: Vec<Piece>| {
            let passages = pieces.iter().map(|piece| match piece {
                Piece::Passages(batch) => batch.passages.len(),
                _ => 0,
            });
            counts.push(passages.sum::<usize>());
            counts.len() < most
        };
        let wanted = Wanted::Tables { left_out: true };
        let source = sources.next().unwrap().unwrap();
        let last = process(source, &options, wanted, &mut emit);
        let ends = matches!(last.last(), Some(Piece::Ends(_)));
        (counts, ends)
    };
    let (counts, ends) = read(usize::MAX);
    assert!(ends && counts.len() > 1, "{counts:?}");
    assert!(counts.iter().all(|&n| n <= MOST), "{counts:?}");
    // Who wants no more gets no more.
    assert_eq!(read(1).0.len(), 1);
    assert!(!read(1).1);
}

#[test]
fn passages_out_of_order_are_ranked_by_their_places() {
    let spans = [Span::new(5, 9), Span::new(0, 4), Span::new(0, 2)];
    assert_eq!(ranks(&spans), [2, 1, 0]);
}

#[test]
fn who_asks_to_stop_gets_no_table() {
    let folder = tempfile::tempdir().unwrap();
    corpus(folder.path());
    let resources = Resources::load(&Config::load(None, &[]).unwrap()).unwrap();
    let options = options(&resources);
    let paths = [folder.path().to_owned()];
    let interrupt = Interrupt::new();
    let mut tables = read_tables(&paths, &options, false, &interrupt, |_, _| {}).unwrap();
    interrupt.trigger();
    assert!(tables.write_passages(Vec::new(), "", &interrupt).is_err());
    assert!(read_tables(&paths, &options, false, &interrupt, |_, _| {}).is_err());
}
