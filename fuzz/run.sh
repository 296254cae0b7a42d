#!/usr/bin/env bash
# Runs every target of the fuzzer for so many seconds, one after the other, from the files of the
# tests and what earlier runs found. Prints a line for each; stops at nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds="${1:?seconds for each target}"
target_dir="${CARGO_TARGET_DIR:-fuzz/target}"
cargo fuzz build -s none --target-dir "$target_dir"
for folder in tests/fuzz_corpus/*/; do
  target="$(basename "$folder")"
  mkdir -p "fuzz/corpus/$target" "fuzz/artifacts/$target"
  words=()
  [ -f "fuzz/dictionaries/$target.txt" ] && words=("-dict=fuzz/dictionaries/$target.txt")
  echo "== $target"
  cargo fuzz run -s none --target-dir "$target_dir" "$target" "fuzz/corpus/$target" "$folder" -- \
    -max_total_time="$seconds" -max_len=6000 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
    "${words[@]}" 2>&1 | grep -E "^(stat::(number_of_executed_units|peak_rss_mb|slowest_unit)|SUMMARY|Test unit)|panicked at|DONE" ||
    echo "findings are in fuzz/artifacts/$target"
done
