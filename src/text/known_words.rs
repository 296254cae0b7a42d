//! Words of a text that one stage told apart for another.

/// The words of a text with numbers that stand for them.
#[derive(Debug, Clone, Copy)]
pub struct KnownWords<I> {
    /// Numbers of words mean the same as long as this is the same.
    pub id: (u64, u64),
    /// The place of each word in the order of the text, none of whose letters and digits stands
    /// between them, and the number of the word whatever its capitals, where it has one.
    pub places: I,
}
