//! Tests of the comparison: one per cause, and of what joins.

use super::*;
use crate::table::TableSettings;

fn diff(old: &str, new: &str) -> LabelDiff {
    let settings = DiffSettings::default();
    compare_labels(
        table(old, "old.csv"),
        table(new, "new.csv"),
        &settings,
        &Interrupt::new(),
    )
    .unwrap()
}

fn table<'t>(csv: &'t str, name: &str) -> TableReader<&'t [u8]> {
    TableReader::new(csv.as_bytes(), name, &TableSettings::default()).unwrap()
}

fn kinds(diff: &LabelDiff) -> Vec<ChangeKind> {
    diff.changes.iter().map(|change| change.kind).collect()
}

const OLD: &str = "passage_id,actor,text,predicted_stance,certain\n\
    d-1:0-10,VVD,Minder instroom.,pro-control,true\n\
    d-1:11-30,D66,Eerlijk delen.,pro-solidarity,true\n";

#[test]
fn equal_tables_do_not_differ() {
    let diff = diff(OLD, OLD);
    assert!(diff.is_empty());
    assert_eq!(diff.totals().n_joined, 2);
}

#[test]
fn the_same_text_with_another_label_comes_from_the_model() {
    let new = OLD.replace("pro-solidarity,true", "none,false");
    let diff = diff(OLD, &new);
    assert_eq!(kinds(&diff), [ChangeKind::Flipped(ChangeCause::Model)]);
    assert_eq!(diff.by_actor["D66"].n_model, 1);
    assert_eq!(diff.by_actor["VVD"].n_flipped(), 0);
}

#[test]
fn the_same_text_at_another_place_still_comes_from_the_model() {
    let new = OLD
        .replace("d-1:11-30", "d-1:12-31")
        .replace("pro-solidarity", "none");
    assert_eq!(
        kinds(&diff(OLD, &new)),
        [ChangeKind::Flipped(ChangeCause::Model)]
    );
}

#[test]
fn another_text_at_the_same_place_comes_from_the_text() {
    let new = OLD.replace("Eerlijk delen.,pro-solidarity", "Eerlijk verdelen.,none");
    assert_eq!(
        kinds(&diff(OLD, &new)),
        [ChangeKind::Flipped(ChangeCause::Text)]
    );
}

#[test]
fn another_cut_comes_from_segmentation() {
    let new = OLD.replace(
        "d-1:11-30,D66,Eerlijk delen.,pro-solidarity",
        "d-1:11-20,D66,Eerlijk.,none",
    );
    assert_eq!(
        kinds(&diff(OLD, &new)),
        [ChangeKind::Flipped(ChangeCause::Segmentation)]
    );
}

#[test]
fn a_passage_cut_in_two_joins_both_halves() {
    let new = "passage_id,actor,text,predicted_stance\n\
        d-1:0-10,VVD,Minder instroom.,pro-control\n\
        d-1:11-18,D66,Eerlijk,none\n\
        d-1:19-30,D66,delen.,none\n";
    let there = diff(OLD, new);
    let flip = ChangeKind::Flipped(ChangeCause::Segmentation);
    assert_eq!(kinds(&there), [flip, flip]);
    assert_eq!(there.totals().n_joined, 3);
    assert_eq!(
        kinds(&diff(new, OLD)),
        [flip, flip],
        "and when joined again"
    );
}

#[test]
fn passages_of_one_table_are_listed() {
    let new = "passage_id,actor,text,predicted_stance\n\
        d-1:0-10,VVD,Minder instroom.,pro-control\n\
        d-2:0-5,SP,Nieuw.,none\n";
    let diff = diff(OLD, new);
    assert_eq!(kinds(&diff), [ChangeKind::OnlyNew, ChangeKind::OnlyOld]);
    assert_eq!(
        (
            diff.by_actor["SP"].n_only_new,
            diff.by_actor["D66"].n_only_old
        ),
        (1, 1)
    );
}

#[test]
fn without_ids_and_actors_the_text_joins() {
    let old = "text,predicted_stance\nNee.,none\nNee.,pro-control\nJa.,none\n";
    let new = "text,predicted_stance\nNee.,none\nNee.,none\nJaja.,none\n";
    let diff = diff(old, new);
    // The second "Nee." joins the second; texts that differ have no place by which to join.
    assert_eq!(
        kinds(&diff),
        [
            ChangeKind::Flipped(ChangeCause::Model),
            ChangeKind::OnlyNew,
            ChangeKind::OnlyOld
        ]
    );
    assert_eq!(
        diff.changes[0].old.as_ref().map(|label| label.line),
        Some(3)
    );
    assert_eq!(diff.by_actor.keys().collect::<Vec<_>>(), ["unknown"]);
}

#[test]
fn ids_that_are_no_places_join_by_themselves_only() {
    let old = "passage_id,text,predicted_stance\n7,Nee.,none\n8,Ja.,none\n";
    let new = "passage_id,text,predicted_stance\n7,Neen.,mixed\n9,Jawel.,mixed\n";
    assert_eq!(
        kinds(&diff(old, new)),
        [
            ChangeKind::Flipped(ChangeCause::Text),
            ChangeKind::OnlyNew,
            ChangeKind::OnlyOld
        ]
    );
}

#[test]
fn a_passage_named_twice_is_refused() {
    let twice = "passage_id,text,predicted_stance\na:0-1,x,none\na:0-1,y,none\n";
    let settings = DiffSettings::default();
    let error = compare_labels(
        table(OLD, "old.csv"),
        table(twice, "new.csv"),
        &settings,
        &Interrupt::new(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "new.csv, line 3: passage `a:0-1` stands on line 2 too"
    );
}

#[test]
fn one_table_with_two_labels_can_be_compared_with_itself() {
    let csv = "text,predicted_stance,new_predicted_stance\nNee.,none,pro-control\n";
    let mut settings = DiffSettings::default();
    "new_".clone_into(&mut settings.new.prefix);
    let interrupt = Interrupt::new();
    let diff = compare_labels(table(csv, "t"), table(csv, "t"), &settings, &interrupt).unwrap();
    assert_eq!(kinds(&diff), [ChangeKind::Flipped(ChangeCause::Model)]);
}

#[test]
fn the_tables_and_the_summary_say_what_happened() {
    let new = OLD.replace("pro-solidarity,true", "none,false") + "d-9:0-4,SP,Nieuw.,none,true\n";
    let diff = diff(OLD, &new);
    insta::assert_snapshot!(String::from_utf8(diff.changes_csv().unwrap()).unwrap(), @r"
    change,cause,actor,old_passage_id,new_passage_id,old_stance,new_stance,old_certain,new_certain,old_line,new_line,text_start
    flipped,model,D66,d-1:11-30,d-1:11-30,pro-solidarity,none,true,false,3,3,Eerlijk delen.
    only_new,,SP,,d-9:0-4,,none,,true,,4,Nieuw.
    ");
    insta::assert_snapshot!(String::from_utf8(diff.by_actor_csv().unwrap()).unwrap(), @r"
    actor,n_joined,n_flipped,n_model,n_text,n_segmentation,n_only_old,n_only_new
    D66,1,1,1,0,0,0,0
    SP,0,0,0,0,0,0,1
    VVD,1,0,0,0,0,0,0
    ");
    insta::assert_snapshot!(diff.summary(), @r"
    1 of 2 passages in both tables have another label: 1 by the model, 0 by the text, 0 by segmentation.
    Only in the old table: 0. Only in the new table: 1.
      pro-solidarity -> none: 1
      D66: 1 of 1
    ");
}
