"""CASE/UCO: a graph that stands by itself, and that the standard's own validator accepts."""

import json
import subprocess
from pathlib import Path

import pytest

from roomcheck.report import Recipient, compose
from roomcheck.report.ontology import CONTEXT, render_case
from tests.report.cases import case

VALIDATOR = Path(__file__).parents[2] / ".lab" / "case-venv" / "bin" / "case_validate"
"""`case_validate` of case-utils, in an environment of its own: it brings rdflib and pyshacl."""

TOLD = [Recipient.GUEST, Recipient.PLATFORM, Recipient.POLICE, Recipient.INVESTIGATOR]


def graph(recipient):
    return json.loads(render_case(compose(case(), recipient=recipient, language="fr", country="FR")))


@pytest.mark.parametrize("recipient", TOLD)
def test_every_reference_resolves_and_every_name_is_known(recipient):
    whole = graph(recipient)
    known = {node["@id"] for node in whole["@graph"]}
    assert len(known) == len(whole["@graph"])
    text = json.dumps(whole["@graph"])
    for node in whole["@graph"]:
        assert node["@type"].partition(":")[0] in CONTEXT
        for key in ("core:source", "core:target", "action:instrument"):
            if key in node:
                assert node[key]["@id"] in known
        for key in ("core:object", "action:result"):
            assert all(one["@id"] in known for one in node.get(key, []))
    assert "9f86d081884c7d65" in text
    assert render_case(compose(case(), recipient=recipient, language="fr", country="FR")) == render_case(
        compose(case(), recipient=recipient, language="fr", country="FR")
    )


def test_it_is_masked():
    assert "44:19:b6:12:34:56" not in json.dumps(graph(Recipient.PLATFORM))
    assert "44:19:b6:12:34:56" in json.dumps(graph(Recipient.POLICE))


@pytest.mark.slow
@pytest.mark.skipif(not VALIDATOR.exists(), reason="case_validate is not here: make lab-setup brings it")
@pytest.mark.parametrize("recipient", TOLD)
def test_the_validator_of_the_standard_accepts_it(recipient, tmp_path):
    path = tmp_path / "report.jsonld"
    path.write_bytes(render_case(compose(case(), recipient=recipient, language="en", country="MU")))
    result = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, text=True, timeout=100)
    assert result.returncode == 0, result.stdout
    assert "Conforms: True" in result.stdout
