"""The figures of the pages agree with one another: parts make the totals that are stated, here and elsewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VALIDATION = (ROOT / "docs" / "validation.md").read_text("utf-8")
LIMITATIONS = (ROOT / "LIMITATIONS.md").read_text("utf-8")


def number(text):
    return int(text.replace(",", ""))


def batches():
    """The rows of the table of answers at first sight: name, found, of how many, `camera`, `suspect`, of how many."""
    rows = re.findall(r"^\| (.+?) \| (\d+) of (\d+)(?: \(\d+ %\))? \| (\d+) / (\d+) of (\d+) \|$", VALIDATION, re.MULTILINE)
    return {name: tuple(map(int, counts)) for name, *counts in rows}


def added(rows):
    return tuple(map(sum, zip(*rows, strict=True)))


def test_the_grounds_of_the_signatures_are_those_of_all():
    counted, reasoned = re.search(r"(\d+) signatures rest on these counts, ([\d,]+) on written reasoning", VALIDATION).groups()
    every = re.search(r"\| ([\d,]+) signatures \(", VALIDATION)[1]
    assert number(counted) + number(reasoned) == number(every)


def test_the_totals_at_first_sight_are_those_of_the_batches():
    rows = batches()
    single = [row for name, row in rows.items() if not name.startswith(("the first four", "all six"))]
    assert len(single) == 6
    assert rows["the first four: answers of devices"] == added(single[:4])
    assert rows["all six"] == added(single)


@pytest.mark.parametrize("page", [VALIDATION, LIMITATIONS], ids=["validation", "limitations"])
def test_percentages_are_those_of_the_counts(page):
    stated = re.findall(r"([\d,]+) of ([\d,]+)[^()|]{0,20}\((\d+) %\)", page)
    assert stated
    assert [each for each in stated if round(100 * number(each[0]) / number(each[1])) != int(each[2])] == []


def test_the_limitations_state_the_same_totals():
    found, of, *_ = batches()["the first four: answers of devices"]
    everywhere = batches()["all six"]
    alone = batches()["MAC alone"]
    said = " ".join(LIMITATIONS.split())
    assert f"{found} of {of} cameras" in said
    assert f"{everywhere[0]} of {everywhere[1]} (" in said
    assert f"the MAC alone {alone[0]} of {alone[1]}" in said
    assert f"Of {everywhere[4]} innocent devices none was called `camera`, and {everywhere[3]} were called `suspect`" in said
    assert everywhere[2] == 0
