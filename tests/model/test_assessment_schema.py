"""The JSON document that others rely on: its schema is written down, and every assessment keeps to it.

`python -m tests.model.test_assessment_schema` writes it anew. Fields may be added, none removed or renamed.
"""

import json
from pathlib import Path

import msgspec

from roomcheck.assess.assessor import assess
from roomcheck.model.assessment import Assessment, to_json
from roomcheck.model.recording import bare
from tests.assess.worlds import LIBRARY, VALUES, saw

FILE = Path(__file__).parents[2] / "docs" / "assessment.schema.json"

PROMISED = {
    "": "schema signatures network coverage devices",
    "SignaturesId": "version sha256",
    "Finding": "id addresses vendor verdict kind support log10_lr evidence alternatives disclosed",
    "Addresses": "mac ipv4 ipv6",
    "Evidence": "signature via at saw means strength",
    "Alternative": "kind why",
}


def generated() -> str:
    schema = msgspec.json.schema(Assessment)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2, sort_keys=True) + "\n"


def test_the_schema_is_the_one_that_is_written_down():
    assert FILE.read_text("utf-8") == generated()


def test_no_promised_field_is_missing():
    definitions = json.loads(generated())["$defs"]
    for name, fields in PROMISED.items():
        assert set(fields.split()) <= set(definitions[name or "Assessment"]["properties"])


def test_an_assessment_keeps_to_it():
    found = to_json(assess(bare(saw(value, f"d{at}") for at, value in enumerate((*VALUES, "nothing"))), LIBRARY))
    document = json.loads(found)
    assert document["schema"] == "roomcheck.assessment/1"
    assert {each["verdict"] for each in document["devices"]} == {"camera", "suspect", "unresolved", "cleared"}
    definitions = json.loads(generated())["$defs"]
    whole = {"$ref": "#/$defs/Assessment"}
    assert list(_differences(document, whole, definitions)) == []
    document["devices"][0]["verdict"] = "guilty"
    del document["devices"][1]["addresses"]
    assert list(_differences(document, whole, definitions)) == ["$.devices[0].verdict is 'guilty'", "$.devices[1] lacks addresses"]


TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def _differences(value, schema, definitions, place="$"):
    """Where a value departs from the part of JSON Schema that msgspec writes."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        if all(any(_differences(value, each, definitions, place)) for each in schema["anyOf"]):
            yield f"{place} is none of {schema['anyOf']}"
    elif value not in schema.get("enum", [value]):
        yield f"{place} is {value!r}"
    elif "type" in schema and not isinstance(value, TYPES[schema["type"]]):
        yield f"{place} is {value!r}, no {schema['type']}"
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from _differences(each, schema.get("items") or {}, definitions, f"{place}[{at}]")
    elif isinstance(value, dict) and "properties" in schema:
        yield from (f"{place} lacks {name}" for name in schema.get("required", ()) if name not in value)
        yield from (f"{place} has {name}" for name in value if name not in schema["properties"])
        for name in value.keys() & schema["properties"]:
            yield from _differences(value[name], schema["properties"][name], definitions, f"{place}.{name}")


if __name__ == "__main__":
    FILE.write_text(generated(), "utf-8")
