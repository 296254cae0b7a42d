//! Where a mark leads: a fragment of the page.

use crate::report::ReportRow;

/// The fragment that selects passages by these fields, its values percent-encoded (RFC 3986, section
/// 2.1): `passages?actor=PvdA%2BGroenLinks&role=question`.
pub(in crate::report) fn target(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    format!("passages?{}", pairs.join("&"))
}

/// Selects the passages that a comparison counts: no copies, and nothing that the chair says.
pub(in crate::report) const COUNTED: (&str, &str) = ("counted", "yes");

/// The field by which the passages behind an estimate are selected: `gold`, their coded stance, where
/// the estimate rests on codes alone, else `stance`, their predicted one.
pub(in crate::report) fn class_field(row: ReportRow<'_>) -> &'static str {
    match row.text("status") {
        "census" | "labels-only" => "gold",
        _ => "stance",
    }
}

fn encoded(value: &str) -> String {
    const HEX: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F',
    ];
    let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().unwrap_or('0');
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_byte_by_byte() {
        // `+` is 2B, `é` is C3 A9 in UTF-8, `&` is 26.
        let fields = [("actor", "PvdA+GroenLinks"), ("role", "a&b=é")];
        assert_eq!(
            target(&fields),
            "passages?actor=PvdA%2BGroenLinks&role=a%26b%3D%C3%A9"
        );
    }
}
