#!/bin/sh
# Prints every table that docs/model-selection.md and docs/decisions/certainty.md rest on: variants of the
# model, scores, certainty and calibration of the shipped one, and the same on a file of motions where
# STANDPUNT_MOTIONS names one. Takes about a quarter of an hour on two cores.
#
#   sh docs/measure.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
out="${1:-measurements}"
cargo build --release --locked --quiet
standpunt="./target/release/standpunt"

"$standpunt" evaluate --plan data/measurements.toml --out "$out/variants"
"$standpunt" evaluate --out "$out/shipped"
if [ -n "${STANDPUNT_MOTIONS:-}" ]; then
  for column in text request; do
    "$standpunt" evaluate --test-on "$STANDPUNT_MOTIONS" --text-column "$column" --out "$out/motions-$column"
  done
else
  echo "STANDPUNT_MOTIONS is not set: nothing was measured on motions"
fi
