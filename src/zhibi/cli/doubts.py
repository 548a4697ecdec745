"""What is wrong with the facts themselves, told by the commands that build on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.cli.streams import print_note

if TYPE_CHECKING:
    from zhibi.facts.model import Facts

_MOST_SHOWN = 5
_MOST_NOTES = 10
_UNSIGNED = "F305"
"""What the report still lacks at its end, which makes no fact doubtful."""


def tell_doubts(facts: Facts) -> int:
    """Print how the facts were read and what `zhibi facts` finds wrong in them, to stderr.

    Returns how many findings there are: a false fact makes a false report that is proved.
    """
    from zhibi.facts.lint import lint

    for note in facts.notes[:_MOST_NOTES]:
        print_note(f"注意：{note}")
    if len(facts.notes) > _MOST_NOTES:
        print_note(f"注意：另有 {len(facts.notes) - _MOST_NOTES} 条，见 zhibi facts")
    lints = [found for found in lint(facts) if found.code != _UNSIGNED]
    if not lints:
        return 0
    errors = sum(item.severity == "error" for item in lints)
    print_note(
        f"事实本身可疑：{errors} 个错误，{len(lints) - errors} 个提醒；以它为据的稿件也就不可靠"
    )
    worst_first = sorted(lints, key=lambda item: item.severity != "error")
    for item in worst_first[:_MOST_SHOWN]:
        where = f"{item.place} " if item.place else ""
        print_note(f"  {where}{item.code} {item.message}")
    if len(lints) > _MOST_SHOWN:
        print_note(f"  另有 {len(lints) - _MOST_SHOWN} 处，见 zhibi facts")
    return len(lints)
