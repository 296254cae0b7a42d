//! Training on rows whose texts are let go.

use super::*;

#[test]
fn rows_whose_texts_go_as_they_are_read_give_the_same_model() {
    let mut texts = texts(96);
    // Groups are met in another order than that of their names, and there are examples.
    texts.reverse();
    let mut rows = rows(&texts);
    rows.iter_mut()
        .rev()
        .take(6)
        .for_each(|row| row.is_example = true);
    let mut stored = StoredRows::default();
    for row in &rows {
        stored.push(*row);
    }
    let (settings, classes) = (settings(), classes());
    let model = train_stored(stored, &settings, &classes, &Watch::none()).unwrap();
    let expected = train(&rows, &settings, &classes, &Watch::none()).unwrap();
    assert_eq!(model.to_json(), expected.to_json());
}
