//! Damage done to a file: at random, and the same for the same numbers.

use std::io::{Cursor, Read as _, Write as _};
use std::ops::Range;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::seeds::Seed;

/// Pieces that do harm where they are put.
const HARMFUL: [&[u8]; 26] = [
    b"\0",
    b"\0\0\0\0\0\0\0\0",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\xC3\x83\xC2\xAB",
    b"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9D",
    b"\xE9",
    b"\r",
    b"\x0C",
    b"\"",
    b"\n\n\n",
    b"<![CDATA[",
    b"<!--",
    b"<?xml version='1.0'?>",
    b"]]>",
    b"&lol9;",
    b"&#0;&#x110000;&#xD800;",
    b"&",
    b"<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]>",
    b"<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r></w:p>",
    b"colspan='99999999999999999999' nr='-1'",
    b"Antwoord:\n",
    b"De leden van de VVD-fractie\n",
    "‘’“”«»…".as_bytes(),
    "\u{202e}\u{200b}\u{ad}e\u{301}".as_bytes(),
    b"9999999999999999999999999",
];

/// Damages copies of a file.
pub(crate) struct Damage {
    state: u64,
}

impl Damage {
    /// The damage of a copy of a format's file.
    pub(crate) fn new(format: &str, copy: usize) -> Self {
        let name = format.bytes().fold(0_u64, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        let state = name
            .wrapping_mul(0x9E37_79B9_7F4A_7C15)
            .wrapping_add(copy as u64);
        let mut damage = Self { state };
        damage.next();
        damage
    }

    /// A damaged copy. Of archives the bytes themselves are damaged, or what is in them.
    pub(crate) fn of(&mut self, seed: &Seed) -> Vec<u8> {
        let bytes = &seed.bytes;
        let is_inside = self.below(3) > 0;
        if bytes.starts_with(b"PK") && is_inside {
            return self.in_zip(bytes).unwrap_or_else(|| self.text(bytes));
        }
        if bytes.starts_with(b"\x1F\x8B") && is_inside {
            return self.in_gzip(bytes);
        }
        self.text(bytes)
    }

    /// The generator of Steele, Lea and Flood (2014), splitmix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }

    fn text(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(3) {
            self.once(&mut bytes);
        }
        bytes
    }

    fn once(&mut self, bytes: &mut Vec<u8>) {
        match self.below(12) {
            0 => {
                for _ in 0..=self.below(12) {
                    let at = self.below(bytes.len());
                    let bit = 1 << self.below(8);
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= bit;
                    }
                }
            }
            1 => bytes.truncate(self.below(bytes.len() + 1)),
            2 => {
                bytes.drain(..self.below(bytes.len() + 1));
            }
            3 => {
                let range = self.range(bytes.len());
                let piece = bytes[range.clone()].to_vec();
                let n = 1 + self.below(4);
                bytes.splice(range.end..range.end, piece.repeat(n));
            }
            4 => {
                let range = self.range(bytes.len());
                bytes.drain(range);
            }
            5 => {
                let piece = {
                    let range = self.range(bytes.len());
                    bytes.drain(range).collect::<Vec<u8>>()
                };
                let at = self.below(bytes.len() + 1);
                bytes.splice(at..at, piece);
            }
            6 | 7 => {
                let piece = HARMFUL[self.below(HARMFUL.len())];
                for _ in 0..=self.below(3) {
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, piece.iter().copied());
                }
            }
            8 | 9 => self.tag(bytes),
            10 => self.number(bytes),
            _ => {
                let tags: [&[u8]; 3] = [b"<al>", b"<w:tbl><w:tr><w:tc>", b"("];
                let deep = tags[self.below(3)].repeat(100 + self.below(4000));
                let at = self.below(bytes.len() + 1);
                bytes.splice(at..at, deep);
            }
        }
    }

    fn range(&mut self, length: usize) -> Range<usize> {
        let start = self.below(length + 1);
        let end = (start + self.below(200)).min(length);
        start..end
    }

    /// Drops a tag, or sets it elsewhere.
    fn tag(&mut self, bytes: &mut Vec<u8>) {
        let opens: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at] == b'<').collect();
        if opens.is_empty() {
            return;
        }
        let start = opens[self.below(opens.len())];
        let length = bytes[start..].iter().position(|&byte| byte == b'>');
        let end = length.map_or(bytes.len(), |length| start + length + 1);
        let tag: Vec<u8> = bytes.drain(start..end).collect();
        if self.below(2) == 0 {
            let at = self.below(bytes.len() + 1);
            bytes.splice(at..at, tag);
        }
    }

    /// Makes a number huge, negative or none.
    fn number(&mut self, bytes: &mut Vec<u8>) {
        let digits: Vec<usize> = (0..bytes.len())
            .filter(|&at| bytes[at].is_ascii_digit())
            .collect();
        if digits.is_empty() {
            return;
        }
        let at = digits[self.below(digits.len())];
        let numbers: [&[u8]; 5] = [b"99999999999999999999", b"-1", b"", b"4294967296", b"0"];
        bytes.splice(at..=at, numbers[self.below(5)].iter().copied());
    }

    fn in_gzip(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        GzDecoder::new(bytes).read_to_end(&mut text).unwrap();
        let mut damaged = self.text(&text);
        if self.below(400) == 0 {
            damaged.resize(damaged.len() + (17 << 20), b' ');
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&damaged).unwrap();
        encoder.finish().unwrap()
    }

    /// The archive with one of its parts damaged, left out or blown up.
    fn in_zip(&mut self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let chosen = self.below(archive.len());
        let kind = self.below(200);
        let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
        for i in 0..archive.len() {
            let mut entry = archive.by_index(i).ok()?;
            let name = entry.name().ok()?.into_owned();
            let mut part = Vec::new();
            entry.read_to_end(&mut part).ok()?;
            if i == chosen {
                match kind {
                    0 => continue,
                    1 => part.resize(part.len() + (17 << 20), b' '),
                    _ => part = self.text(&part),
                }
            }
            let options = SimpleFileOptions::default().compression_level(Some(1));
            copy.start_file(name, options).ok()?;
            copy.write_all(&part).ok()?;
        }
        Some(copy.finish().ok()?.into_inner())
    }
}
