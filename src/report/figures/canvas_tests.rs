use super::*;
use crate::report::figures::palette::INK;

#[test]
fn a_drawing_is_an_svg_in_millimetres_whose_text_is_data() {
    let drawing = draw("test", (20, 10), |canvas| {
        canvas.text("<script>a & b\u{0}", (5.0, 5.0), Lettering::new(SMALL, INK))?;
        canvas.mark((1.0, 2.0), (11.0, 22.0), "a".to_owned(), "b".to_owned());
        canvas.point(Shape::Diamond, (50.0, 50.0), 10.0, "#0072B2", true)
    })
    .unwrap();
    assert!(drawing.svg.starts_with(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20mm\" height=\"10mm\" \
         viewBox=\"0 0 200 100\" font-family=\"Helvetica, Arial,"
    ));
    assert!(drawing.svg.trim_end().ends_with("</svg>"));
    assert!(
        drawing.svg.contains("&lt;script&gt;a &amp; b\n"),
        "{}",
        drawing.svg
    );
    assert!(drawing.svg.contains("font-size=\"25\""), "{}", drawing.svg);
    assert!(drawing.svg.contains("#0072B2"));
    assert_eq!(drawing.svg.matches("font-family").count(), 1);
    assert_eq!(drawing.marks[0].place, (1, 2, 10, 20));
    roxmltree::Document::parse(&drawing.svg).unwrap();
}

#[test]
fn a_text_may_hold_the_words_of_an_attribute() {
    let words = format!("a font-family=\"{FONTS}\" opacity=\"1\" b");
    let drawing = draw("test", (20, 10), |canvas| {
        canvas.text(&words, (5.0, 5.0), Lettering::new(SMALL, INK))
    })
    .unwrap();
    let document = roxmltree::Document::parse(&drawing.svg).unwrap();
    let mut texts = document
        .descendants()
        .filter(|node| node.has_tag_name("text"));
    assert_eq!(
        texts.next().and_then(|node| node.text()).map(str::trim),
        Some(words.as_str())
    );
}

#[test]
fn colours_are_those_written() {
    assert_eq!(colour_of("#D55E00"), RGBColor(0xD5, 0x5E, 0x00));
}
