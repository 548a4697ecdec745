"""The result of a check as SARIF 2.1.0, for code hosts and editors."""

from __future__ import annotations

import hashlib
import json
import os
from importlib import metadata
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from zhibi.checking.codes import rules
from zhibi.text import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.checking.codes import Rule
    from zhibi.checking.findings import Finding, Findings

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(findings: Findings, source_text: str, path: str) -> str:
    """The findings as one SARIF run; columns and offsets are code points.

    For a .docx the regions are those of its extracted text, where a line is a paragraph.
    """
    source, uri = Source(source_text), relative_uri(path)
    table = rules()
    index = {rule.code: at for at, rule in enumerate(table)}
    repeats: dict[str, int] = {}
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(table)},
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": uri}}],
                "results": [
                    _result(finding, source, uri, index, repeats) for finding in findings.findings
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def relative_uri(path: str) -> str:
    """A file's path as a percent-encoded URI reference, relative to the current folder if in it."""
    if path == "-":
        return "stdin"
    pure = PurePath(path)
    if pure.is_absolute():
        here = Path.cwd()
        if not pure.is_relative_to(here):
            return pure.as_uri()
        pure = pure.relative_to(here)
    return quote(os.fsencode(pure.as_posix()))  # a name may contain bytes that are not UTF-8


def _driver(table: Sequence[Rule]) -> dict[str, Any]:
    return {
        "name": "zhibi",
        "version": metadata.version("zhibi"),
        "language": "zh-CN",
        "rules": [
            {
                "id": rule.code,
                "name": "".join(part.capitalize() for part in rule.name.split("-")),
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.explanation},
                "defaultConfiguration": {"level": rule.severity},
            }
            for rule in table
        ],
    }


def _result(
    finding: Finding, source: Source, uri: str, index: dict[str, int], repeats: dict[str, int]
) -> dict[str, Any]:
    location = {"uri": uri}
    region = _region(finding, source)
    snippet = source.text[finding.start : finding.end]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": {"text": finding.message + (f"\n建议：{finding.hint}" if finding.hint else "")},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"zhibi/v1": _fingerprint(finding, snippet, repeats)},
    }
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    if finding.facts:
        result["properties"] = {"facts": list(finding.facts)}
    if finding.replacement is not None:
        deleted = {"charOffset": finding.start, "charLength": finding.end - finding.start}
        replacement = {"deletedRegion": deleted, "insertedContent": {"text": finding.replacement}}
        result["fixes"] = [
            {
                "description": {"text": f"改为“{finding.replacement}”"},
                "artifactChanges": [{"artifactLocation": location, "replacements": [replacement]}],
            }
        ]
    return result


def _region(finding: Finding, source: Source) -> dict[str, Any]:
    end_line, end_column = source.position(finding.end)
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": source.text[finding.start : finding.end]},
    }


def _fingerprint(finding: Finding, snippet: str, repeats: dict[str, int]) -> str:
    """An identity of the finding that survives line changes: code, text, facts and occurrence."""
    key = f"{finding.code}|{snippet}|{'|'.join(finding.facts)}"
    repeats[key] = repeats.get(key, 0) + 1
    return hashlib.sha256(f"{key}|{repeats[key]}".encode()).hexdigest()[:32]
