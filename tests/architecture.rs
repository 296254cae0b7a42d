//! Keeps the layout of the source true: stages use only what stands below and before them, files
//! stay short, and what the documentation names exists.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules below the stages, lowest first; each may use those before it.
const BASE: [&str; 7] = [
    "math", "random", "metrics", "table", "store", "corpus", "config",
];

/// The stages in pipeline order; each may use the base and those before it.
const STAGES: [&str; 14] = [
    "read",
    "clean",
    "attribute",
    "segment",
    "text",
    "instruments",
    "duplicates",
    "features",
    "stance",
    "label",
    "evaluate",
    "audit",
    "compare",
    "report",
];

/// Modules that may use everything.
const TOP: [&str; 4] = ["pipeline", "cli", "error", "main"];

/// Lines that a source file may have, tests included.
const MAX_LINES: usize = 420;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    walk(Path::new("src"), &mut found);
    found
}

/// The module of a file: the folder below `src`, or the file's name.
fn module_of(path: &Path) -> String {
    let below = path.strip_prefix("src").unwrap();
    let first = below
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules that a file names after `crate::`.
fn used_modules(text: &str) -> Vec<String> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let mut used = Vec::new();
    for line in code {
        for rest in line.split("crate::").skip(1) {
            let names = rest.strip_prefix('{').map_or(rest, |list| list);
            let name: String = names
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            used.push(name);
        }
    }
    used
}

#[test]
fn a_stage_uses_only_what_stands_below_and_before_it() {
    let order: BTreeMap<&str, usize> = BASE
        .iter()
        .chain(&STAGES)
        .enumerate()
        .map(|(i, name)| (*name, i))
        .collect();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some(own) = order.get(module.as_str()) else {
            assert!(
                TOP.contains(&module.as_str()) || module == "lib",
                "{module} has no place"
            );
            continue;
        };
        for used in used_modules(&text) {
            let is_later = order.get(used.as_str()).is_some_and(|place| place > own);
            if is_later || TOP.contains(&used.as_str()) {
                faults.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_module_is_listed_on_the_front_page() {
    let front = fs::read_to_string("src/lib.rs").unwrap();
    for name in BASE.iter().chain(&STAGES) {
        assert!(front.contains(&format!("pub mod {name};")), "{name}");
    }
}

#[test]
fn files_stay_short_enough_to_read() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, n)| *n > MAX_LINES)
        .map(|(path, n)| format!("{}: {n} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_stage_has_its_row_in_the_architecture_page() {
    let page = fs::read_to_string("ARCHITECTURE.md").unwrap();
    for stage in STAGES {
        assert!(page.contains(&format!("`{stage}/`")), "{stage}");
    }
}

/// Relative links of the pages at the top and in `docs/` lead to files.
#[test]
fn links_in_the_documentation_lead_somewhere() {
    let mut pages: Vec<PathBuf> = vec![
        "README.md".into(),
        "ARCHITECTURE.md".into(),
        "CONTRIBUTING.md".into(),
    ];
    pages.push("CHANGELOG.md".into());
    pages.push("data/README.md".into());
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    let mut broken = Vec::new();
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for target in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap_or("");
            let is_local = !file.is_empty() && !file.contains("://");
            if is_local && !page.parent().unwrap().join(file).exists() {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
