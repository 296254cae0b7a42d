//! Labels that name several parties: `CDA en VVD`, `SP, PvdA en GroenLinks`, `CDA/VVD`.

use super::{PartialDate, Party, PartyId, PartyRegister};

/// What stands between the names of a label, words with a space around them.
const BETWEEN: [&str; 8] = ["+", ";", "/", "&", ",", "|", " en ", " and "];

/// What may stand in front of several names.
const BEFORE: [&str; 4] = [
    "de fracties van ",
    "fracties van ",
    "de leden van ",
    "leden van ",
];

impl PartyRegister {
    /// The parties that a label means: one, or several that it joins, in the order of the label and
    /// each once; those that formed one group later in the order of the register, so that they are
    /// one actor whatever the label. A name of a joint group means its parties at a date before it
    /// existed. `None` where the register does not know one of them at that date.
    ///
    /// ```
    /// use standpunt::corpus::PartyRegister;
    /// let register = PartyRegister::built_in();
    /// let of = |label: &str, date: &str| {
    ///     let parties = register.resolve_joint(label, date.parse().ok())?;
    ///     Some(parties.iter().map(|id| id.as_str()).collect::<Vec<_>>().join("+"))
    /// };
    /// assert_eq!(of("CDA en VVD", "2022-05-01").as_deref(), Some("CDA+VVD"));
    /// assert_eq!(of("GroenLinks/PvdA", "2022-05-01").as_deref(), Some("PvdA+GroenLinks"));
    /// assert_eq!(of("GroenLinks & PvdA", "2022-05-01").as_deref(), Some("PvdA+GroenLinks"));
    /// assert_eq!(of("GroenLinks/PvdA", "2024-05-01").as_deref(), Some("GroenLinks-PvdA"));
    /// assert_eq!(of("CDA en Partij Zon", "2022-05-01"), None);
    /// ```
    pub fn resolve_joint(&self, label: &str, date: Option<PartialDate>) -> Option<Vec<&PartyId>> {
        if let Ok(party) = self.resolve(label, date) {
            return Some(vec![party]);
        }
        if let Some(parties) = self.before_they_joined(label, date) {
            return Some(parties);
        }
        let lower = label.to_lowercase();
        let before = BEFORE.iter().find(|words| lower.starts_with(*words));
        // Lower case may change the length of other letters than these words have.
        let label = before.map_or(label, |words| label.get(words.len()..).unwrap_or(label));
        let mut ends = cuts(label);
        if ends.is_empty() {
            return None;
        }
        ends.push((label.len(), label.len()));
        let mut parties: Vec<&PartyId> = Vec::new();
        let mut start = 0;
        while start < label.len() {
            // The longest stretch that is one name goes first: `GroenLinks/PvdA en SP`.
            let behind = ends.iter().rev().filter(|(_, next)| *next > start);
            let (found, next) = behind.into_iter().find_map(|&(end, next)| {
                let name = label.get(start..end)?.trim();
                let one = self.resolve(name, date).map(|id| vec![id]).ok();
                let one = if name.is_empty() {
                    Some(Vec::new())
                } else {
                    one
                };
                Some((one.or_else(|| self.before_they_joined(name, date))?, next))
            })?;
            for party in found {
                if !parties.contains(&party) {
                    parties.push(party);
                }
            }
            start = next;
        }
        if parties.is_empty() {
            return None;
        }
        let later = |group: &&Party| {
            let parts = &group.predecessors;
            parts.len() == parties.len() && parts.iter().all(|part| parties.contains(&part))
        };
        if parties.len() > 1 && self.parties().iter().find(later).is_some() {
            let place = |id: &PartyId| self.parties().iter().position(|party| party.id == *id);
            parties.sort_by_key(|id| place(id));
        }
        Some(parties)
    }

    /// The parties that a joint group was made of, where a name means it and the date lies before
    /// it existed.
    fn before_they_joined(&self, label: &str, date: Option<PartialDate>) -> Option<Vec<&PartyId>> {
        let date = date?;
        let candidates = self.label_candidates(label);
        let [group] = candidates.as_slice() else {
            return None;
        };
        let is_before = date.last_day() < group.valid_from?.first_day();
        if !is_before || group.predecessors.len() < 2 {
            return None;
        }
        let parts = self
            .parties()
            .iter()
            .filter(|p| group.predecessors.contains(&p.id));
        let parts: Vec<&PartyId> = parts
            .filter(|p| p.is_valid_at(date))
            .map(|p| &p.id)
            .collect();
        (parts.len() == group.predecessors.len()).then_some(parts)
    }
}

/// Where a label may be cut, in order: the end of a name and the start of the next.
fn cuts(label: &str) -> Vec<(usize, usize)> {
    let mut cuts: Vec<(usize, usize)> = BETWEEN
        .iter()
        .flat_map(|sign| label.match_indices(sign))
        .map(|(at, sign)| (at, at + sign.len()))
        .collect();
    cuts.sort_unstable();
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_join_parties_mean_all_of_them_or_nobody() {
        let register = PartyRegister::built_in();
        let of = |label: &str, date: &str| {
            let parties = register.resolve_joint(label, date.parse().ok());
            let ids = parties.unwrap_or_default();
            let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
            ids.join("+")
        };
        for (label, date, expected) in [
            ("CDA en VVD", "2022-05-01", "CDA+VVD"),
            ("VVD+CDA", "2022-05-01", "VVD+CDA"),
            ("SP, PvdA en GroenLinks", "2022-05-01", "SP+PvdA+GroenLinks"),
            (
                "SP, PvdA, en GroenLinks",
                "2022-05-01",
                "SP+PvdA+GroenLinks",
            ),
            ("CDA & VVD", "2022-05-01", "CDA+VVD"),
            ("CDA/VVD", "2022-05-01", "CDA+VVD"),
            ("CDA / CDA", "2022-05-01", "CDA"),
            ("de fracties van CDA en SGP", "2022-05-01", "CDA+SGP"),
            ("CDA-fractie", "2022-05-01", "CDA"),
            ("PvdA/GroenLinks", "2022-05-01", "PvdA+GroenLinks"),
            ("GroenLinks/PvdA", "2022-05-01", "PvdA+GroenLinks"),
            ("GL-PvdA", "2022-05-01", "PvdA+GroenLinks"),
            ("GroenLinks/PvdA", "2024-05-01", "GroenLinks-PvdA"),
            ("PvdA/GroenLinks en SP", "2024-05-01", "GroenLinks-PvdA+SP"),
            ("GroenLinks-PvdA", "2026-10-01", ""),
            ("CDA en Partij Zon", "2022-05-01", ""),
            ("en", "2022-05-01", ""),
            (" / ", "2022-05-01", ""),
            ("", "2022-05-01", ""),
        ] {
            assert_eq!(of(label, date), expected, "{label} at {date}");
        }
    }
}
