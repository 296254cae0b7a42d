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
    assert_snapshot!(refused_register(&workspace, "geen.csv"), @"");
    workspace.write("party.csv", format!("{HEADER}a,Van Dam,VVP,,,\n"));
    assert_snapshot!(refused_register(&workspace, "party.csv"), @"");
    workspace.write(
        "twice.csv",
        format!("{HEADER}a,Van Dam,VVD,,2020-01-01,2021-01-01\na,Van Dam,SP,,2020-06-01,\n"),
    );
    assert_snapshot!(refused_register(&workspace, "twice.csv"), @"");
    workspace.write("columns.csv", "name,party_id\nVan Dam,VVD\n");
    assert_snapshot!(refused_register(&workspace, "columns.csv"), @"");
}
