"""The work as data for the page: what was taken, the facts by section, the checked text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.facts.field_words import FIELD_WORDS
from zhibi.facts.lint import lint
from zhibi.facts.redaction import REDACTED, redacted_text
from zhibi.output.review.check_result import SEVERITY_WORDS, result_data, summary
from zhibi.output.review.facts_listing import value_text

if TYPE_CHECKING:
    from zhibi.desk.work import Work
    from zhibi.errors import Place, Problem
    from zhibi.facts.lint import LintFinding
    from zhibi.facts.model import Entry, Fact, Facts, Section

_ROLES = {"value": "", "derived": "", "part": FIELD_WORDS["of_which"], "figure": "文中"}


def state(work: Work) -> dict[str, Any]:
    """All that the page shows."""
    return {
        "session": work.session,
        "version": work.version,
        "progress": work.progress,
        **intake_state(work),
        **facts_state(work),
        **text_state(work),
        "facts_text": work.facts_text,
        "earlier": [{"label": one.label, "length": len(one.text)} for one in work.earlier],
    }


def intake_state(work: Work) -> dict[str, Any]:
    """The files with what was taken from them, and what stands in the way."""
    intake = work.intake
    names = set(work.submitted.sizes)
    return {
        "files": [_file(work, name, size) for name, size in work.submitted.sizes.items()],
        "notes": problems_data(one for one in intake.notes if one.path not in names),
        "conflicts": [
            {
                "what": one.what,
                "remark": one.remark,
                "sides": [{"text": side.text, "source": side.source} for side in one.sides],
            }
            for one in intake.conflicts
        ],
        "prefer": work.prefer,
        "problems": problems_data(intake.problems),
        "unstated": list(intake.unstated),
        "agreed": intake.agreed,
        "suggested": work.suggested,
    }


def _file(work: Work, name: str, size: int) -> dict[str, Any]:
    intake = work.intake
    tally = intake.tallies.get(name)
    return {
        "name": name,
        "size": size,
        "refused": problems_data(intake.refused.get(name, ())),
        "notes": problems_data(one for one in intake.notes if one.path == name),
        "tally": None if tally is None else tally.as_data(),
    }


def problems_data(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems with their places."""
    return [{"message": one.message, "hint": one.hint, "place": one.place} for one in problems]


# ---------------------------------------------------------------------- facts


def facts_state(work: Work) -> dict[str, Any]:
    """The facts by section, each with its messages and the fields that can be corrected."""
    merged, facts = work.merged, work.facts
    if merged is None or facts is None:
        return {"document": dict(work.intake.document), "facts": None, "corrections": []}
    return {
        "document": merged.data.get("document") or {},
        "facts": _Listing(work, facts).data(),
        "corrections": [one.label for one in work.corrections],
        "left": [one.label for one in work.left],
    }


