//! Many texts, laid out so that reading them a last time gives their memory back.

/// Bytes of a block. Blocks of this size are given back to the system as soon as they are read, which
/// pieces of memory of the size of a text are not.
const BLOCK: usize = 32 << 20;

/// Texts one behind the other in large blocks.
#[derive(Debug, Default)]
pub(crate) struct TextBlocks {
    blocks: Vec<Block>,
}

#[derive(Debug)]
struct Block {
    text: String,
    /// Where each text of the block ends.
    ends: Vec<usize>,
}

impl Block {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let places = starts.zip(self.ends.iter().copied());
        places.map(|(from, to)| self.text.get(from..to).unwrap_or_default())
    }
}

impl TextBlocks {
    /// Adds a text behind the others. A text larger than a block has a block of its own.
    pub(crate) fn push(&mut self, text: &str) {
        let has_room = |block: &Block| block.text.len() + text.len() <= BLOCK;
        if !self.blocks.last().is_some_and(has_room) {
            self.blocks.push(Block {
                text: String::with_capacity(BLOCK.max(text.len())),
                ends: Vec::new(),
            });
        }
        if let Some(block) = self.blocks.last_mut() {
            block.text.push_str(text);
            block.ends.push(block.text.len());
        }
    }

    /// The texts in the order in which they were added.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(Block::texts)
    }

    /// Shows the texts in the order in which they were added, and frees each block behind its last.
    pub(crate) fn drain(self, mut visit: impl FnMut(&str)) {
        for block in self.blocks {
            block.texts().for_each(&mut visit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_their_order_over_several_blocks() {
        let large = "é".repeat(BLOCK / 4 + 1);
        let texts = ["", "een", &large, "twee", "", &large, "drie"];
        let mut blocks = TextBlocks::default();
        for text in texts {
            blocks.push(text);
        }
        assert_eq!(blocks.blocks.len(), 2);
        assert_eq!(blocks.iter().collect::<Vec<_>>(), texts);
        let mut drained = Vec::new();
        blocks.drain(|text| drained.push(text.to_owned()));
        assert_eq!(drained, texts);
        TextBlocks::default().drain(|_| panic!("there is no text"));
    }
}
