"""A model as plain data: for each question a sum of small tables, so that every part of the answer can be shown.

A head answers one question with log-odds: its base, plus one number from each term. A term looks up one feature, or
two together, in a table over ranges; the last place of a table is for "not known".
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from apps.consolidation.linkage.bags import Floats, Ints

DEFAULT = Path(__file__).resolve().parent / "data" / "model.json"
_BATCH = 20_000
_FEW = 200  # up to so many rows all edges are counted at once
_BOUND = 12.0  # log-odds beyond this are certainty enough


@dataclass(frozen=True, slots=True)
class Term:
    """A table over the ranges of one feature or two: `values` has the shape of the edges, each plus two."""

    features: tuple[str, ...]
    values: Floats


@dataclass(frozen=True)
class Head:
    """One question: log-odds = base + the terms."""

    base: float
    edges: Mapping[str, Floats]
    terms: tuple[Term, ...]

    @cached_property
    def features(self) -> tuple[str, ...]:
        """The features it looks at."""
        return tuple(self.edges)

    @cached_property
    def _flat(self) -> "_Flat":
        return _flattened(self)

    def places(self, values: Floats, columns: Mapping[str, int]) -> Ints:
        """The range each row falls into, feature by feature; the last column is 0 for terms of one feature."""
        wanted = values[:, [columns[name] for name in self.edges]]
        if len(values) <= _FEW:
            return _places_of_few(wanted, self._padded_edges, self._flat.unknown)
        found = np.zeros((len(values), len(self.edges) + 1), np.int64)
        for i, edges in enumerate(self.edges.values()):
            found[:, i] = np.searchsorted(edges, wanted[:, i], side="left")
        found[:, :-1] = np.where(np.isnan(wanted), self._flat.unknown[:-1], found[:, :-1])
        return found

    @cached_property
    def _padded_edges(self) -> Floats:
        return _padded(list(self.edges.values()))

    def score(self, values: Floats, columns: Mapping[str, int]) -> Floats:
        """Log-odds of each row; `columns` says where each feature is."""
        total = np.empty(len(values), np.float32)
        for start in range(0, len(values), _BATCH):
            part = slice(start, start + _BATCH)
            total[part] = self._flat.amounts(self.places(values[part], columns)).sum(axis=1)
        return _bounded(total + np.float32(self.base))

    def contributions(self, values: Floats, columns: Mapping[str, int]) -> dict[str, Floats]:
        """What each feature adds; with the base they sum to the log-odds before they are bounded.

        A term of two features counts half for each, or wholly for the one that is known.
        """
        parts = np.zeros((len(values), len(self.edges) + 1), np.float32)
        for start in range(0, len(values), _BATCH):
            part = slice(start, start + _BATCH)
            parts[part] = self._flat.parts(self.places(values[part], columns))
        return {name: parts[:, i] for i, name in enumerate(self.edges)}


def _bounded(score: Floats) -> Floats:
    return np.asarray(np.clip(score, -_BOUND, _BOUND), np.float32)


def _padded(every: Sequence[Floats]) -> Floats:
    """The edges of some features as one table, column by column, in which no value lies beyond the last."""
    table = np.full((max(map(len, every), default=0), 1, len(every)), np.inf, np.float32)
    for i, edges in enumerate(every):
        table[: len(edges), 0, i] = edges
    return table


def _places_of_few(wanted: Floats, padded: Floats, unknown: Ints) -> Ints:
    """The range each value falls into; all edges are counted at once."""
    found = np.zeros((len(wanted), padded.shape[-1] + 1), np.int64)
    below = (padded < wanted).view(np.uint8).sum(axis=0, dtype=np.int16)
    found[:, :-1] = np.where(np.isnan(wanted), unknown[:-1], below)
    return found


@dataclass(frozen=True, slots=True)
class _Flat:
    """All tables of some heads in one row of numbers, and for each term where its own begin and which features it asks.
    Each head has its features for itself."""

    table: Floats
    starts: Ints
    first: Ints
    second: Ints
    strides: Ints
    unknown: Ints
    """For each feature the place of "not known"; -1 for the empty last one, which is never known nor unknown."""
    to_first: Floats
    to_second: Floats
    """Terms by features: whose share is whose"""

    def amounts(self, places: Ints) -> Floats:
        """What each term says of each row."""
        at = self.starts + places[:, self.first] * self.strides + places[:, self.second]
        return np.asarray(self.table[at], np.float32)

    def parts(self, places: Ints) -> Floats:
        """What each feature says of each row."""
        amounts = self.amounts(places)
        known = places != self.unknown
        known[:, -1] = False
        one, two = known[:, self.first], known[:, self.second]
        alone = self.second == len(self.unknown) - 1
        share = np.where(one == two, np.float32(0.5), one.astype(np.float32))
        share[:, alone] = 1
        return np.asarray((amounts * share) @ self.to_first + (amounts * (1 - share)) @ self.to_second, np.float32)


def _flattened(*heads: "Head") -> _Flat:
    numbers: list[dict[str, int]] = []
    for head in heads:
        start = sum(map(len, numbers))
        numbers.append({name: start + i for i, name in enumerate(head.edges)})
    nothing = sum(map(len, numbers))
    terms = [(term, number) for head, number in zip(heads, numbers, strict=True) for term in head.terms]
    sizes = [term.values.size for term, _ in terms]
    first = np.array([number[t.features[0]] for t, number in terms], np.int64)
    second = np.array([number[t.features[1]] if len(t.features) > 1 else nothing for t, number in terms], np.int64)
    every = np.eye(nothing + 1, dtype=np.float32)
    return _Flat(
        table=np.concatenate([np.zeros(0, np.float32), *(term.values.ravel() for term, _ in terms)]),
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)[:-1],
        first=first,
        second=second,
        strides=np.array([t.values.shape[1] if len(t.features) > 1 else 1 for t, _ in terms], np.int64),
        unknown=np.array([*(len(edges) + 1 for head in heads for edges in head.edges.values()), -1], np.int64),
        to_first=every[first],
        to_second=every[second],
    )


@dataclass(frozen=True)
class Model:
    """Heads by question, and where they come from."""

    features: tuple[str, ...]
    heads: Mapping[str, Head]
    calibration: Mapping[str, Any] = field(default_factory=dict)
    training_set: str = ""
    metrics: Mapping[str, Any] = field(default_factory=dict)
    version: str = "1"

    @cached_property
    def columns(self) -> dict[str, int]:
        """Where each feature is in a table of them."""
        return {name: i for i, name in enumerate(self.features)}

    def score(self, question: str, values: Floats) -> Floats:
        """Log-odds of one question for each row of features."""
        return self.heads[question].score(values, self.columns)

    def scores(self, values: Floats) -> dict[str, Floats]:
        """Log-odds of every question for each row; of few rows all tables are asked at once."""
        if len(values) > _FEW or not self._every.table.size:
            return {name: self.score(name, values) for name in self.heads}
        amounts = self._every.amounts(_places_of_few(values[:, self._asked], self._edges, self._every.unknown))
        ends = np.cumsum([0, *(len(head.terms) for head in self.heads.values())])
        return {
            name: _bounded(amounts[:, ends[i] : ends[i + 1]].sum(axis=1) + np.float32(head.base))
            for i, (name, head) in enumerate(self.heads.items())
        }

    @cached_property
    def _every(self) -> "_Flat":
        return _flattened(*self.heads.values())

    @cached_property
    def _edges(self) -> Floats:
        return _padded([edges for head in self.heads.values() for edges in head.edges.values()])

    @cached_property
    def _asked(self) -> list[int]:
        return [self.columns[name] for head in self.heads.values() for name in head.edges]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "version": self.version,
            "features": list(self.features),
            "parameters": {name: _head_out(head) for name, head in self.heads.items()},
            "calibration": dict(self.calibration),
            "training_set": self.training_set,
            "metrics": dict(self.metrics),
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Model":
        """From what `as_dict` gave; raises KeyError or ValueError for what is no model."""
        return cls(
            features=tuple(data["features"]),
            heads={name: _head_in(head) for name, head in data["parameters"].items()},
            calibration=data["calibration"],
            training_set=data["training_set"],
            metrics=data["metrics"],
            version=str(data["version"]),
        )

    def save(self, path: Path) -> None:
        """Write it as JSON, one term a line, so that two versions can be compared."""
        path.write_text(_lines(self.as_dict()), encoding="utf-8")


def load(path: Path) -> Model:
    """The model in a file; raises KeyError or ValueError for what is no model."""
    return Model.of(json.loads(path.read_text(encoding="utf-8")))


@cache
def shipped() -> Model:
    """The model the project comes with."""
    return load(DEFAULT)


def probability(score: Floats) -> Floats:
    """From log-odds."""
    return np.asarray(1 / (1 + np.exp(-score.astype(np.float64))), np.float32)


def _rounded(values: Any, digits: int = 4) -> Any:
    return np.round(np.asarray(values, np.float64), digits).tolist()


def _head_out(head: Head) -> dict[str, Any]:
    return {
        "base": round(head.base, 4),
        "edges": {name: _rounded(edges, 5) for name, edges in head.edges.items()},
        "terms": [{"features": list(t.features), "values": _rounded(t.values)} for t in head.terms],
    }


def _head_in(data: Mapping[str, Any]) -> Head:
    edges = {name: np.asarray(values, np.float32) for name, values in data["edges"].items()}
    return Head(float(data["base"]), edges, tuple(_term_in(term, edges) for term in data["terms"]))


def _term_in(data: Mapping[str, Any], edges: Mapping[str, Sequence[float] | Floats]) -> Term:
    names = tuple(data["features"])
    values = np.asarray(data["values"], np.float32)
    if values.shape != tuple(len(edges[name]) + 2 for name in names):
        raise ValueError(f"the table of {names} does not fit its ranges")
    return Term(names, values)


def _lines(data: Mapping[str, Any]) -> str:
    """JSON with each term and each list of edges on a line of its own."""
    heads = []
    for name, head in data["parameters"].items():
        edges = ",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in head["edges"].items())
        terms = ",\n".join(f"    {json.dumps(term)}" for term in head["terms"])
        heads.append(
            f'  {json.dumps(name)}: {{"base": {head["base"]}, "edges": {{\n{edges}\n   }}, "terms": [\n{terms}\n   ]}}'
        )
    parts = [f" {json.dumps(k)}: {json.dumps(v)}" for k, v in data.items() if k != "parameters"]
    parts.append(' "parameters": {\n' + ",\n".join(heads) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"
