use super::super::tests::{found, main_part, p, read_parts};

/// A level: its place, form, text and whatever else it says.
fn level(at: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
    )
}

fn definition(id: u32, levels: &[String]) -> String {
    format!(
        "<w:abstractNum w:abstractNumId='{id}'>{}</w:abstractNum>",
        levels.concat()
    )
}

fn list(id: u32, definition: u32, more: &str) -> String {
    format!("<w:num w:numId='{id}'><w:abstractNumId w:val='{definition}'/>{more}</w:num>")
}

/// A paragraph of a list.
fn item(list: &str, level: &str, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// The lines of a document with these parts.
fn lines_of(numbering: &str, styles: &str, body: &[String]) -> Vec<String> {
    let numbering = format!("<w:numbering xmlns:w='w'>{numbering}</w:numbering>");
    lines_with(&numbering, styles, body)
}

fn lines_with(numbering: &str, styles: &str, body: &[String]) -> Vec<String> {
    let styles = format!("<w:styles xmlns:w='w'>{styles}</w:styles>");
    let source = read_parts(&[
        ("word/document.xml", &main_part(&body.concat())),
        ("word/styles.xml", &styles),
        ("word/numbering.xml", numbering),
    ]);
    let found = found(&source);
    found.into_iter().map(|(_, text)| text.to_owned()).collect()
}

#[test]
fn numbers_that_word_shows_stand_in_front_of_their_paragraphs() {
    let numbering = [
        definition(3, &[level(0, "decimal", "%1.", "")]),
        list(5, 3, ""),
    ];
    let body = [
        item("5", "0", "Kent u het plan?"),
        p("Antwoord op vraag 1"),
        p("Ja."),
        item("5", "0", "Wat vindt u ervan?"),
        item("0", "0", "Zonder nummer."),
        item("9", "0", "Van geen lijst."),
        item("5", "12", "Op geen niveau."),
        item("5", "0", ""),
        item("5", "0", "En nu?"),
    ];
    assert_eq!(
        lines_of(&numbering.concat(), "", &body),
        [
            "1. Kent u het plan?",
            "Antwoord op vraag 1",
            "Ja.",
            "2. Wat vindt u ervan?",
            "Zonder nummer.",
            "Van geen lijst.",
            "Op geen niveau.",
            // The empty item is the third.
            "4. En nu?",
        ]
    );
}

#[test]
fn a_style_numbers_its_paragraphs() {
    let numbering = [
        definition(
            0,
            &[
                level(0, "decimal", "Vraag %1", "<w:pStyle w:val='Vraagnummer'/>"),
                level(1, "lowerLetter", "%2)", "<w:pStyle w:val='Deelvraag'/>"),
            ],
        ),
        list(2, 0, ""),
        // A definition may leave its levels to that of a style.
        "<w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='Lijststijl'/></w:abstractNum>"
            .to_owned(),
        list(3, 1, ""),
        // And two may wait for each other.
        "<w:abstractNum w:abstractNumId='7'><w:numStyleLink w:val='Kring'/></w:abstractNum>"
            .to_owned(),
        list(7, 7, ""),
    ];
    let style = |id: &str, more: &str| {
        format!("<w:style w:type='paragraph' w:styleId='{id}'>{more}</w:style>")
    };
    let numbers =
        |list: u32| format!("<w:pPr><w:numPr><w:numId w:val='{list}'/></w:numPr></w:pPr>");
    let styles = [
        style("Vraagnummer", &numbers(2)),
        style("Deelvraag", "<w:basedOn w:val='Vraagnummer'/>"),
        style("Lijststijl", &numbers(2)),
        style("Kring", &numbers(7)),
        style("A", "<w:basedOn w:val='B'/>"),
        style("B", "<w:basedOn w:val='A'/>"),
    ];
    let body = [
        styled("Vraagnummer", ""),
        p("Kent u het plan?"),
        styled("Deelvraag", "Zo ja, sinds wanneer?"),
        styled("Deelvraag", "En van wie?"),
        styled("Vraagnummer", "Bent u ertegen?"),
        item("3", "1", "Zo nee, waarom niet?"),
        styled("Kring", "In een kring."),
        styled("A", "Ook in een kring."),
    ];
    assert_eq!(
        lines_of(&numbering.concat(), &styles.concat(), &body),
        [
            "Vraag 1",
            "Kent u het plan?",
            "a) Zo ja, sinds wanneer?",
            "b) En van wie?",
            "Vraag 2 Bent u ertegen?",
            "a) Zo nee, waarom niet?",
            "In een kring.",
            "Ook in een kring.",
        ]
    );
}

#[test]
fn levels_are_counted_anew_below_each_other() {
    let numbering = [
        definition(
            0,
            &[
                level(0, "upperRoman", "%1.", ""),
                level(1, "decimal", "%1.%2", "<w:isLgl/>"),
                level(2, "lowerRoman", "%2-%3", "<w:lvlRestart w:val='0'/>"),
                level(3, "bullet", "•", ""),
            ],
        ),
        list(1, 0, ""),
    ];
    let body: Vec<String> = ["1", "0", "1", "2", "1", "2", "3", "0", "1", "2"]
        .iter()
        .map(|level| item("1", level, "x"))
        .collect();
    assert_eq!(
        lines_of(&numbering.concat(), "", &body),
        [
            "1.1 x", "I. x", "1.1 x", "1-i x", "1.2 x", "2-ii x", "x", "II. x", "2.1 x", "1-iii x",
        ]
    );
}

#[test]
fn lists_of_one_definition_count_on_unless_one_starts_anew() {
    let anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>";
    let own = format!(
        "<w:lvlOverride w:ilvl='0'>{}</w:lvlOverride>",
        level(0, "upperLetter", "(%1)", "")
    );
    let numbering = [
        definition(0, &[level(0, "decimal", "%1", "")]),
        list(1, 0, ""),
        list(2, 0, ""),
        list(3, 0, anew),
        list(4, 0, &own),
    ];
    let body = ["1", "2", "3", "3", "1", "4"].map(|list| item(list, "0", "x"));
    assert_eq!(
        lines_of(&numbering.concat(), "", &body),
        ["1 x", "2 x", "7 x", "8 x", "9 x", "(J) x"]
    );
}

#[test]
fn what_was_changed_and_deleted_numbers_nothing() {
    let numbering = [
        definition(0, &[level(0, "decimal", "%1.", "")]),
        list(1, 0, ""),
    ];
    let once = "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:t>x</w:t></w:r></w:p>";
    let deleted = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>y</w:delText></w:r></w:del></w:p>";
    let body = [once.to_owned(), deleted.to_owned(), item("1", "0", "z")];
    assert_eq!(lines_of(&numbering.concat(), "", &body), ["x", "1. z"]);
}

#[test]
fn damaged_and_hostile_lists_leave_the_text_as_it_is() {
    let body = [item("1", "0", "Kent u het plan?")];
    let damaged = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'><w:lvl";
    assert_eq!(lines_with(damaged, "", &body), ["Kent u het plan?"]);
    let long = [
        definition(0, &[level(0, "decimal", &"%1".repeat(5_000), "")]),
        list(1, 0, ""),
    ];
    assert_eq!(lines_of(&long.concat(), "", &body), ["Kent u het plan?"]);
    let huge = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='4294967295'/></w:lvlOverride>";
    let huge = [
        definition(0, &[level(0, "lowerLetter", "%1.", "")]),
        list(1, 0, huge),
    ];
    assert_eq!(
        lines_of(
            &huge.concat(),
            "",
            &[&body[0][..], &body[0]].map(str::to_owned)
        ),
        ["32767. Kent u het plan?", "32767. Kent u het plan?"]
    );
}
