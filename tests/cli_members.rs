//! A member register of one's own on the command line.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::{Workspace, refused};

const HEADER: &str = "member_id,name,party_id,chamber,valid_from,valid_to\n";

/// What `read` says with the register `file`, which it must refuse.
fn refused_register(workspace: &Workspace, file: &str) -> String {
    let set = format!("paths.members={file}");
    refused(
        workspace,
        2,
        &["read", "corpus", "--out", "out.csv", "--set", &set],
    )
}

#[test]
fn a_register_of_ones_own_is_read_beside_the_documents() {
    let workspace = Workspace::new();
    workspace.write(
        "members.csv",
        format!("{HEADER}a,Van Dam,VVD,Tweede Kamer,2020,2021\nb,Van Dam,SP,Eerste Kamer,,\n"),
    );
    let set = "paths.members=members.csv";
    let ending = workspace.run(&["read", "corpus", "--out", "out.csv", "--set", set]);
    assert_eq!(ending.code, Some(0), "{}", ending.stderr);
}

#[test]
fn a_faulty_register_is_refused_with_its_line() {
    let workspace = Workspace::new();
    assert_snapshot!(refused_register(&workspace, "geen.csv"), @"
    error: geen.csv: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    workspace.write("party.csv", format!("{HEADER}a,Van Dam,VVP,,,\n"));
    assert_snapshot!(refused_register(&workspace, "party.csv"), @"
    error: party.csv, line 2, column `party_id`: found `VVP`, expected an id of the party register (closest: `VVD`)
      help: did you mean `VVD`?
    ");
    workspace.write(
        "twice.csv",
        format!("{HEADER}a,Van Dam,VVD,,2020-01-01,2021-01-01\na,Van Dam,SP,,2020-06-01,\n"),
    );
    assert_snapshot!(refused_register(&workspace, "twice.csv"), @"
    error: twice.csv, line 3, column `valid_from`: found `2020-06-01`, expected a period beside that of `a` on line 2, Van Dam (VVD, 2020-01-01 to 2021-01-01)
      help: correct it there, and run the command again
    ");
    workspace.write("columns.csv", "name,party_id\nVan Dam,VVD\n");
    assert_snapshot!(refused_register(&workspace, "columns.csv"), @"
    error: columns.csv: no column `member_id`; found `name`, `party_id`
      help: rename a column, or name the column to use in the options
    ");
}
