"""Words of speech in what offices hand in, as a report writes them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from zhibi.checking.rules.prose.words import any_of
from zhibi.data_files import read_data

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from zhibi.styles.model import Style

_BEGIN = r"(?:^|(?<=[，。；：！？月日])|(?<=[，。；：！？][已再还又共并先])|(?<=底前))"
_NUMBER = r"[约近超逾]?\d"
_COUNTED = r"(?=[\u3400-\u9fff、“”]{2}[^，。；]*\d)"
_KEPT = r"“[^”]*”|《[^》]*》|\{\{[^}]*\}\}"


def formal(text: str, style: Style, names: Collection[str]) -> str:
    """The text with words of speech as a report writes them, outside quotation marks and names.

    The style's own words (`sentences.formal`) come first.
    """
    kept = re.compile("|".join([_KEPT, any_of(filter(None, names)) or r"(?!)"]))
    rules: list[tuple[re.Pattern[str], str | dict[str, str]]] = [_of_style(style), *_rules()]
    for spoken, written in rules:
        if spoken.search(text):
            text = "".join(_replaced(text, spoken, written, kept))
    return text


def _replaced(
    text: str, spoken: re.Pattern[str], written: str | dict[str, str], kept: re.Pattern[str]
) -> Iterator[str]:
    spans = [found.span() for found in kept.finditer(text)]
    at = 0
    for found in spoken.finditer(text):
        if any(low < found.end() and found.start() < high for low, high in spans):
            continue
        yield text[at : found.start()]
        yield found.expand(written) if isinstance(written, str) else written[found[0]]
        at = found.end()
    yield text[at:]


def _of_style(style: Style) -> tuple[re.Pattern[str], dict[str, str]]:
    words = style.sentences.formal
    not_after = "".join(f"(?<!{re.escape(one)})" for one in style.sentences.formal_not_after)
    return re.compile(f"{not_after}(?:{any_of(words) or '(?!)'})"), words


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    table: dict[str, Any] = read_data("writing.wording", "speech")
    verbs = {verb: f"{verb}(?![{next_}])" for verb, next_ in table["compounds"].items()}
    verbs |= {f"~{verb}": f"(?<![{last}]){verb}" for verb, last in table["preceded"].items()}
    slots = {"begin": _BEGIN, "number": _NUMBER, "counted": _COUNTED, **verbs}
    rules: list[list[str]] = table["rules"]
    return tuple((re.compile(_filled(spoken, slots)), written) for spoken, written in rules)


def _filled(pattern: str, slots: Mapping[str, str]) -> str:
    return re.sub(r"\{([^{}\d,]+)\}", lambda found: slots[found[1]], pattern)
