//! Which questions are answered together: each number belongs to one exchange.

use std::collections::BTreeMap;

/// Numbers of questions, joined where a heading names several of them.
#[derive(Debug, Default)]
pub(super) struct QuestionLinks {
    parent: BTreeMap<u32, u32>,
    exchanges: BTreeMap<u32, usize>,
}

impl QuestionLinks {
    /// Joins numbers that one heading names.
    pub(super) fn join(&mut self, numbers: &[u32]) {
        let Some((&first, rest)) = numbers.split_first() else {
            return;
        };
        let root = self.root(first);
        for &number in rest {
            let other = self.root(number);
            self.parent.insert(other, root);
        }
    }

    /// The exchange of a number, counted from 1 in the order in which they are asked for.
    pub(super) fn exchange(&mut self, number: u32) -> usize {
        let root = self.root(number);
        let next = self.exchanges.len() + 1;
        *self.exchanges.entry(root).or_insert(next)
    }

    fn root(&mut self, number: u32) -> u32 {
        let mut at = number;
        while let Some(&up) = self.parent.get(&at) {
            if up == at {
                break;
            }
            at = up;
        }
        // A short path keeps long chains of joined numbers cheap.
        self.parent.insert(number, at);
        self.parent.entry(at).or_insert(at);
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_answered_together_are_one_exchange() {
        let mut links = QuestionLinks::default();
        for numbers in [&[1][..], &[2], &[3], &[4], &[3, 8], &[8, 4]] {
            links.join(numbers);
        }
        let found: Vec<usize> = [1, 2, 3, 4, 8, 9]
            .into_iter()
            .map(|number| links.exchange(number))
            .collect();
        assert_eq!(found, [1, 2, 3, 3, 3, 4]);
    }
}
