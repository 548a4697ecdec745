"""What the page offers to choose from: styles, kinds of report, writers, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.desk.limits import MAX_ALL, MAX_FILE, MAX_FILES
from zhibi.facts.kinds import report_kind, report_kinds
from zhibi.facts.load import FACTS_ENDINGS
from zhibi.intake.old_files import OLD_ENDINGS
from zhibi.intake.paragraphs import PARAGRAPH_ENDINGS
from zhibi.intake.sheets import DELIMITED_ENDINGS, WORKBOOK_ENDINGS
from zhibi.output.review.check_result import STATUS_WORDS
from zhibi.output.review.html import MEANINGS
from zhibi.styles.load import kinds_of, load_style, style_names

if TYPE_CHECKING:
    from zhibi.desk.work import Work

_FRAMINGS = ("none", "lean", "usual")
_COMPUTED = ("forbid", "allow")


@dataclass(frozen=True, slots=True)
class Model:
    """The model that may write, as it is told on the page: its name and where it answers."""

    name: str
    host: str


def choices(work: Work, model: Model | None) -> dict[str, Any]:
    """The choices, each as its key and its words."""
    words = read_data("facts", "choices")
    endings = (
        WORKBOOK_ENDINGS | DELIMITED_ENDINGS | FACTS_ENDINGS | PARAGRAPH_ENDINGS | set(OLD_ENDINGS)
    )
    return {
        "style": work.style,
        "styles": _styles(work.style),
        "kinds": [[kind, report_kind(kind).called] for kind in _kinds(work.style)],
        "framings": [[key, words[key]] for key in _FRAMINGS],
        "computed": [[key, words[key]] for key in _COMPUTED],
        "statuses": [[key, word, MEANINGS[key]] for key, word in STATUS_WORDS.items()],
        "model": None if model is None else {"name": model.name, "host": model.host},
        "endings": sorted(endings),
        "limits": {
            "file": MAX_FILE,
            "files": MAX_FILES,
            "all": MAX_ALL,
        },
    }


def _styles(own: str | None) -> list[list[str]]:
    """The built-in styles, and before them the one given at start, if it is a file of its own."""
    built_in = [[one.name, one.name, one.about] for one in style_names()]
    path = own_style(own)
    if path is None:
        return built_in
    style = load_style(path, kinds_of(path)[0])
    return [[path, style.name, style.about], *built_in]


def own_style(given: str | None) -> str | None:
    """The path of the style given at start, if it is a file of the user's own."""
    known = {key for one in style_names() for key in (one.name, one.key, *one.aliases)}
    return None if given is None or given in known else str(Path(given).resolve())


def _kinds(own: str | None) -> Sequence[str]:
    return kinds_of(own) if own is not None else tuple(report_kinds())
