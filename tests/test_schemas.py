"""The schemas in the repository are those of the models, and they agree with them."""

from __future__ import annotations

import json

import yaml
from jsonschema import Draft202012Validator

from conftest import ROOT
from plumbline.diagnostics.reporters import format_json
from plumbline.evidence.summary import describe_evidence
from plumbline.library import slugs
from plumbline.project import Mode, Project
from plumbline.rules.runner import all_diagnostics
from plumbline.schemas import build_schemas, stale_schemas


def test_schemas_in_the_repository_are_current() -> None:
    assert stale_schemas(ROOT / "schemas") == [], "run `plumbline schema`"


def test_schemas_accept_what_the_repository_holds() -> None:
    schemas = {name: json.loads(text) for name, text in build_schemas().items()}
    for name, path in {
        "authors": "authors.yml",
        "topics": "topics.yml",
        "regions": "regions.yml",
        "datapackage": "data/datapackage.yaml",
    }.items():
        data = json.loads(
            json.dumps(yaml.safe_load((ROOT / "briefings" / path).read_text("utf-8")), default=str)
        )
        errors = Draft202012Validator(schemas[f"{name}.schema.json"]).iter_errors(data)
        assert [e.message for e in errors] == []


def test_evidence_follows_its_schema() -> None:
    schema = json.loads(build_schemas()["evidence.schema.json"])
    project = Project(ROOT, Mode.CHECK)
    for slug in slugs(project):
        Draft202012Validator(schema).validate(json.loads(describe_evidence(project, slug)))


def test_a_schema_refuses_an_unknown_key() -> None:
    schema = json.loads(build_schemas()["front-matter.schema.json"])
    data = {"title": "A", "date": "2024-01-01", "authors": ["a"], "topics": ["t"], "type": "note"}
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(data)) == []
    assert list(validator.iter_errors({**data, "sumary": "x"})) != []


def test_json_output_follows_its_schema() -> None:
    broken = ROOT / "tests" / "rules" / "unknown-author" / "fail"
    project = Project(broken, Mode.CHECK)
    found = json.loads(format_json(all_diagnostics(project)))
    schema = json.loads(build_schemas()["diagnostics.schema.json"])
    assert found
    Draft202012Validator(schema).validate(found)
