//! The allowed word that looks most like a wrong one, for error messages.

/// The candidate with the smallest edit distance to `found`, upper and lower case being the same;
/// the first of equals. `None` where even that one differs in more than a third of its letters.
pub(crate) fn closest<'a>(
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let found: Vec<char> = found.to_lowercase().chars().collect();
    candidates
        .into_iter()
        .map(|candidate| {
            let letters: Vec<char> = candidate.to_lowercase().chars().collect();
            let allowed = (found.len().max(letters.len()) / 3).max(1);
            (edit_distance(&found, &letters), allowed, candidate)
        })
        .filter(|(distance, allowed, _)| distance <= allowed)
        .min_by_key(|(distance, _, _)| *distance)
        .map(|(_, _, candidate)| candidate.to_owned())
}

/// The number of letters to insert, delete or replace to make `a` of `b` (Levenshtein 1966).
fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(b) {
            let above = *cell;
            let replaced = diagonal + usize::from(letter != other);
            left = replaced.min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_word_that_was_meant() {
        let classes = ["pro-solidarity", "pro-control", "rights-safeguard", "none"];
        assert_eq!(
            closest("Pro-Controle", classes).as_deref(),
            Some("pro-control")
        );
        assert_eq!(closest("neutraal", classes), None);
    }

    #[test]
    fn counts_insertions_deletions_and_replacements() {
        let distance = |a: &str, b: &str| {
            edit_distance(
                &a.chars().collect::<Vec<_>>(),
                &b.chars().collect::<Vec<_>>(),
            )
        };
        // kitten -> sitten -> sittin -> sitting
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
    }
}
