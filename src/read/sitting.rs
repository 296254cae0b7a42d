//! The date of a sitting whose items are files of their own.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::corpus::{PartialDate, find_dutch_date};

/// Bytes of the opening among which its date stands.
const HEAD: u64 = 64 * 1024;

/// The date that the opening of a sitting tells: items of the Handelingen (`h-tk-20172018-70-12`)
/// do not repeat it, and the opening is the first of them (`h-tk-20172018-70-1`), in the same
/// folder.
pub(super) fn date_of_sitting(item: &Path) -> Option<PartialDate> {
    let name = item.file_name()?.to_str()?;
    let (stem, ending) = name.split_once('.')?;
    let (sitting, number) = stem.rsplit_once('-')?;
    let is_item = sitting.starts_with("h-") && number.bytes().all(|b| b.is_ascii_digit());
    if !is_item {
        return None;
    }
    let opening = item.with_file_name(format!("{sitting}-1.{ending}"));
    let mut head = Vec::new();
    File::open(opening)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut head)
        .ok()?;
    let head = String::from_utf8_lossy(&head);
    let (_, date) = head.split_once("<vergaderdatum>")?;
    find_dutch_date(date.split("</").next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_of_a_sitting_tells_the_date_of_its_items() {
        let folder = tempfile::tempdir().unwrap();
        let opening = "<vergadering><vergaderdatum>\n Donderdag 5 april 2018\n</vergaderdatum>";
        std::fs::write(folder.path().join("h-tk-20172018-70-1.xml"), opening).unwrap();
        let date = |name: &str| date_of_sitting(&folder.path().join(name)).map(|d| d.to_string());
        assert_eq!(
            date("h-tk-20172018-70-12.xml").as_deref(),
            Some("2018-04-05")
        );
        assert_eq!(date("h-tk-20172018-71-12.xml"), None);
        assert_eq!(date("kst-32317-790.xml"), None);
    }
}
