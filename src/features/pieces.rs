//! Pieces of words.

use super::CharacterSettings;

/// Shows the pieces of `<word>`, edges included, from the shortest to the longest.
pub(super) fn for_each_piece(
    word: &str,
    characters: CharacterSettings,
    buffer: &mut String,
    mut sink: impl FnMut(&str),
) {
    buffer.clear();
    buffer.push('<');
    buffer.push_str(word);
    buffer.push('>');
    let lengths = usize::from(characters.shortest)..=usize::from(characters.longest);
    if buffer.is_ascii() {
        for length in lengths {
            for start in 0..(buffer.len() + 1).saturating_sub(length) {
                sink(buffer.get(start..start + length).unwrap_or(""));
            }
        }
        return;
    }
    let starts = buffer.char_indices().map(|(at, _)| at);
    let starts: Vec<usize> = starts.chain([buffer.len()]).collect();
    for length in lengths {
        for ends in starts.windows(length + 1) {
            if let (Some(&start), Some(&end)) = (ends.first(), ends.last()) {
                sink(buffer.get(start..end).unwrap_or(""));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_touch_the_edges_of_their_word() {
        let mut pieces = Vec::new();
        let characters = CharacterSettings {
            shortest: 3,
            longest: 4,
            weight: 1.0,
        };
        for_each_piece("ja", characters, &mut String::new(), |piece| {
            pieces.push(piece.to_owned());
        });
        assert_eq!(pieces, ["<ja", "ja>", "<ja>"]);
        pieces.clear();
        for_each_piece("één", characters, &mut String::new(), |piece| {
            pieces.push(piece.to_owned());
        });
        assert_eq!(pieces, ["<éé", "één", "én>", "<één", "één>"]);
    }
}
