//! One exchange, set on the page in every way in which extractions set it: nothing may be lost,
//! nothing foreign may be kept, and every word must have the right speaker.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod papers;

use std::collections::BTreeMap;

use standpunt::corpus::{DocumentKind, PartyRegister};

use papers::exchange_text::{FOOTNOTES, SECTIONS, Section};

/// How the exchange is set.
#[derive(Debug, Clone, Copy)]
struct Layout {
    /// Width of questions and of answers; none: a paragraph is a line.
    width: Option<(usize, usize)>,
    blank_lines: usize,
    blank_lines_above_question: usize,
    answer: &'static str,
    hyphenates: bool,
    footnotes: bool,
    pages: Pages,
    indent: &'static str,
    line_end: &'static str,
    order: Order,
    /// Whether lines of one paragraph differ in width, as they do in proportional type.
    is_ragged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Order {
    /// Every answer follows its question.
    Interleaved,
    /// All questions, then all answers under the same headings.
    AnswersAtEnd,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Pages {
    None,
    FormFeedAndHeader,
    PageNumber,
    BlankLinesAndSpace,
}

const LINES_OF_A_PAGE: usize = 31;

fn document(layout: Layout) -> String {
    let mut page = Page {
        layout,
        lines: Vec::new(),
        n_notes: 0,
    };
    if layout.order == Order::Interleaved {
        for section in &SECTIONS {
            page.section(section, true, true);
        }
    } else {
        page.line("I Vragen en opmerkingen vanuit de fracties");
        for section in &SECTIONS {
            page.section(section, true, false);
        }
        page.line("II Antwoord / Reactie van de bewindspersoon");
        for section in &SECTIONS {
            page.section(section, false, true);
        }
    }
    paged(&page.lines, layout)
}

struct Page {
    layout: Layout,
    lines: Vec<String>,
    n_notes: usize,
}

impl Page {
    fn gap(&mut self, n: usize) {
        self.lines.extend(vec![String::new(); n]);
    }

    fn line(&mut self, text: &str) {
        self.lines.push(text.to_owned());
        self.gap(self.layout.blank_lines);
    }

    fn paragraph(&mut self, text: &str, width: Option<usize>) {
        self.lines.extend(wrap(text, width, self.layout));
        self.gap(self.layout.blank_lines);
    }

    fn section(&mut self, section: &Section, asks: bool, answers: bool) {
        let (heading, _, exchanges) = section;
        let layout = self.layout;
        self.gap(layout.blank_lines);
        self.line(heading);
        for (k, (question, answer)) in exchanges.iter().enumerate() {
            if k > 0 {
                self.gap(
                    layout
                        .blank_lines_above_question
                        .saturating_sub(layout.blank_lines),
                );
            }
            if asks {
                for paragraph in *question {
                    self.paragraph(paragraph, layout.width.map(|w| w.0));
                }
            }
            if answers {
                self.answer(answer, asks, k == 0);
            }
        }
    }

    fn answer(&mut self, answer: &[&str], is_headed: bool, may_have_note: bool) {
        let layout = self.layout;
        let runs_in = layout.answer.ends_with(' ');
        if is_headed && !runs_in {
            self.line(layout.answer);
        }
        let mut note = None;
        for (i, paragraph) in answer.iter().enumerate() {
            let mut text = (*paragraph).to_owned();
            if i == 0 && may_have_note && layout.footnotes && self.n_notes < FOOTNOTES.len() {
                self.n_notes += 1;
                text = text.replacen(". ", &format!(".{} ", self.n_notes), 1);
                note = Some(format!("{} {}", self.n_notes, FOOTNOTES[self.n_notes - 1]));
            }
            if i == 0 && is_headed && runs_in {
                text.insert_str(0, layout.answer);
            }
            self.paragraph(&text, layout.width.map(|w| w.1));
        }
        if let Some(note) = note {
            let hyphenates = false;
            let lines = wrap(
                &note,
                layout.width.map(|w| w.1),
                Layout {
                    hyphenates,
                    ..layout
                },
            );
            // No page breaks inside a footnote: its lines are one until the pages are set.
            self.lines.push(lines.join("\n"));
            self.gap(layout.blank_lines);
        }
    }
}

fn wrap(text: &str, width: Option<usize>, layout: Layout) -> Vec<String> {
    let Some(width) = width else {
        return vec![text.to_owned()];
    };
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let jitter = [0, 5, 2, 7, 3, 1, 6][lines.len() % 7];
        let width = width - if layout.is_ragged { jitter } else { 0 };
        let line = lines.last_mut().unwrap();
        let room = width.saturating_sub(line.chars().count() + 1);
        let n = word.chars().count();
        if line.is_empty() {
            line.push_str(word);
        } else if n <= room {
            line.push(' ');
            line.push_str(word);
        } else if layout.hyphenates && n > 9 && room > 6 && word.chars().all(char::is_alphabetic) {
            let cut = word.char_indices().nth(5).unwrap().0;
            line.extend([" ", &word[..cut], "-"]);
            lines.push(word[cut..].to_owned());
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

fn paged(lines: &[String], layout: Layout) -> String {
    let mut text = String::new();
    for (i, line) in lines.iter().enumerate() {
        let page = i / LINES_OF_A_PAGE;
        let breaks = i > 0 && i % LINES_OF_A_PAGE == 0;
        let mark = match layout.pages {
            _ if !breaks => String::new(),
            Pages::None => String::new(),
            Pages::FormFeedAndHeader => {
                format!("\n\u{c}Tweede Kamer, vergaderjaar 2020–2021, 32 317, nr. 702 {page}\n\n")
            }
            Pages::PageNumber => format!("\n{page}\n\u{c}"),
            Pages::BlankLinesAndSpace => "\n\n\n ".to_owned(),
        };
        text.push_str(&mark);
        if !line.is_empty() {
            text.push_str(layout.indent);
        }
        text.push_str(line);
        text.push('\n');
    }
    text.replace('\n', layout.line_end)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn expected() -> BTreeMap<String, String> {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for (_, party, exchanges) in SECTIONS {
        for (question, answer) in exchanges {
            for paragraph in *question {
                said.entry(format!("{party} question"))
                    .or_default()
                    .push_str(&letters(paragraph));
            }
            for paragraph in *answer {
                said.entry("Kabinet answer".to_owned())
                    .or_default()
                    .push_str(&letters(paragraph));
            }
        }
    }
    said
}

fn said(text: &str, is_known: bool, register: &PartyRegister) -> BTreeMap<String, String> {
    let kind = is_known.then_some(DocumentKind::SchriftelijkOverleg);
    let document = papers::document("x", kind, if is_known { "2021-06" } else { "" });
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for passage in papers::read(&document, text, register).passages {
        said.entry(format!("{} {}", passage.actor, passage.role))
            .or_default()
            .push_str(&letters(&passage.text));
    }
    said
}

fn layouts() -> Vec<Layout> {
    let mut layouts = vec![Layout {
        width: None,
        blank_lines: 0,
        blank_lines_above_question: 0,
        answer: "Antwoord",
        hyphenates: false,
        footnotes: false,
        pages: Pages::None,
        indent: "",
        line_end: "\n",
        order: Order::Interleaved,
        is_ragged: false,
    }];
    let mut vary = |changes: &[&dyn Fn(&mut Layout)]| {
        layouts = layouts
            .iter()
            .flat_map(|layout| {
                changes.iter().map(|change| {
                    let mut layout = *layout;
                    change(&mut layout);
                    layout
                })
            })
            .collect();
    };
    vary(&[
        &|_| {},
        &|l| l.width = Some((72, 72)),
        &|l| l.width = Some((96, 84)),
        &|l| l.width = Some((84, 96)),
    ]);
    vary(&[
        &|_| {},
        &|l| (l.blank_lines, l.blank_lines_above_question) = (1, 1),
        &|l| (l.blank_lines, l.blank_lines_above_question) = (1, 2),
    ]);
    vary(&[
        &|_| {},
        &|l| l.answer = "Antwoord:",
        &|l| l.answer = "Antwoord: ",
        &|l| l.answer = "Reactie van het kabinet",
    ]);
    vary(&[
        &|_| {},
        &|l| l.pages = Pages::FormFeedAndHeader,
        &|l| l.pages = Pages::PageNumber,
        &|l| l.pages = Pages::BlankLinesAndSpace,
    ]);
    vary(&[
        &|_| {},
        &|l| (l.hyphenates, l.footnotes) = (true, true),
        &|l| (l.footnotes, l.indent, l.line_end) = (true, "    ", "\r\n"),
    ]);
    vary(&[&|_| {}, &|l| l.order = Order::AnswersAtEnd]);
    vary(&[&|_| {}, &|l| l.is_ragged = true]);
    layouts
}

/// The first place at which two texts part.
fn difference(found: &str, expected: &str) -> String {
    let at = found
        .char_indices()
        .zip(expected.chars())
        .find(|((_, a), b)| a != b)
        .map_or(found.len().min(expected.len()), |((at, _), _)| at);
    let show = |text: &str| {
        text.get(at..)
            .unwrap_or("")
            .chars()
            .take(30)
            .collect::<String>()
    };
    format!(
        "{} of {} letters, `{}` for `{}`",
        found.len(),
        expected.len(),
        show(found),
        show(expected)
    )
}

#[test]
fn every_word_has_its_speaker_in_every_layout() {
    let register = PartyRegister::built_in();
    let expected = expected();
    let mut wrong = Vec::new();
    let layouts = layouts();
    let cases = layouts
        .iter()
        .flat_map(|layout| [(layout, true), (layout, false)]);
    for (layout, is_known) in cases {
        let found = said(&document(*layout), is_known, &register);
        if found != expected {
            let empty = String::new();
            let keys = found.keys().chain(expected.keys());
            let (who, how) = keys
                .map(|k| {
                    (
                        k,
                        found.get(k).unwrap_or(&empty),
                        expected.get(k).unwrap_or(&empty),
                    )
                })
                .find(|(_, a, b)| a != b)
                .map(|(k, a, b)| (k, difference(a, b)))
                .unwrap();
            wrong.push(format!("{layout:?} {is_known}\n  {who}: {how}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} layouts:\n{}",
        wrong.len(),
        layouts.len(),
        wrong.join("\n")
    );
}
