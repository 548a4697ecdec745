"""What the page offers to choose from: styles, kinds of report, writers, limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibi.data_files import read_data
from zhibi.desk.limits import MAX_ALL, MAX_FILE, MAX_FILES
from zhibi.facts.kinds import report_kinds
from zhibi.intake.old_files import OLD_ENDINGS
from zhibi.intake.paragraphs import PARAGRAPH_ENDINGS
from zhibi.intake.sheets import DELIMITED_ENDINGS, WORKBOOK_ENDINGS
from zhibi.intake.submissions import FACTS_ENDINGS
from zhibi.output.review.check_result import STATUS_WORDS
from zhibi.output.review.html import MEANINGS
from zhibi.styles.load import style_names

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
        "styles": [[one.name, one.name, one.about] for one in style_names()],
        "kinds": [[kind.key, kind.called] for kind in report_kinds().values()],
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
