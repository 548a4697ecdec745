"""The commands, in the usual order of use; the module of each is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {
    "draft": "draft.draft_report",
    "check": "check.check_draft",
    "facts": "facts.list_facts",
    "form": "form_and_merge.make_form",
    "merge": "form_and_merge.merge_files",
    "ask": "ask.ask_offices",
    "figures": "figures.list_figures",
    "diff": "diff.diff_drafts",
    "prompt": "prompt.show_prompt",
    "verify": "verify.verify_receipt",
    "runs": "runs.list_or_clean_runs",
    "styles": "styles_and_rules.styles",
    "rules": "styles_and_rules.rules",
    "layout": "layout.show_layout",
    "schema": "styles_and_rules.schemas",
    "desk": "desk.open_desk",
    "mcp": "mcp.serve",
}
"""Each command's module in this package and its function."""

BATCH = {"write": "batch.write", "collect": "batch.collect", "run": "batch.run"}
"""The commands of the group `batch`."""


def function_of(home: str) -> Callable[..., object]:
    """The function of a command, by its module and name."""
    module, _, function = home.partition(".")
    called: Callable[..., object] = getattr(import_module(f"zhibi.cli.{module}"), function)
    return called
