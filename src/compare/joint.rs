//! Who a statement of several parties counts for.

use crate::corpus::Actor;

/// What happens to a passage that several parties speak as one, or a motie with co-sponsors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JointRule {
    /// They are an actor of their own, `PvdA+GroenLinks`.
    #[default]
    Own,
    /// It counts for the party named first.
    First,
    /// It counts fully for each of them.
    Each,
    /// It counts for each of n parties as one n-th passage.
    Fractional,
}

impl JointRule {
    /// Every rule.
    pub const ALL: [Self; 4] = [Self::Own, Self::First, Self::Each, Self::Fractional];

    /// The rule as it stands in tables and settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::First => "first",
            Self::Each => "each",
            Self::Fractional => "fractional",
        }
    }

    /// The rule of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == name)
    }

    /// The rule in words, for the design of a table.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Own => "joint actors stand alone",
            Self::First => "joint statements count for the first party",
            Self::Each => "joint statements count fully for each party",
            Self::Fractional => "joint statements count 1/n for each of n parties",
        }
    }

    /// For whom a passage counts, and how much of it.
    pub fn shares(self, actor: &Actor) -> Vec<(String, f64)> {
        let parties = actor.parties();
        let whole = |name: &str| vec![(name.to_owned(), 1.0)];
        match (self, parties.as_slice()) {
            (Self::Own, _) | (_, [] | [_]) => whole(actor.as_str()),
            (Self::First, [first, ..]) => whole(first),
            (Self::Each, parties) => parties.iter().map(|p| ((*p).to_owned(), 1.0)).collect(),
            (Self::Fractional, parties) => {
                let part = 1.0 / parties.len() as f64;
                parties.iter().map(|p| ((*p).to_owned(), part)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_statement_counts_by_the_stated_rule() {
        let joint = Actor::from_name("PvdA+GroenLinks");
        let shares = |rule: JointRule| rule.shares(&joint);
        let named = |name: &str, part: f64| (name.to_owned(), part);
        assert_eq!(shares(JointRule::Own), [named("PvdA+GroenLinks", 1.0)]);
        assert_eq!(shares(JointRule::First), [named("PvdA", 1.0)]);
        assert_eq!(
            shares(JointRule::Each),
            [named("PvdA", 1.0), named("GroenLinks", 1.0)]
        );
        let halves = [named("PvdA", 0.5), named("GroenLinks", 0.5)];
        assert_eq!(shares(JointRule::Fractional), halves);
        let cabinet = JointRule::Each.shares(&Actor::cabinet());
        assert_eq!(cabinet, [named("Kabinet", 1.0)]);
    }
}
