"""Reads Prometheus's text format strictly, and shares no code with what writes it.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"'
LINE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? (\S+)")
HISTOGRAM_PARTS = ("_bucket", "_sum", "_count")


@dataclass
class Read:
    kind: str
    help: str
    samples: dict[tuple[str, frozenset[tuple[str, str]]], float] = field(default_factory=dict)


def read(text: str) -> dict[str, Read]:
    """Every family by its name. Fails for what the format does not allow."""
    assert text.endswith("\n")
    found: dict[str, Read] = {}
    help_lines: dict[str, str] = {}
    name = ""
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            _, _, name, words = line.split(" ", 3)
            assert name not in help_lines, "one HELP line for each name"
            help_lines[name] = words
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in found, "one TYPE line, before the first sample"
            assert kind in ("counter", "gauge", "histogram", "summary", "untyped")
            found[name] = Read(kind, help_lines[name])
        else:
            add(line, found[name], name)
    for each, family in found.items():
        check(each, family)
    return found


def add(line: str, family: Read, name: str) -> None:
    match = LINE.fullmatch(line)
    assert match, line
    own = match[1]
    assert own == name or (
        family.kind == "histogram" and own in {name + part for part in HISTOGRAM_PARTS}
    ), "samples stand below their own TYPE line"
    labels = frozenset(re.findall(LABEL, match[2] or ""))
    assert len({label for label, _ in labels}) == len(labels)
    assert (own, labels) not in family.samples, "each sample once"
    family.samples[own, labels] = float(match.groups()[-1].replace("Inf", "inf"))


def check(name: str, family: Read) -> None:
    if family.kind == "counter":
        assert name.endswith("_total")
        assert all(value >= 0 for value in family.samples.values())
    if family.kind != "histogram":
        return
    series: dict[frozenset[tuple[str, str]], dict[float, float]] = defaultdict(dict)
    for (own, labels), value in family.samples.items():
        if own.endswith("_bucket"):
            bound = float(dict(labels)["le"].replace("Inf", "inf"))
            series[frozenset(each for each in labels if each[0] != "le")][bound] = value
    for labels, buckets in series.items():
        in_order = [buckets[bound] for bound in sorted(buckets)]
        assert in_order == sorted(in_order), "buckets are cumulative"
        assert buckets[math.inf] == family.samples[f"{name}_count", labels]
        assert (f"{name}_sum", labels) in family.samples
