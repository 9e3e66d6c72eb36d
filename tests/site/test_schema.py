"""The schemas of what programs read, against what builds leave."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from generator.site import schema

PUBLISHED = {
    1: "737d2601bf58a6f9",
    2: "43a1fba5b295fef9",
}  # version -> fingerprint of its schemas: a document's shape changes with its version


def written(root: Path, name: str) -> Any:
    return json.loads((root / "api" / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("checkout", ["edition_checkout", "simulated_checkout", "market_checkout"])
def test_every_document_fits_its_schema(request: pytest.FixtureRequest, checkout: str) -> None:
    root: Path = request.getfixturevalue(checkout) / "site"
    documents = {path.stem for path in (root / "api").glob("*.json")}
    assert (
        documents == {path.stem for path in (root / "api" / "schema").glob("*.json")} == {*schema.DOCUMENTS}
    )
    for name in documents:
        shape = written(root, f"schema/{name}")
        Draft202012Validator.check_schema(shape)
        found = Draft202012Validator(shape, format_checker=FormatChecker()).iter_errors(written(root, name))
        assert [f"{name}: {error.json_path}: {error.message}"[:300] for error in found][:5] == []


def test_what_does_not_fit_is_refused(edition_checkout: Path) -> None:
    root = edition_checkout / "site"
    claim, *_ = written(root, "claims")
    validator = Draft202012Validator(written(root, "schema/claims"), format_checker=FormatChecker())
    assert validator.is_valid([claim])
    for spoilt in (
        claim | {"verdict": "refuted"},
        claim | {"as_of": "5 December 2025"},
        claim | {"margin": "0.5"},
        claim | {"more": 1},
        {key: value for key, value in claim.items() if key != "luck"},
    ):
        assert not validator.is_valid([spoilt])


def _shape(part: Any) -> Any:
    """A schema without what it only explains."""
    if isinstance(part, dict):
        said = isinstance(part.get("description"), str)
        return {key: _shape(value) for key, value in part.items() if not (said and key == "description")}
    return [_shape(value) for value in part] if isinstance(part, list) else part


def test_a_shape_changes_with_its_version() -> None:
    shapes = [_shape(json.loads(body)) for _, body in sorted(schema.files().items())]
    told = hashlib.sha256(json.dumps(shapes).encode()).hexdigest()[:16]
    assert PUBLISHED[schema.VERSION] == told, (
        "a schema is another one: raise VERSION in generator/site/schema.py, and add its fingerprint above"
    )


def test_programs_are_led_to_them(edition_checkout: Path) -> None:
    root = edition_checkout / "site"
    told = (root / "llms.txt").read_text("utf-8")
    html = (root / "numbers" / "index.html").read_text("utf-8")
    data = json.loads(
        next(
            body
            for body in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        )
    )
    led = {
        entry["contentUrl"].lstrip("/"): entry["schemaVersion"].lstrip("/") for entry in data["distribution"]
    }
    for name in schema.DOCUMENTS:
        assert f"(api/{name}.json)" in told and f"(api/schema/{name}.json)" in told
        assert led[f"api/{name}.json"] == f"api/schema/{name}.json"
        assert (root / led[f"api/{name}.json"]).is_file()
