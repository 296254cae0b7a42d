//! What keeps a page harmless: texts of documents are data in it, and nothing runs or loads but its
//! own style and script.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// The content security policy of a page with this one style and this one script (Content Security
/// Policy Level 3, W3C, section 2.3.1: `hash-source`): no request of any kind, no inline handler, no
/// other script, no form.
pub(super) fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        source_hash(style),
        source_hash(script)
    )
}

fn source_hash(source: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(source.as_bytes()))
    )
}

/// A value as JSON that can stand in a `<script type="application/json">`: no `<`, `>` or `&` stands
/// in it, so no text can end the element or begin another (HTML Living Standard, 4.12.1.3).
///
/// # Errors
/// Where the value is no JSON.
pub(super) fn data_block<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(value)?;
    let mut safe = String::with_capacity(json.len() + json.len() / 16);
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '>' => safe.push_str("\\u003e"),
            '&' => safe.push_str("\\u0026"),
            '\u{2028}' => safe.push_str("\\u2028"),
            '\u{2029}' => safe.push_str("\\u2029"),
            c => safe.push(c),
        }
    }
    Ok(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_hash_of_what_may_run() {
        // printf '' | openssl dgst -sha256 -binary | base64
        let empty = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        let policy = policy("", "");
        assert!(policy.contains(&format!("script-src {empty}")), "{policy}");
        assert!(policy.starts_with("default-src 'none'"));
        assert!(!policy.contains("unsafe"));
    }

    #[test]
    fn a_text_cannot_leave_its_block_and_reads_back_the_same() {
        let text = "</script><!--<script>alert(1)//&amp;\u{2028}\u{202e}'\"\\";
        let block = data_block(&text).unwrap();
        assert!(!block.contains(['<', '>', '&', '\u{2028}']));
        assert_eq!(serde_json::from_str::<String>(&block).unwrap(), text);
    }
}
