"""How often permuting answers rejects at 0.05 where questions and answers have nothing to do with
each other but groups and instruments lean one way, on the exchanges of the seeds: 400 corpora, 400
permutations each. Python 3.11 with numpy 2.4.6 and what tests/oracle/exchanges.py needs.

    python tests/oracle/exchanges_permutation.py
"""

import importlib.util
import tomllib

import numpy as np

spec = importlib.util.spec_from_file_location("exchanges", "tests/oracle/exchanges.py")
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)

PERMUTATIONS = 400


def numbered(keys):
    places = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    return np.array([places[key] for key in keys])


def p_value(asked, given, strata, generator):
    order = np.argsort(strata, kind="stable")
    expected = sum(
        asked[strata == k].sum() * given[strata == k].mean() for k in range(strata.max() + 1)
    )
    keys = strata + generator.random((PERMUTATIONS, len(asked)))
    counts = (given[np.argsort(keys, axis=1)] * asked[order]).sum(1)
    limit = abs((asked * given).sum() - expected) - 1e-9
    return (1 + (abs(counts - expected) >= limit).sum()) / (PERMUTATIONS + 1)


def main():
    with open("data/codebook.toml", "rb") as file:
        order = [instrument["id"] for instrument in tomllib.load(file)["instrument"]]
    rows = [row for row in oracle.exchanges(order) if row["answered"]]
    documents = numbered([row["stratum"][0] for row in rows])
    instruments = numbered([row["stratum"] for row in rows])
    groups = numbered([row["group"] for row in rows])
    generator = np.random.default_rng(1)

    def lean(strata, sd):
        return sd * generator.normal(size=strata.max() + 1)[strata]

    def drawn(base, of_groups, of_instruments):
        logit = base + lean(groups, of_groups) + lean(instruments, of_instruments)
        return (generator.random(len(rows)) < 1 / (1 + np.exp(-logit))).astype(float)

    for of_groups, of_instruments in ((0, 0), (0, 1.5), (1, 1), (1.5, 0), (2, 1)):
        rejected = []
        for _ in range(400):
            asked = drawn(-1.4, of_groups, of_instruments)
            given = drawn(0.0, of_groups, of_instruments)
            strata = (documents, instruments, groups)
            rejected.append([p_value(asked, given, s, generator) < 0.05 for s in strata])
        shares = " ".join(f"{share:.3f}" for share in np.mean(rejected, axis=0))
        print(f"sd of groups {of_groups}, instruments {of_instruments}: "
              f"rejected within documents, instruments, groups: {shares}", flush=True)


main()
