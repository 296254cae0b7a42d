//! `report` and the page that `run` and `compare` write.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use insta::assert_snapshot;
use support::{Workspace, refused};

/// The data of a page as its script reads it.
fn data_of(page: &str) -> serde_json::Value {
    let start = page.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let end = start + page[start..].find("</script>").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

#[test]
fn a_run_writes_a_page_with_its_passages_and_the_figures_of_its_tables() {
    let workspace = Workspace::ran();
    let page = workspace.read("reports/report.html");
    let labelled = workspace.records("reports/labelled.csv");
    let (header, rows) = labelled.split_first().unwrap();
    let column = |name: &str| header.iter().position(|found| found == name).unwrap();
    let (id, text, stance) = (
        column("passage_id"),
        column("text"),
        column("predicted_stance"),
    );

    let data = data_of(&page);
    let shown = data["passages"].as_array().unwrap();
    assert_eq!(shown.len(), rows.len());
    for passage in shown {
        let row = rows
            .iter()
            .find(|row| passage["id"] == row[id].as_str())
            .unwrap();
        assert_eq!(passage["text"], row[text].as_str());
        assert_eq!(passage["stance"], row[stance].as_str());
    }
    for warning in workspace.records("reports/warnings.csv").iter().skip(1) {
        assert!(!page.contains(&warning[1]) || !warning[1].contains('`'));
        let start = warning[1].split(['`', '\'', '"']).next().unwrap();
        assert!(page.contains(start), "{start}");
    }
    let figures: Vec<String> = workspace
        .names("reports")
        .into_iter()
        .filter(|name| name.starts_with("figures/"))
        .collect();
    assert_eq!(page.matches("<figure ").count(), figures.len());
    for figure in figures {
        let listed = figure.replace('/', "&#x2f;");
        assert!(page.contains(&listed), "{figure} is listed");
        let svg = workspace.read(&format!("reports/{figure}"));
        roxmltree::Document::parse(&svg).unwrap();
    }
}

#[test]
fn the_page_is_made_again_from_the_tables_to_the_byte_but_for_its_title_and_files() {
    let workspace = Workspace::ran();
    let again = ["report", "reports", "--out", "again"];
    workspace.run(&again).succeeds();
    let twice = ["report", "reports", "--out", "twice", "--threads", "1"];
    workspace.run(&twice).succeeds();
    let (first, second) = (workspace.files("again"), workspace.files("twice"));
    assert_eq!(first, second);
    let run = workspace.files("reports");
    for (name, bytes) in first
        .iter()
        .filter(|(name, _)| name.starts_with("figures/"))
    {
        assert_eq!(run.get(name), Some(bytes), "{name}");
    }
    let data = |folder: &str| data_of(&workspace.read(&format!("{folder}/report.html")));
    assert_eq!(data("again"), data("reports"));
}

#[test]
fn a_title_of_ones_own_is_data() {
    let workspace = Workspace::ran();
    let title = "Asiel <b>& migratie</b>";
    let arguments = ["report", "reports", "--out", "own", "--title", title];
    workspace.run(&arguments).succeeds();
    let page = workspace.read("own/report.html");
    assert!(page.contains("<h1>Asiel &lt;b&gt;&amp; migratie&lt;&#x2f;b&gt;</h1>"));
}

/// Compares the labelled table of a run.
fn compare_into(folder: &str) -> [&str; 6] {
    let table = "reports/labelled.csv";
    ["compare", table, "--gold", "gold.csv", "--out", folder]
}

#[test]
fn wrong_use_is_refused() {
    let workspace = Workspace::ran();
    assert_snapshot!(refused(&workspace, 2, &["report", "corpus", "--out", "own"]), @r"
    error: corpus: holds no comparison.csv
      help: name a folder that `standpunt run` or `standpunt compare` wrote
    ");
    workspace.run(&compare_into("shares")).succeeds();
    assert_snapshot!(refused(&workspace, 2, &["report", "shares", "--out", "own"]), @r"
    error: shares/labelled.csv: there are no labelled passages
      help: name the table that was compared with --labelled
    ");
    let model = ["report", "reports", "--out", "own", "--model", "geen.json"];
    assert_snapshot!(refused(&workspace, 2, &model), @r"
    error: geen.json: no such file
      caused by: No such file or directory (os error 2)
      help: check the name, and the folder from which the command runs
    ");
    let table = [
        "report",
        "shares",
        "--out",
        "own",
        "--labelled",
        "gold.meta.toml",
    ];
    let message = refused(&workspace, 2, &table);
    assert!(
        message.contains("gold.meta.toml: no column `predicted_stance`"),
        "{message}"
    );
    assert_snapshot!(refused(&workspace, 2, &["report", "reports/labelled.csv", "--out", "own"]), @r"
    error: reports/labelled.csv: found a file, expected a folder
      help: name a folder that `standpunt run` or `standpunt compare` wrote
    ");
    workspace.write(
        "other.csv",
        "passage_id,text,predicted_stance\nx:1-2,Tekst.,geen\n",
    );
    let other = [
        "report",
        "reports",
        "--out",
        "own",
        "--labelled",
        "other.csv",
    ];
    assert_snapshot!(refused(&workspace, 2, &other), @r"
    error: other.csv: holds none of the 24 passages that were compared
      help: name the table that was compared with --labelled: `manifest.json` of the comparison has its name and hash
    ");
    let untitled = ["report", "reports", "--out", "own", "--title", ""];
    let message = refused(&workspace, 2, &untitled);
    assert!(message.contains("--title"), "{message}");
    assert!(!workspace.path("own").exists(), "nothing is written");
}

#[test]
fn a_part_of_the_passages_that_were_compared_is_refused() {
    let workspace = Workspace::ran();
    let whole = workspace.records("reports/labelled.csv");
    let half = whole.get(..whole.len() / 2).unwrap();
    workspace.write_records("half.csv", half);
    let arguments = [
        "report",
        "reports",
        "--out",
        "own",
        "--labelled",
        "half.csv",
    ];
    let message = refused(&workspace, 2, &arguments);
    assert!(
        message.contains("half.csv: holds only ")
            && message.contains(" of the 24 passages that were compared"),
        "{message}"
    );
}

#[test]
fn a_word_for_a_number_is_refused_where_nothing_describes_the_table() {
    let workspace = Workspace::ran();
    let break_number = |text: &str| {
        let (head, row) = text.split_once('\n').unwrap();
        let place = head
            .split(',')
            .position(|name| name == "n_passages")
            .unwrap();
        let mut fields: Vec<&str> = row.lines().next().unwrap().split(',').collect();
        fields[place] = "veel";
        format!("{head}\n{}\n", fields.join(","))
    };
    changed(&workspace, "bare", "stance_by_actor.csv", break_number);
    std::fs::remove_file(workspace.path("bare/datapackage.json")).unwrap();
    let message = refused(&workspace, 2, &["report", "bare", "--out", "own"]);
    assert!(
        message.contains("stance_by_actor.csv") && message.contains("veel"),
        "{message}"
    );
}

/// A copy of the folder `reports` of a workspace, with one of its tables changed.
fn changed(workspace: &Workspace, folder: &str, table: &str, change: impl Fn(&str) -> String) {
    for (name, bytes) in workspace.files("reports") {
        workspace.write(
            &format!("{folder}/{name}"),
            String::from_utf8(bytes).unwrap(),
        );
    }
    let text = workspace.read(&format!("reports/{table}"));
    workspace.write(&format!("{folder}/{table}"), change(&text));
}

#[test]
fn a_folder_that_is_not_whole_is_refused() {
    let workspace = Workspace::ran();
    changed(&workspace, "half", "contrasts.csv", str::to_owned);
    std::fs::remove_file(workspace.path("half/contrasts.csv")).unwrap();
    assert_snapshot!(refused(&workspace, 2, &["report", "half", "--out", "own"]), @r"
    error: half: holds no contrasts.csv, which its datapackage.json lists
      help: name a whole folder that `standpunt run` or `standpunt compare` wrote, or make it again
    ");
    changed(&workspace, "third", "out_of_fold.csv", str::to_owned);
    std::fs::remove_file(workspace.path("third/out_of_fold.csv")).unwrap();
    let message = refused(&workspace, 2, &["report", "third", "--out", "own"]);
    assert!(
        message.starts_with("error: third: holds no out_of_fold.csv"),
        "{message}"
    );
    // An earlier version that did not write the column `status` nor describe it.
    changed(&workspace, "earlier", "stance_by_actor.csv", |text| {
        text.replacen(",status,", ",state,", 1)
    });
    std::fs::remove_file(workspace.path("earlier/datapackage.json")).unwrap();
    assert_snapshot!(refused(&workspace, 2, &["report", "earlier", "--out", "own"]), @r"
    error: earlier/stance_by_actor.csv: found no column `status`, from which the report is drawn
      help: an earlier version wrote the folder, or the table was changed: make the folder again with `standpunt run` or `standpunt compare`
    ");
    changed(&workspace, "damaged", "stance_by_actor.csv", |text| {
        text.replacen(",0.", ",nul komma ", 1)
    });
    // Described by a program that tells neither sizes nor hashes.
    let described = workspace.read("damaged/datapackage.json");
    let told = |line: &&str| !line.contains("\"bytes\": ") && !line.contains("\"hash\": ");
    let described: Vec<&str> = described.lines().filter(told).collect();
    workspace.write("damaged/datapackage.json", described.join("\n"));
    let message = refused(&workspace, 2, &["report", "damaged", "--out", "own"]);
    assert!(
        message.contains("stance_by_actor.csv, row ") && message.contains("expected number"),
        "{message}"
    );
    changed(&workspace, "cut", "stance_by_actor.csv", |text| {
        text[..text.len() / 2].to_owned()
    });
    std::fs::remove_file(workspace.path("cut/datapackage.json")).unwrap();
    let message = refused(&workspace, 2, &["report", "cut", "--out", "own"]);
    assert!(message.contains("cut/stance_by_actor.csv"), "{message}");
    assert_snapshot!(refused(&workspace, 2, &["report", "geen", "--out", "own"]), @r"
    error: geen: no such folder
      help: name a folder that `standpunt run` or `standpunt compare` wrote
    ");
    assert!(!workspace.path("own").exists(), "nothing is written");
}

/// What `report` says of a folder in which a table was changed.
fn refused_change(
    workspace: &Workspace,
    folder: &str,
    table: &str,
    change: impl Fn(&str) -> String,
) -> String {
    changed(workspace, folder, table, change);
    let message = refused(workspace, 2, &["report", folder, "--out", "own"]);
    assert!(!workspace.path("own").exists(), "nothing is written");
    message
}

#[test]
fn a_table_that_is_not_the_one_that_was_written_is_refused() {
    let workspace = Workspace::ran();
    // Cut at the end of a line, a table is a table.
    let half_of_the_lines = |text: &str| {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        lines[..lines.len() / 2].concat()
    };
    for table in ["stance_by_actor.csv", "labelled.csv", "out_of_fold.csv"] {
        let (whole, folder) = (workspace.read(&format!("reports/{table}")), &table[..5]);
        let message = refused_change(&workspace, folder, table, half_of_the_lines);
        let sizes = format!(
            "error: {folder}/{table}: found {} bytes, expected {} bytes as datapackage.json beside it says",
            half_of_the_lines(&whole).len(),
            whole.len()
        );
        assert!(message.starts_with(&sizes), "{message}");
        assert!(message.contains("copy the folder again"), "{message}");
    }
    let other_digit = |text: &str| text.replacen(",0.", ",1.", 1);
    let message = refused_change(&workspace, "digit", "contrasts.csv", other_digit);
    assert!(
        message.starts_with("error: digit/contrasts.csv: found sha256:"),
        "{message}"
    );
}

#[test]
fn tables_that_cannot_be_checked_are_drawn_and_the_page_says_so() {
    let workspace = Workspace::ran();
    let said = "The tables were not checked:";
    assert!(!workspace.read("reports/report.html").contains(said));
    changed(&workspace, "edited", "stance_by_actor.csv", |text| {
        text.replace("Kabinet", "Regering")
    });
    std::fs::remove_file(workspace.path("edited/datapackage.json")).unwrap();
    workspace
        .run(&["report", "edited", "--out", "own"])
        .succeeds();
    assert!(workspace.read("own/report.html").contains(said));
    // Labelled passages from elsewhere are not those of the folder.
    changed(&workspace, "other", "labelled.csv", |text| {
        text.replace("Kabinet", "Regering")
    });
    let arguments = ["report", "other", "--out", "third", "--labelled"];
    workspace
        .run(&[&arguments[..], &["other/labelled.csv"]].concat())
        .succeeds();
    let page = workspace.read("third/report.html");
    assert!(!page.contains(said));
    assert!(page.contains("stands in a table of the folder that this page was made from"));
    let manifest: serde_json::Value =
        serde_json::from_str(&workspace.read("third/manifest.json")).unwrap();
    let inputs = manifest["inputs"].as_array().unwrap();
    for table in ["other/labelled.csv", "other/stance_by_actor.csv"] {
        assert!(inputs.iter().any(|input| input["path"] == table), "{table}");
    }
}

#[test]
fn a_report_does_not_take_the_place_of_its_tables() {
    let workspace = Workspace::ran();
    let before = workspace.files("reports");
    assert_snapshot!(refused(&workspace, 2, &["report", "reports", "--out", "reports/."]), @r"
    error: --out reports/.: is the folder of the tables, whose place the report would take
      help: name another folder for the report
    ");
    assert_eq!(workspace.files("reports"), before);
    // A comparison beside the table that it reads leaves it there.
    workspace.run(&compare_into("reports")).succeeds();
    assert_eq!(
        workspace.files("reports").get("labelled.csv"),
        before.get("labelled.csv")
    );
}

#[test]
fn copies_are_shown_and_not_counted() {
    let workspace = Workspace::ran();
    let page = workspace.read("reports/report.html");
    let data = data_of(&page);
    let counted = workspace.records("reports/passages_for_regression.csv");
    let ids: Vec<&str> = counted.iter().skip(1).map(|row| row[0].as_str()).collect();
    let mut n_copies = 0;
    for passage in data["passages"].as_array().unwrap() {
        let is_counted = passage["counted"].is_null();
        assert_eq!(
            is_counted,
            ids.contains(&passage["id"].as_str().unwrap()),
            "{passage}"
        );
        n_copies += usize::from(!is_counted);
    }
    let said = match n_copies {
        0 => "The tables here and all figures below count".to_owned(),
        _ => format!("Figures that compare actors count {} of them", ids.len()),
    };
    assert!(page.contains(&said), "{said}");
    assert!(page.contains("&amp;counted=yes") || page.contains("counted=yes"));
}
