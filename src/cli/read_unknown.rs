//! `standpunt read --list-unknown`: the names that no register knows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::pipeline::Reading;

/// A name with how often it occurs and where first.
#[derive(Debug)]
struct Found {
    n: usize,
    first: String,
}

/// Every name that no register knows, why, how often, and where it stands first.
pub(super) fn in_words(reading: &Reading) -> String {
    let mut names: BTreeMap<(&str, &str), Found> = BTreeMap::new();
    for text in &reading.texts {
        let source = text.text.source();
        for unknown in &text.unknown {
            let place = source.place_of(unknown.span.start);
            let found = names
                .entry((unknown.name.as_str(), unknown.rule.as_str()))
                .or_insert_with(|| Found {
                    n: 0,
                    first: format!("{}, {place}", source.document.file),
                });
            found.n += 1;
        }
    }
    if names.is_empty() {
        return "every party and member that speaks is in the registers\n".to_owned();
    }
    let width = |names: &mut dyn Iterator<Item = &str>| {
        names.map(|name| name.chars().count()).max().unwrap_or(0)
    };
    let name_width = width(&mut names.keys().map(|(name, _)| *name)).max(4);
    let rule_width = width(&mut names.keys().map(|(_, rule)| *rule)).max(3);
    let mut text = format!(
        "{:name_width$}  {:rule_width$}  {:>5}  first\n",
        "name", "why", "n"
    );
    for ((name, rule), found) in &names {
        let _ = writeln!(
            text,
            "{name:name_width$}  {rule:rule_width$}  {:>5}  {}",
            found.n, found.first
        );
    }
    text.push_str(
        "help: add aliases of parties to the table of paths.parties, members with their party and \
         dates to that of paths.members; the date of the document decides\n",
    );
    text
}
