//! A motie that stands inside a paragraph, cut into its formulas, considerations and requests.

use std::ops::Range;

/// A piece of a paragraph, in bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MotiePiece {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) part: MotiePart,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MotiePart {
    /// The heading `Motie`.
    Heading,
    /// Words around a motie.
    Speech,
    /// A formula, considerations or requests.
    Motie,
}

/// What opens the first clause of a motie behind `De Kamer,`.
const FIRST_CLAUSES: [&str; 8] = [
    "gehoord",
    "constaterende",
    "overwegende",
    "van mening",
    "van oordeel",
    "gelezen",
    "gelet op",
    "verzoekt",
];

/// What opens a request.
const REQUESTS: [&str; 9] = [
    "verzoekt de ",
    "verzoekt het ",
    "spreekt uit",
    "spreekt als",
    "roept de ",
    "draagt de ",
    "nodigt de ",
    "dringt er",
    "vraagt de regering",
];

/// The phrase with which a motie ends.
const CLOSING: &str = "gaat over tot de orde van de dag";

/// Cuts a paragraph; `is_inside` says that a motie is being read where it begins.
pub(super) fn motie_pieces(text: &str, is_inside: bool) -> Vec<MotiePiece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut is_inside = is_inside;
    while at < text.len() {
        if is_inside {
            let end = closing_end(text, at).unwrap_or(text.len());
            clauses(text, at..end, &mut pieces);
            (at, is_inside) = (end, false);
            continue;
        }
        let Some(opening) = opening(text, at) else {
            push(text, at..text.len(), MotiePart::Speech, &mut pieces);
            break;
        };
        let heading = heading_before(text, at, opening.start);
        let before = at..heading.unwrap_or(opening.start);
        push(text, before, MotiePart::Speech, &mut pieces);
        if let Some(heading) = heading {
            pieces.push(MotiePiece {
                range: heading..heading + "Motie".len(),
                part: MotiePart::Heading,
            });
        }
        push(text, opening.clone(), MotiePart::Motie, &mut pieces);
        (at, is_inside) = (opening.end, true);
    }
    pieces
}

/// `De Kamer,` from byte `from` on, with a clause of a motie behind it.
fn opening(text: &str, from: usize) -> Option<Range<usize>> {
    const OPENING: &str = "De Kamer,";
    let rest = text.get(from..)?;
    rest.match_indices(OPENING).find_map(|(at, _)| {
        let end = from + at + OPENING.len();
        let behind = text.get(end..)?.trim_start();
        let is_motie = FIRST_CLAUSES
            .iter()
            .any(|clause| behind.starts_with(clause));
        is_motie.then_some(from + at..end)
    })
}

/// Where the word `Motie` stands right in front of the opening.
fn heading_before(text: &str, from: usize, opening: usize) -> Option<usize> {
    let before = text.get(from..opening)?.trim_end();
    let bare = before.strip_suffix("Motie")?;
    let is_alone = bare.is_empty() || bare.ends_with(char::is_whitespace);
    is_alone.then_some(from + bare.len())
}

/// Behind the closing phrase and its full stop.
fn closing_end(text: &str, from: usize) -> Option<usize> {
    let at = from + text.get(from..)?.find(CLOSING)? + CLOSING.len();
    let rest = text.get(at..)?;
    Some(at + usize::from(rest.starts_with('.')))
}

/// The formulas, considerations and requests of a motie behind its opening.
fn clauses(text: &str, range: Range<usize>, pieces: &mut Vec<MotiePiece>) {
    const HEARD: &str = "gehoord de beraadslaging";
    let Some(motie) = text.get(range.clone()) else {
        return;
    };
    let mut at = range.start;
    let indent = motie.len() - motie.trim_start().len();
    if motie.trim_start().starts_with(HEARD) {
        let end = range.start + indent + HEARD.len();
        let end = end
            + usize::from(
                text.get(end..)
                    .is_some_and(|rest| rest.starts_with([',', ';'])),
            );
        push(text, at..end, MotiePart::Motie, pieces);
        at = end;
    }
    let close = motie
        .rfind(CLOSING)
        .map(|close| range.start + close)
        .map(|close| {
            let before = text.get(..close).unwrap_or("").trim_end();
            before.strip_suffix("en").map_or(close, str::len)
        })
        .map_or(range.end, |close| close.max(at));
    let request = request_start(text, at..close).unwrap_or(close);
    push(text, at..request, MotiePart::Motie, pieces);
    push(text, request..close, MotiePart::Motie, pieces);
    push(text, close..range.end, MotiePart::Motie, pieces);
}

/// Where the first request begins: behind the end of a clause.
fn request_start(text: &str, range: Range<usize>) -> Option<usize> {
    let clause = text.get(range.clone())?;
    REQUESTS
        .iter()
        .flat_map(|request| clause.match_indices(request))
        .map(|(at, _)| at)
        .filter(|&at| {
            let before = clause.get(..at).unwrap_or("").trim_end();
            before.is_empty() || before.ends_with([';', ',', ':', '.'])
        })
        .min()
        .map(|at| range.start + at)
}

fn push(text: &str, range: Range<usize>, part: MotiePart, pieces: &mut Vec<MotiePiece>) {
    let content = text.get(range.clone()).unwrap_or("");
    let trimmed = content.trim();
    if !trimmed.is_empty() {
        let start = range.start + (content.len() - content.trim_start().len());
        pieces.push(MotiePiece {
            range: start..start + trimmed.len(),
            part,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, is_inside: bool) -> Vec<&str> {
        let pieces = motie_pieces(text, is_inside);
        pieces.into_iter().map(|piece| &text[piece.range]).collect()
    }

    #[test]
    fn a_motie_inside_a_speech_is_cut_out() {
        let text = "Daarom een motie. Motie De Kamer, gehoord de beraadslaging, overwegende dat het licht uit is; constaterende dat de minister vraagt om olie; verzoekt de regering het aan te doen; verzoekt de regering dat te melden, en gaat over tot de orde van de dag. Dank u.";
        assert_eq!(
            cut(text, false),
            [
                "Daarom een motie.",
                "Motie",
                "De Kamer,",
                "gehoord de beraadslaging,",
                "overwegende dat het licht uit is; constaterende dat de minister vraagt om olie;",
                "verzoekt de regering het aan te doen; verzoekt de regering dat te melden,",
                "en gaat over tot de orde van de dag.",
                "Dank u."
            ]
        );
    }

    #[test]
    fn a_motie_may_go_on_from_the_paragraph_above() {
        let text = "overwegende dat het kan;\nverzoekt de regering het te doen,en gaat over tot de orde van de dag.";
        assert_eq!(
            cut(text, true),
            [
                "overwegende dat het kan;",
                "verzoekt de regering het te doen,",
                "en gaat over tot de orde van de dag."
            ]
        );
    }

    #[test]
    fn a_word_to_the_house_is_no_motie() {
        let text = "De Kamer, zo zei de minister, weet dat.";
        assert_eq!(cut(text, false), [text]);
    }
}
