//! Who has the floor, and who breaks in.
//!
//! The chair gives the floor (`Het woord is aan …`); who speaks then holds it. A turn of somebody
//! else is an interruption where the holder speaks again before the chair gives the floor away,
//! the chair's own words set aside. Replies of the holder are speech. A member of government who
//! answers takes the floor: what is asked in between are interruptions.

/// A turn of a debate.
#[derive(Debug, Clone, Copy)]
pub(super) struct FloorTurn<'a> {
    /// Tells speakers apart.
    pub(super) speaker: usize,
    /// What the chair says; `None` for everybody else.
    pub(super) chair: Option<&'a str>,
    /// Whether a member of government speaks.
    pub(super) is_government: bool,
}

/// How much of the end of the chair's words is looked at, in bytes.
const MAX_GIVING: usize = 400;

/// Which turns are interruptions.
pub(super) fn interruptions(turns: &[FloorTurn<'_>]) -> Vec<bool> {
    let mut interrupts = vec![false; turns.len()];
    let mut start = 0;
    while start < turns.len() {
        let end = (start + 1..turns.len())
            .find(|&i| turns[i].chair.is_some_and(gives_floor))
            .unwrap_or(turns.len());
        mark(&turns[start..end], &mut interrupts[start..end]);
        start = end;
    }
    interrupts
}

/// Marks the interruptions between two places at which the chair gives the floor.
fn mark(turns: &[FloorTurn<'_>], interrupts: &mut [bool]) {
    let mut last_of = std::collections::BTreeMap::new();
    for (i, turn) in turns.iter().enumerate() {
        if turn.chair.is_none() {
            last_of.insert(turn.speaker, i);
        }
    }
    let mut holder: Option<(usize, usize)> = None;
    for (i, turn) in turns.iter().enumerate() {
        if turn.chair.is_some() {
            continue;
        }
        match holder {
            Some((speaker, _)) if turn.is_government && turn.speaker != speaker => {
                holder = last_of.get(&turn.speaker).map(|&last| (turn.speaker, last));
            }
            Some((speaker, last)) if i < last => interrupts[i] = turn.speaker != speaker,
            Some((speaker, _)) if turn.speaker == speaker => {}
            _ => holder = last_of.get(&turn.speaker).map(|&last| (turn.speaker, last)),
        }
    }
}

/// Whether the chair's words end with giving the floor to a next speaker.
fn gives_floor(words: &str) -> bool {
    const GIVING: [&str; 16] = [
        "het woord aan",
        "woord is aan",
        "woord is nu aan",
        "volgende spreker",
        "eerste spreker",
        "laatste spreker",
        "tweede spreker",
        "bijdrage van",
        "de inbreng van",
        "naar de minister voor",
        "termijn van",
        "het woord geven aan",
        "haar bij dezen graag het woord",
        "hem bij dezen graag het woord",
        "geef ik het woord",
        "namens de fractie van",
    ];
    let mut start = words.len().saturating_sub(MAX_GIVING);
    while !words.is_char_boundary(start) {
        start += 1;
    }
    let tail = words.get(start..).unwrap_or("").to_lowercase();
    let gives = GIVING.iter().any(|giving| tail.contains(giving));
    gives && !tail.contains("interruptie") && !tail.contains("vervolgvraag")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(turns: &[(&str, &str)]) -> String {
        let names: Vec<&str> = turns.iter().map(|(name, _)| *name).collect();
        let turns: Vec<FloorTurn<'_>> = turns
            .iter()
            .map(|(name, words)| FloorTurn {
                speaker: names.iter().position(|n| n == name).unwrap(),
                chair: (*name == "V").then_some(*words),
                is_government: *name == "M",
            })
            .collect();
        interruptions(&turns)
            .iter()
            .map(|&is| if is { 'i' } else { '.' })
            .collect()
    }

    #[test]
    fn who_breaks_in_interrupts_and_who_answers_does_not() {
        let turns = [
            ("V", "Het woord is aan de heer A."),
            ("A", ""),
            (
                "V",
                "Een interruptie van mevrouw B; ik geef haar het woord.",
            ),
            ("B", ""),
            ("A", ""),
            ("B", ""),
            ("A", ""),
            ("V", "Dan is nu het woord aan mevrouw B."),
            ("B", ""),
            ("A", ""),
            ("B", ""),
            ("V", "Tot slot de bijdrage van de heer C."),
            ("C", ""),
        ];
        assert_eq!(read(&turns), "...i.i...i...");
    }

    #[test]
    fn a_member_of_government_answers_and_does_not_interrupt() {
        let turns = [
            ("V", "Ik geef het woord aan A."),
            ("A", ""),
            ("M", ""),
            ("A", ""),
            ("M", ""),
        ];
        assert_eq!(read(&turns), "...i.");
    }

    #[test]
    fn speakers_who_follow_each_other_hold_the_floor_in_turn() {
        let turns = [
            ("V", "Dank u wel."),
            ("A", ""),
            ("V", ""),
            ("B", ""),
            ("C", ""),
        ];
        assert_eq!(read(&turns), ".....");
    }
}
