"""Finding duplicates: time against comparing all pairs with rapidfuzz, memory, and how much is found and how surely.

The registry is made up and its second spellings are of another making than those the model was trained on. Scored as
a labelled pair: found when both names are one brand at import, or linked as one, directly or by others.
"""

import gc
import random
import resource
import subprocess
import sys
from collections.abc import Iterable
from statistics import median
from time import perf_counter

from apps.consolidation.linkage.records import Brands
from benchmarks import _linkage
from benchmarks.promise import Promise

BRANDS, ROUNDS = 38_596, 3


def run(brands: int = BRANDS, rounds: int = ROUNDS) -> list[Promise]:
    """The promises of `linkage`."""
    from apps.consolidation.linkage.index import Index
    from apps.consolidation.linkage.scanning import scan

    table, labels = _linkage.registry(brands, seed=11)
    ours: list[float] = []
    theirs: list[float] = []
    for _round in range(rounds):
        gc.collect()
        start = perf_counter()
        found = scan(Index.build(table))
        ours.append(perf_counter() - start)
        theirs.append(_all_pairs(table.names, share=0.1))
    scored = _linkage.score(table, labels, found)
    whole = median(ours)
    note = f"{whole:.1f} s, all pairs {median(theirs):.1f} s, {found.candidates:,} candidates"
    return [
        Promise("scan: 38,596 brands / all pairs", whole / median(theirs), 1.5, 0.5, note=note),
        Promise("scan: memory, MB", _memory(brands), 700, 500, note="of a process that does nothing else"),
        Promise("scan: recall of candidates", scored.recall_of_candidates, 0.96, 0.98, "higher"),
        Promise(
            "scan: F1", scored.f1, 0.92, 0.95, "higher", f"precision {scored.precision:.3f}, recall {scored.recall:.3f}"
        ),
        Promise("scan: decoys joined", scored.decoys, 0, 0),
        *_small(table, whole),
    ]


def _all_pairs(names: Iterable[str], share: float) -> float:
    """Seconds of rapidfuzz's cdist with token_sort over all pairs, from a share of the rows."""
    from rapidfuzz import fuzz, process

    from apps.registry.formats.names import normal_form

    forms = list(dict.fromkeys(map(normal_form, names)))
    rows = forms[: int(len(forms) * share)]
    start = perf_counter()
    for at in range(0, len(rows), 500):
        process.cdist(rows[at : at + 500], forms, scorer=fuzz.token_sort_ratio, score_cutoff=80, workers=-1)
    # Every pair once: half of what all rows against all columns take.
    return (perf_counter() - start) / share / 2


def _memory(brands: int) -> float:
    code = f"from benchmarks.linkage import timed; print(*timed({brands}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[1])


def timed(brands: int) -> tuple[float, float]:
    """Seconds of a scan of so many brands, and the megabytes this process needed at most."""
    from apps.consolidation.linkage.index import Index
    from apps.consolidation.linkage.scanning import scan

    table, _labels = _linkage.registry(brands, seed=11)
    start = perf_counter()
    scan(Index.build(table))
    return perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _small(table: Brands, whole: float) -> list[Promise]:
    """After an import of 500 rows, and one question."""
    from apps.consolidation.linkage.index import Index
    from apps.consolidation.linkage.matching import match
    from apps.consolidation.linkage.scanning import scan

    before = Index.build(table).ready()
    fresh = _linkage.renumbered(table, random.Random(3).sample(range(len(table)), 500), first=10_000_000)
    scanned, asked = [], []
    for _round in range(ROUNDS):
        start = perf_counter()
        index = before.updated(fresh)
        scan(index, changed=list(fresh.ids))
        scanned.append(perf_counter() - start)
    after = median(scanned)
    for row in random.Random(4).sample(range(len(table)), 200):
        start = perf_counter()
        match(Brands([0], [table.names[row][::-1][:3] + table.names[row]]), index)
        asked.append(perf_counter() - start)
    return [
        Promise("scan: after 500 rows / whole", after / whole, 0.05, 0.03, note=f"{after:.2f} s"),
        Promise("match: is this new?, ms", median(asked) * 1000, 5, 2),
    ]
