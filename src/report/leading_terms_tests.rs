//! The table and the drawing of leading terms.

use super::*;

fn term(class: usize, is_for: bool, term: &str, words: &str, n_stable: usize) -> ClassTerm {
    ClassTerm {
        leading: LeadingTerm {
            class,
            is_for,
            rank: 1,
            term: term.to_owned(),
            words: words.to_owned(),
            weight: if is_for { 0.5 } else { -0.5 },
            mean_value: 0.25,
            n_stable,
            n_refits: 4,
            rows: vec![0, 1, 7],
            is_name: words == "vvd",
        },
        n_passages: 2,
        n_groups: 1,
        n_documents: (words != "vvd").then_some(1),
        n_examples: 1,
    }
}

fn terms() -> ClassTerms {
    ClassTerms {
        terms: vec![
            term(0, true, "~<gren", "grenzen", 4),
            term(0, true, "vvd", "vvd", 3),
            term(1, false, "=*rechter*", "asielrechters", 2),
        ],
        min_stability: 0.0,
    }
}

fn ids() -> Vec<String> {
    ["streng", "delen"].map(str::to_owned).to_vec()
}

#[test]
fn a_row_holds_what_a_term_adds_and_where_it_stands() {
    let bytes = write_leading_terms(&terms(), &ids(), Vec::new(), "terms.csv").unwrap();
    // .5 · .25 = .125; stable in 4, 3 and 2 of 4 refits.
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "stance,direction,rank,kind,term,words,contribution,weight,mean_value,stability,n_refits,n_passages,n_groups,n_documents,n_examples,is_name\n\
         streng,for,1,piece,~<gren,grenzen,0.125000,0.500000,0.250000,1.000000,4,2,1,1,1,false\n\
         streng,for,1,word,vvd,vvd,0.125000,0.500000,0.250000,0.750000,4,2,1,,1,true\n\
         delen,against,1,lexicon,=*rechter*,asielrechters,-0.125000,-0.500000,0.250000,0.500000,4,2,1,1,1,false\n"
    );
}

#[test]
fn terms_that_are_not_stable_are_left_out() {
    let mut terms = terms();
    terms.keep_stable(0.75);
    assert_eq!(terms.terms.len(), 2);
    let mut unknown = self::terms();
    for term in &mut unknown.terms {
        (term.leading.n_refits, term.leading.n_stable) = (0, 0);
    }
    unknown.keep_stable(0.75);
    assert_eq!(unknown.terms.len(), 3);
}

#[test]
fn a_drawing_names_pieces_lexicon_and_names() {
    let drawn = leading_terms_text(&terms(), &ids(), 1);
    let starts = |start: &str| drawn.lines().any(|line| line.starts_with(start));
    assert!(starts("for streng ") && starts("against delen "), "{drawn}");
    assert!(starts("  grenzen (<gren) "), "{drawn}");
    assert!(starts("  asielrechters (lexicon *rechter*) "), "{drawn}");
    assert!(starts("  and 1 more"), "{drawn}");
    let all = leading_terms_text(&terms(), &ids(), 8);
    let line = all.lines().find(|line| line.contains("vvd")).unwrap();
    let cells: Vec<&str> = line.split_whitespace().collect();
    // 3 of 4 refits; documents are not known.
    assert_eq!(
        cells,
        ["vvd", "[name]", "+0.1250", "0.75", "2", "1", "-", "1"]
    );
    assert!(all.contains("lead in 0.00 or more of 4 refits"), "{all}");
}
