"""zhibi（执笔）: work reports of townships and sub-districts, every figure proved by the facts.

    facts = zhibi.load_facts("facts.yaml")
    draft = zhibi.draft(facts)
    findings = zhibi.check(draft.text, facts)
    zhibi.save(draft, "report.docx")

What is named here is public; everything else may move. Names are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.checking.check import check
    from zhibi.checking.findings import CheckedFigure, Coverage, Finding, Findings
    from zhibi.errors import (
        AnswerError,
        InputError,
        ModelError,
        OutputError,
        Problem,
        ZhibiError,
    )
    from zhibi.facts.from_data import facts_from
    from zhibi.facts.model import Facts
    from zhibi.figures.model import Figure, Quantity
    from zhibi.figures.scan import find_figures
    from zhibi.intake.load import load_facts
    from zhibi.intake.merge import merge
    from zhibi.intake.merge_result import MergeResult
    from zhibi.intake.questions import Questions, ask
    from zhibi.output.as_data import json_schema, to_dict, to_json
    from zhibi.output.save import save
    from zhibi.progress import Progress, ProgressCallback
    from zhibi.styles.load import load_style
    from zhibi.styles.model import Style
    from zhibi.writing.document import Draft
    from zhibi.writing.drafting import draft
    from zhibi.writing.offline.writer import OfflineWriter
    from zhibi.writing.openai_writer import OpenAIWriter
    from zhibi.writing.writer import Composition, Replacement, Writer

_HOMES = {
    "zhibi.checking.check": ("check",),
    "zhibi.checking.findings": ("CheckedFigure", "Coverage", "Finding", "Findings"),
    "zhibi.errors": (
        "AnswerError",
        "InputError",
        "ModelError",
        "OutputError",
        "Problem",
        "ZhibiError",
    ),
    "zhibi.facts.from_data": ("facts_from",),
    "zhibi.intake.load": ("load_facts",),
    "zhibi.intake.merge": ("merge",),
    "zhibi.intake.merge_result": ("MergeResult",),
    "zhibi.intake.questions": ("Questions", "ask"),
    "zhibi.output.as_data": ("json_schema", "to_dict", "to_json"),
    "zhibi.facts.model": ("Facts",),
    "zhibi.figures.model": ("Figure", "Quantity"),
    "zhibi.figures.scan": ("find_figures",),
    "zhibi.output.save": ("save",),
    "zhibi.progress": ("Progress", "ProgressCallback"),
    "zhibi.styles.load": ("load_style",),
    "zhibi.styles.model": ("Style",),
    "zhibi.writing.document": ("Draft",),
    "zhibi.writing.drafting": ("draft",),
    "zhibi.writing.openai_writer": ("OpenAIWriter",),
    "zhibi.writing.offline.writer": ("OfflineWriter",),
    "zhibi.writing.writer": ("Composition", "Replacement", "Writer"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = [
    "AnswerError",
    "CheckedFigure",
    "Composition",
    "Coverage",
    "Draft",
    "Facts",
    "Figure",
    "Finding",
    "Findings",
    "InputError",
    "MergeResult",
    "ModelError",
    "OfflineWriter",
    "OpenAIWriter",
    "OutputError",
    "Problem",
    "Progress",
    "ProgressCallback",
    "Quantity",
    "Questions",
    "Replacement",
    "Style",
    "Writer",
    "ZhibiError",
    "ask",
    "check",
    "draft",
    "facts_from",
    "find_figures",
    "json_schema",
    "load_facts",
    "load_style",
    "merge",
    "save",
    "to_dict",
    "to_json",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'zhibi' has no attribute {name!r}")
    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