class _Listing:
    """The facts as rows of a table."""

    def __init__(self, work: Work, facts: Facts) -> None:
        self._facts = facts
        self._words: Mapping[str, str] = read_data("facts", "choices")
        assert work.merged is not None
        self._raw = {str(data.get("id")) for _, data in work.merged.facts_data()}
        self._sensitive = work.sensitive()
        self._corrected = {one.after.get("id") or one.target for one in work.corrections}
        self._owner = {entry.id: entry.fact_id for entry in facts.entries()}
        self._found: dict[str, list[dict[str, str]]] = {}
        self._general: list[dict[str, str]] = []
        self._lints = lint(facts)
        for item in self._lints:
            self._place(item)

    def data(self) -> dict[str, Any]:
        errors = sum(item.severity == "error" for item in self._lints)
        return {
            "sections": [row for one in self._facts.sections for row in self._section(one, 0)],
            "findings": self._general,
            "errors": errors,
            "warnings": len(self._lints) - errors,
            "entries": {entry.id: self._entry(entry) for entry in self._facts.entries()},
        }

    def _place(self, item: LintFinding) -> None:
        """Keep a message with each fact that it names, or above the table."""
        told = {
            "code": item.code,
            "severity": item.severity,
            "grade": SEVERITY_WORDS[item.severity],
            "message": item.message,
            "hint": item.hint,
        }
        owners = dict.fromkeys(self._owner[one] for one in item.facts if one in self._owner)
        if not owners and item.place is not None:
            owners = dict.fromkeys(
                fact.id for fact in self._facts.all_facts() if fact.place == item.place
            )
        for owner in owners:
            self._found.setdefault(owner, []).append(told)
        if not owners:
            self._general.append(told)

    def _section(self, section: Section, depth: int) -> Iterator[dict[str, Any]]:
        yield {
            "id": section.id,
            "title": section.heading or section.topic or self._words[section.part],
            "part": self._words[section.part],
            "depth": depth,
            "facts": [self._fact(fact) for fact in section.facts],
        }
        for child in section.sections:
            yield from self._section(child, depth + 1)

    def _fact(self, fact: Fact) -> dict[str, Any]:
        return {
            "id": fact.id,
            "name": fact.name if fact.value is not None else redacted_text(fact),
            "is_statement": fact.value is None,
            "value": "" if fact.value is None else value_text(fact.value),
            "beside": list(self._beside(fact)),
            "period": fact.period or "",
            "status": self._words[fact.status] if fact.status else "",
            "show": self._words[fact.show],
            "source": fact.source,
            "place": _in_words(fact.place),
            "formula": fact.formula,
            "note": fact.note if fact.show != "sensitive" else "",
            "findings": self._found.get(fact.id, []),
            "corrected": fact.id in self._corrected,
            "can_be_corrected": fact.id in self._raw and fact.id not in self._sensitive,
        }

    def _beside(self, fact: Fact) -> Iterator[list[str]]:
        """The other figures of a fact: what each is, and its value."""
        for entry in fact.entries():
            if entry is not fact.value:
                name = entry.name if entry.name != fact.name else ""
                role = "" if fact.value is None else _role(entry)
                yield [f"{role} {name}".strip(), value_text(entry)]

    def _entry(self, entry: Entry) -> dict[str, Any]:
        hidden = entry.show == "sensitive"
        return {
            "fact": entry.fact_id,
            "name": entry.label,
            "role": _role(entry),
            "value": value_text(entry),
            "period": entry.period or "",
            "status": self._words[entry.status] if entry.status else "",
            "source": entry.source,
            "place": _in_words(entry.place),
            "text": REDACTED if hidden else entry.text,
            "start": 0 if hidden else entry.start,
            "end": 0 if hidden else entry.end,
        }


def _role(entry: Entry) -> str:
    return _ROLES[entry.role] if entry.role in _ROLES else FIELD_WORDS[entry.role]


def _in_words(place: Place | None) -> str:
    return "" if place is None else place.in_words


# ---------------------------------------------------------------------- text


def text_state(work: Work) -> dict[str, Any]:
    """The text as it is now with its check, and what the writer did."""
    made = work.draft
    return {
        "text": work.text,
        "check": check_state(work),
        "writer": work.writer,
        "replaced": []
        if made is None
        else [
            {"original": one.original, "replacement": one.replacement, "reason": one.reason}
            for one in made.replaced
        ],
    }


def check_state(work: Work) -> dict[str, Any] | None:
    """The check of the text as the command gives it, with its summary in words."""
    if work.findings is None:
        return {"unchecked": problems_data(work.unchecked)} if work.unchecked else None
    data = result_data(work.findings)
    for one in data["findings"]:
        one["grade"] = SEVERITY_WORDS[one["severity"]]
    return {**data, "told": summary(work.findings)}


def file_stem(title: str, words: Sequence[str]) -> str:
    """A file's name after a report's title, without what no file's name may hold."""
    plain = "".join(char for char in title if char.isprintable() and char not in '<>:"/\\|?*')
    return PurePath("".join((plain.strip(". ")[:60] or "工作报告", *words))).name
