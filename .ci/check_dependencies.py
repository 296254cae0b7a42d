#!/usr/bin/env python3
"""Holds the tree of dependencies against deny.toml: licences, versions, sources.

It reads the keys of deny.toml that it knows and refuses others, so that `cargo deny check licenses
bans sources` and this say the same. Needs cargo and Python 3.11; asks nobody on the network that
cargo does not ask itself.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

KNOWN = {
    "graph": {"all-features"},
    "licenses": {"allow", "unused-allowed-license", "confidence-threshold"},
    "bans": {"wildcards", "multiple-versions", "multiple-versions-include-dev", "skip"},
    "sources": {"unknown-registry", "unknown-git", "allow-registry", "allow-git"},
}


def allowed_by(expression, allowed):
    """Which licences of `allowed` satisfy an SPDX expression; none where they do not.

    >>> sorted(allowed_by("MIT OR Apache-2.0", {"MIT"}))
    ['MIT']
    >>> sorted(allowed_by("(MIT OR Apache-2.0) AND Unicode-3.0", {"MIT", "Unicode-3.0"}))
    ['MIT', 'Unicode-3.0']
    >>> allowed_by("MIT AND GPL-3.0-only", {"MIT"})
    set()
    >>> sorted(allowed_by("GPL-3.0-only OR BSD-3-Clause/MIT", {"MIT"}))
    ['MIT']
    >>> allowed_by("Apache-2.0 WITH LLVM-exception", {"Apache-2.0"})
    set()
    >>> allowed_by("", {"MIT"})
    set()
    """
    tokens = re.findall(r"[()/]|[^\s()/]+", expression)

    def either(at):
        found, at = both(at)
        while at < len(tokens) and tokens[at] in ("OR", "/"):
            other, at = both(at + 1)
            found = found | other
        return found, at

    def both(at):
        found, at = one(at)
        while at < len(tokens) and tokens[at] == "AND":
            other, at = one(at + 1)
            found = found | other if found and other else set()
        return found, at

    def one(at):
        if at >= len(tokens):
            return set(), at
        if tokens[at] == "(":
            found, at = either(at + 1)
            return found, at + 1
        name = tokens[at]
        if tokens[at + 1 : at + 2] == ["WITH"]:
            name, at = " ".join(tokens[at : at + 3]), at + 2
        return ({name} & allowed), at + 1

    found, at = either(0)
    return found if at == len(tokens) else set()


def check_licences(packages, rules):
    allowed = set(rules["allow"])
    used = set()
    for package in packages:
        found = allowed_by(package["license"] or "", allowed)
        used |= found
        if not found:
            yield f"{name(package)}: licence `{package['license']}` is not allowed"
    for licence in sorted(allowed - used):
        yield f"deny.toml: no dependency has the licence `{licence}`"


def check_versions(packages, rules):
    skipped = {}
    for entry in rules["skip"]:
        skipped[entry["crate"]] = entry.get("reason", "")
        if not entry.get("reason"):
            yield f"deny.toml: {entry['crate']} is skipped without a reason"
    versions = defaultdict(list)
    for package in packages:
        versions[package["name"]].append(name(package))
    for crate, found in sorted(versions.items()):
        left = [version for version in found if version not in skipped]
        if len(left) > 1:
            yield f"{crate}: more than one version, {', '.join(sorted(left))}"
    twice = {version for found in versions.values() if len(found) > 1 for version in found}
    for crate in sorted(set(skipped) - twice):
        yield f"deny.toml: {crate} needs no exception"


def check_wildcards(root):
    for dependency in root["dependencies"]:
        if dependency["req"] == "*":
            yield f"{dependency['name']}: any version is taken"


def check_sources(packages, rules):
    registries = {f"registry+{url}" for url in rules["allow-registry"]}
    for package in packages:
        source = package["source"]
        if source is not None and source not in registries:
            yield f"{name(package)}: comes from {source}"


def name(package):
    return f"{package['name']}@{package['version']}"


def reached(metadata, kinds):
    """The packages that the project needs, by the kinds of dependency that count."""
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    root = metadata["resolve"]["root"]
    seen, waiting = {root}, [root]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            counts = any(kind["kind"] in kinds for kind in dependency["dep_kinds"])
            if counts and dependency["pkg"] not in seen:
                seen.add(dependency["pkg"])
                waiting.append(dependency["pkg"])
    return [package for package in metadata["packages"] if package["id"] in seen]


def main(folder):
    rules = tomllib.loads((folder / "deny.toml").read_text())
    for table, keys in rules.items():
        unknown = set(keys) - KNOWN.get(table, set())
        if unknown:
            sys.exit(f"deny.toml: [{table}] has {', '.join(sorted(unknown))}, which is not read here")
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--all-features"]
    metadata = json.loads(subprocess.check_output(command, cwd=folder))
    root = metadata["resolve"]["root"]
    everything = reached(metadata, {None, "build", "dev"})
    shipped = reached(metadata, {None, "build"})
    others = [package for package in everything if package["id"] != root]
    faults = [
        *check_licences(others, rules["licenses"]),
        *check_versions(shipped, rules["bans"]),
        *check_wildcards(next(p for p in everything if p["id"] == root)),
        *check_sources(others, rules["sources"]),
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(others)} dependencies, {len(shipped) - 1} of them not for tests alone: {len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main(Path(__file__).resolve().parent.parent)
