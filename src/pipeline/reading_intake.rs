//! Documents as they come, in the order of the files: files given twice are told apart, what there is
//! to say is counted, and the rest is kept by whoever needs it.

use std::path::PathBuf;

use super::ReadingOptions;
use super::reading_crew::Crew;
use super::reading_document::{Batch, Head, Piece, Wanted, process};
use super::reading_summary::{COPY, ReadingSummary, unread_record};
use crate::Error;
use crate::attribute::AttributedText;
use crate::corpus::DocumentId;
use crate::read::{ReadError, Reader, find_sources};
use crate::store::{Interrupt, SkippedRecord};

/// Keeps documents. Their parts come in order: the head, passages, what was left out, the end.
pub(super) trait Keep {
    /// The document of an id, if there is one.
    fn known(&mut self, id: &DocumentId) -> Result<Option<KnownDocument>, Error>;
    fn begin(&mut self, head: Head) -> Result<(), Error>;
    fn passages(&mut self, batch: Batch) -> Result<(), Error>;
    /// Rows of `skipped.csv`, sorted.
    fn left_out(&mut self, rows: Vec<SkippedRecord>) -> Result<(), Error>;
    fn end(&mut self, text: Option<AttributedText>);
    /// A row of `skipped.csv` of what is no document.
    fn skipped(&mut self, row: SkippedRecord) -> Result<(), Error>;
}

/// What tells whether a document is given twice.
pub(super) struct KnownDocument {
    pub(super) sha256: String,
    pub(super) file: String,
}

/// The document whose parts come.
struct Current {
    id: DocumentId,
    file: String,
    n_passages: usize,
}

/// Takes documents and gives them to a keeper.
struct Intake<K> {
    keep: K,
    summary: ReadingSummary,
    /// `None` between documents, and in one that is left out.
    current: Option<Current>,
    /// Where no document comes, what is said of the first source.
    first_skipped: Option<String>,
}

/// Reads files and folders on as many threads as the pool of `rayon` has, and gives what was kept
/// and counted; `progress` is told how many files are done, and how many there are.
///
/// # Errors
/// Where sources cannot be read, nothing is a document, or the run is interrupted; those of `keep`.
pub(super) fn read_all<K: Keep>(
    paths: &[PathBuf],
    options: &ReadingOptions<'_>,
    wanted: Wanted,
    keep: K,
    interrupt: &Interrupt,
    progress: impl Fn(usize, usize),
) -> Result<(K, ReadingSummary), Error> {
    let files = find_sources(paths)?;
    let mut intake = Intake {
        keep,
        summary: ReadingSummary {
            n_files: files.len(),
            ..ReadingSummary::default()
        },
        current: None,
        first_skipped: None,
    };
    let crew = Crew {
        files: &files,
        reader: &Reader::new(options.read.clone()),
        work: |source, emit: &mut dyn FnMut(Vec<Piece>) -> bool| {
            process(source, options, wanted, emit)
        },
        interrupt,
    };
    let take = |pieces: Vec<Piece>| pieces.into_iter().try_for_each(|piece| intake.take(piece));
    crew.run(rayon::current_num_threads(), take, progress)?;
    match intake.first_skipped {
        Some(first) if intake.summary.n_documents == 0 => {
            let n_files = files.len();
            Err(Error::Read(ReadError::NothingRead { n_files, first }))
        }
        _ => Ok((intake.keep, intake.summary)),
    }
}

impl<K: Keep> Intake<K> {
    fn take(&mut self, piece: Piece) -> Result<(), Error> {
        match (piece, &mut self.current) {
            (Piece::NoDocument(row), None) => return self.skip(*row),
            (Piece::Begins(head), None) => return self.begin(*head),
            (Piece::Passages(batch), Some(current)) => {
                current.n_passages += batch.passages.len();
                self.summary.add_passages(&batch.passages);
                self.keep.passages(batch)?;
            }
            (Piece::LeftOut(rows), Some(_)) => self.keep.left_out(rows)?,
            (Piece::Ends(end), Some(current)) => {
                let Current { id, file, .. } = current;
                let n_passages = current.n_passages;
                self.summary.end_document(id, file, &end, n_passages);
                self.current = None;
                self.keep.end(end.text);
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, head: Head) -> Result<(), Error> {
        if let Some(known) = self.keep.known(&head.id)? {
            if known.sha256 != head.sha256 {
                return Err(Error::Read(ReadError::SameId {
                    id: head.id.to_string(),
                    first: known.file,
                    second: head.file,
                }));
            }
            let detail = format!("the same file as {}", known.file);
            return self.skip(unread_record(head.file, COPY, detail));
        }
        self.summary.add_document(&head);
        self.current = Some(Current {
            id: head.id.clone(),
            file: head.file.clone(),
            n_passages: 0,
        });
        self.keep.begin(head)
    }

    fn skip(&mut self, row: SkippedRecord) -> Result<(), Error> {
        self.first_skipped
            .get_or_insert_with(|| format!("{}: {}", row.file, row.detail));
        self.summary.add_skipped(&row);
        self.keep.skipped(row)
    }
}
