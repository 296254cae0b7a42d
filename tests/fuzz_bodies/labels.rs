//! Labelling of tables.

use std::sync::{Arc, LazyLock};

use standpunt::label::{LabelError, LabelSettings, LabelSummary, Labelling, Watch};
use standpunt::stance::Model;
use standpunt::store::Interrupt;
use standpunt::table::{TableReader, TableSettings};

use super::models::with_its_hash;

static MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    let file = include_str!("../fuzz_corpus/model/three-classes.json");
    Arc::new(with_its_hash(file).expect("the model of the tests is sound"))
});

/// A table comes out with its rows and columns as they were and a label for each row, the same on
/// one thread and on three.
pub(super) fn label(bytes: &[u8]) {
    let (one, three) = (run(bytes, 1), run(bytes, 3));
    match (one, three) {
        (Ok((one, summary)), Ok((three, other))) => {
            assert!(
                one == three && summary == other,
                "threads change the output"
            );
            check_rows(bytes, &one, &summary);
        }
        (Err(one), Err(three)) => assert_eq!(one.to_string(), three.to_string()),
        (one, three) => panic!("{:?} and {:?}", one.err(), three.err()),
    }
}

fn run(bytes: &[u8], n_threads: usize) -> Result<(Vec<u8>, LabelSummary), LabelError> {
    let settings = LabelSettings {
        n_threads,
        without_quotations: Some(3),
        ..LabelSettings::default()
    };
    let input = std::io::Cursor::new(bytes.to_vec());
    let table = TableReader::new(input, "a.csv", &TableSettings::default())?;
    let mut watch = Watch {
        interrupt: &Interrupt::default(),
        progress: &mut |_| {},
    };
    Labelling::new(Arc::clone(&MODEL), settings).run(table, Vec::new(), "out.csv", &mut watch)
}

fn check_rows(bytes: &[u8], labelled: &[u8], summary: &LabelSummary) {
    let table = |bytes| TableReader::new(bytes, "a.csv", &TableSettings::default()).unwrap();
    let (mut before, mut after) = (table(bytes), table(labelled));
    let n_columns = before.header().names().len();
    let stance = after.column("predicted_stance").unwrap();
    let mut n_rows = 0;
    while let Some(row) = before.next_row().unwrap() {
        let labelled = after.next_row().unwrap().expect("every row comes out");
        assert!(row.fields().eq(labelled.fields().take(n_columns)));
        let class = labelled.required(stance).unwrap();
        assert!(MODEL.classes().ids().iter().any(|id| id == class));
        n_rows += 1;
    }
    assert!(after.next_row().unwrap().is_none());
    assert_eq!(summary.n_rows, n_rows);
    assert_eq!(summary.n_of_class.iter().sum::<u64>(), n_rows);
}
