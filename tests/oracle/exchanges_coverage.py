"""How often the interval of tests/oracle/exchanges.py covers the share it is for. Clusters of
exchanges are drawn from an endless population: sizes 1 + geometric of mean `size`, the answers of a
cluster alike with intra-cluster correlation `icc`. Python 3.11 with numpy and scipy.

    python tests/oracle/exchanges_coverage.py
"""

import importlib.util
import sys
from functools import lru_cache

import numpy as np
import scipy.stats

spec = importlib.util.spec_from_file_location("exchanges", "tests/oracle/exchanges.py")
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)


class Quantiles:
    ppf = staticmethod(lru_cache(maxsize=None)(scipy.stats.t.ppf))


oracle.student = Quantiles


def coverage(p, clusters, size, icc, generator, runs=4000):
    covered, width, given = 0, 0.0, 0
    for _ in range(runs):
        sizes = generator.geometric(1 / size, clusters)
        scale = (1 - icc) / icc
        shares = generator.beta(p * scale, (1 - p) * scale, clusters)
        outcomes, groups = [], []
        for cluster, (n, share) in enumerate(zip(sizes, shares)):
            outcomes += [bool(x) for x in generator.random(n) < share]
            groups += [cluster] * n
        found = oracle.interval(outcomes, groups)
        if found:
            given += 1
            covered += found[0] <= p <= found[1]
            width += found[1] - found[0]
    return covered / given, width / given


def main():
    generator = np.random.default_rng(4)
    print("p clusters mean_size icc coverage mean_width")
    for clusters in (10, 15, 27, 60):
        for p in (0.05, 0.1, 0.2, 0.5):
            for icc in (0.05, 0.3):
                found = coverage(p, clusters, 2.0, icc, generator)
                print(p, clusters, 2, icc, *(f"{x:.3f}" for x in found), flush=True)


if __name__ == "__main__":
    sys.exit(main())
