//! Tests of output folders: whole, or not at all.

use super::*;

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                files.insert(format!("{name}/"), String::new());
                folders.push(path);
            } else {
                files.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

fn publish(target: &Path, files: &[(&str, &str)]) -> Manifest {
    let mut folder = StagedFolder::create(target).unwrap();
    for (name, text) in files {
        folder.write(name, text.as_bytes()).unwrap();
    }
    folder.commit(Manifest::new("run")).unwrap()
}

#[test]
fn an_output_appears_whole_with_its_manifest() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("a/b/out");
    let mut folder = StagedFolder::create(&target).unwrap();
    folder.write("x.csv", b"id\n").unwrap();
    folder.write("figures/y.svg", b"<svg/>").unwrap();
    assert!(!target.exists(), "nothing before it is whole");
    let manifest = folder.commit(Manifest::new("run")).unwrap();
    let expected = ["figures/", "figures/y.svg", "manifest.json", "x.csv"];
    assert_eq!(names(&target), expected);
    assert_eq!(names(&parent.path().join("a/b")).len(), 1 + expected.len());
    assert_eq!(Manifest::read(&target).unwrap(), manifest);
    // SHA-256 of "id" and a line feed, by sha256sum.
    assert_eq!(
        manifest.outputs[1].sha256,
        "984a644ec3b56d32b0404777e1eb73390c4b0742a6a0e183f07861056b6746de"
    );
}

#[test]
fn a_dropped_output_leaves_nothing_not_even_its_parents() {
    let parent = tempfile::tempdir().unwrap();
    let mut folder = StagedFolder::create(&parent.path().join("a/out")).unwrap();
    folder.write("x.csv", b"id\n").unwrap();
    drop(folder);
    assert!(names(parent.path()).is_empty());
}

#[test]
fn an_old_output_stays_until_the_new_one_is_whole() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    publish(&target, &[("x.csv", "old"), ("gone.csv", "old")]);
    fs::write(target.join("notes.md"), "mine").unwrap();
    let before = tree(&target);

    let mut folder = StagedFolder::create(&target).unwrap();
    folder.write("x.csv", b"new").unwrap();
    assert_eq!(tree(&target), before);
    drop(folder);
    assert_eq!(tree(&target), before);

    publish(&target, &[("x.csv", "new")]);
    assert_eq!(names(&target), ["manifest.json", "notes.md", "x.csv"]);
    assert_eq!(fs::read_to_string(target.join("x.csv")).unwrap(), "new");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_without_other_files_is_replaced_in_one_step() {
    use std::os::unix::fs::MetadataExt as _;
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    let number = || fs::metadata(&target).unwrap().ino();
    publish(&target, &[("x.csv", "old"), ("figures/gone.svg", "old")]);
    let first = number();
    publish(&target, &[("x.csv", "new"), ("y.csv", "new")]);
    let second = number();
    assert_ne!(second, first);
    assert_eq!(names(parent.path()).len(), 1 + 3, "nothing else is left");
    assert_eq!(fs::read_to_string(target.join("x.csv")).unwrap(), "new");

    fs::write(target.join("notes.md"), "mine").unwrap();
    publish(&target, &[("x.csv", "newer")]);
    assert_eq!(number(), second, "a folder with a file of one's own stays");
    assert_eq!(names(&target), ["manifest.json", "notes.md", "x.csv"]);
}

#[test]
fn a_file_of_an_old_output_that_was_changed_by_hand_stays() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    publish(&target, &[("coded.csv", "old")]);
    fs::write(target.join("coded.csv"), "hours of work").unwrap();
    publish(&target, &[("x.csv", "new")]);
    assert_eq!(names(&target), ["coded.csv", "manifest.json", "x.csv"]);
}

#[test]
fn what_an_output_was_made_from_stays_beside_it() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    publish(&target, &[("labelled.csv", "rows"), ("scores.csv", "old")]);
    let mut folder = StagedFolder::create(&target).unwrap();
    folder.write("shares.csv", b"new").unwrap();
    let mut manifest = Manifest::new("compare");
    let input = crate::store::identify_file(&target.join("labelled.csv")).unwrap();
    manifest.inputs = vec![input];
    folder.commit(manifest).unwrap();
    assert_eq!(
        names(&target),
        ["labelled.csv", "manifest.json", "shares.csv"]
    );
}

#[test]
fn two_runs_do_not_mix() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    let first = StagedFolder::create(&target).unwrap();
    let second = StagedFolder::create(&target).map(|_| ()).unwrap_err();
    let expected = format!(
        "{}: another run is writing into this folder",
        target.display()
    );
    assert_eq!(second.to_string(), expected);
    assert_eq!(
        second.help().as_deref(),
        Some("wait until it is done, stop it, or write into another folder")
    );
    drop(first);
    assert!(StagedFolder::create(&target).is_ok());
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    fs::create_dir(parent.path().join(".out.staged")).unwrap();
    fs::write(parent.path().join(".out.staged/half.csv"), "half").unwrap();
    fs::write(parent.path().join(".out.lock"), "").unwrap();
    publish(&target, &[("x.csv", "new")]);
    assert_eq!(
        names(parent.path()),
        ["out/", "out/manifest.json", "out/x.csv"]
    );
}

#[test]
fn a_file_in_the_way_is_told() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("out");
    fs::write(&file, "").unwrap();
    let error = StagedFolder::create(&file).map(|_| ()).unwrap_err();
    assert!(matches!(error, StoreError::NotAFolder { .. }));
    let below = StagedFolder::create(&file.join("deep/er"))
        .map(|_| ())
        .unwrap_err();
    assert!(below.to_string().ends_with("deep/er: cannot be made"));
    assert!(below.help().is_some());
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    let parent = tempfile::tempdir().unwrap();
    let folder = StagedFolder::create(&parent.path().join("out")).unwrap();
    for name in ["", "../x.csv", "/x.csv", "a/../../x.csv", "manifest.json"] {
        let error = folder.start(name).map(|_| ()).unwrap_err();
        assert!(matches!(error, StoreError::OutputName { .. }), "{name}");
    }
}

#[test]
fn a_folder_in_the_place_of_a_file_leaves_the_output_without_manifest() {
    let parent = tempfile::tempdir().unwrap();
    let target = parent.path().join("out");
    publish(&target, &[("a.csv", "old")]);
    fs::create_dir_all(target.join("x.csv/full")).unwrap();
    let mut folder = StagedFolder::create(&target).unwrap();
    folder.write("x.csv", b"new").unwrap();
    let error = folder.commit(Manifest::new("run")).unwrap_err();
    assert!(matches!(error, StoreError::Publish { .. }), "{error:?}");
    assert!(!target.join(MANIFEST_NAME).exists());
}
