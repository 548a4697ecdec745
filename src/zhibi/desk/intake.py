"""What was handed in, merged as `zhibi merge` merges it; files that cannot be read are named."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from zhibi.desk.corrections import MERGED, Merged
from zhibi.errors import InputError, Problem
from zhibi.intake.merge import UnstatedDocumentError, merge
from zhibi.styles.load import load_style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.desk.submitted import Submitted
    from zhibi.intake.merge_result import Conflict, MergeResult
    from zhibi.intake.tally import Tally


@dataclass
class Intake:
    """What the files hold: facts, or what stands in their way.

    `refused` are problems of files that were left out, by file; `problems` those of the merged
    facts; `unstated` the fields of the document that no file states.
    """

    merged: Merged | None = None
    notes: Sequence[Problem] = ()
    conflicts: Sequence[Conflict] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    refused: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    unstated: Sequence[str] = ()
    document: Mapping[str, Any] = field(default_factory=dict)
    agreed: int = 0


def take_in(submitted: Submitted, prefer: Sequence[str], suggested: Mapping[str, Any]) -> Intake:
    """Merge the files. `prefer` and `suggested` are those of `merge`."""
    with submitted.on_disk() as names:
        return _Reading(names, prefer, suggested).run()


class _Reading:
    """Merges files that are on disk; their paths are told as names."""

    def __init__(
        self, names: Mapping[str, str], prefer: Sequence[str], suggested: Mapping[str, Any]
    ) -> None:
        self._names = names
        self._prefer = prefer
        self._suggested = dict(suggested)
        self._folder = str(PurePath(next(iter(names), "")).parent)

    def run(self) -> Intake:
        intake = Intake()
        paths = list(self._names)
        if not paths:
            return intake
        style = str(self._suggested.get("style") or "镇乡")
        topics = {name: topic.words for name, topic in load_style(style).topics.items()}
        refused: dict[str, list[Problem]] = {}
        while paths:
            try:
                result = merge(paths, self._prefer, topics=topics, suggested=self._suggested)
            except UnstatedDocumentError as error:
                intake.unstated, result = error.fields, error.result
            except InputError as error:
                broken = {one.path for one in error.problems} & set(paths)
                if not broken:
                    intake.problems = [self._named(one) for one in error.problems]
                    break
                for one in error.problems:
                    if one.path in broken:
                        refused.setdefault(self._names[one.path], []).append(self._named(one))
                paths = [path for path in paths if path not in broken]
                continue
            self._told(intake, result)
            break
        intake.refused = refused
        return intake

    def _told(self, intake: Intake, result: MergeResult) -> None:
        intake.notes = [self._named(one) for one in result.notes]
        intake.conflicts = result.conflicts
        tallies = [replace(one, path=self._names[one.path]) for one in result.tallies]
        intake.tallies = {one.path: one for one in tallies}
        intake.document = result.data.get("document") or {}
        intake.agreed = result.agreed
        if result.facts is not None:
            origins = {
                at: replace(place, path=PurePath(place.path).name)
                for at, place in result.origins.items()
            }
            intake.merged = Merged(result.data, origins)

    def _named(self, problem: Problem) -> Problem:
        """A problem that names the file without the folder in which it is read."""
        if problem.path == MERGED:  # no file of the clerk's
            return Problem(problem.message, problem.hint)
        name = self._names.get(problem.path, problem.path)
        message = problem.message.replace(self._folder, "").lstrip("/\\")
        return replace(problem, path=name, message=message)
