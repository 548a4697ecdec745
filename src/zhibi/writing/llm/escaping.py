"""Data escaped for prompts, so that it cannot imitate a slot, a fence, a role or a line.

Only what is sent is changed; the facts themselves, and what is printed, stay as written.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SYNTAX = str.maketrans(
    {
        "{": "（",
        "}": "）",
        "｛": "（",
        "｝": "）",
        "<": "〈",
        ">": "〉",
        "`": "’",
        "#": "＃",
        "|": "｜",
    }
)


def escaped(text: str) -> str:
    """The text on one line, without invisible characters and without anything that is syntax.

    Braces, angle brackets, backticks, `#` and `|` are replaced by similar characters that have
    no meaning in slots, fences and headings.
    """
    return _CONTROL.sub(" ", _INVISIBLE.sub("", text)).translate(_SYNTAX).strip()


_SLOT = re.compile(r"(\{\{[^{}\n]*\}\})")
_MARKUP = str.maketrans("<>|`#*~", "〈〉｜’＃＊～")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_OPENING = re.compile(r"^(?:[\s>〉＞＃*＊+=_~～｜|•·●▪-]+|\d{1,3}[.)](?=\s|\D))+")


def plain_prose(text: str) -> str:
    """A model's line without anything that Markdown, HTML or a table would read as markup.

    Slots stay as they are; invisible characters and links' addresses are taken out.
    """
    text = _LINK.sub(r"\1", _CONTROL.sub(" ", _INVISIBLE.sub("", text)))
    pieces = _SLOT.split(text)
    return "".join(
        piece if number % 2 else piece.translate(_MARKUP) for number, piece in enumerate(pieces)
    )


def without_opening_marks(paragraph: str) -> str:
    """A paragraph that cannot be read as a heading, a list, a quotation, a table or a rule."""
    return _OPENING.sub("", paragraph)


def invisible_characters(text: str) -> tuple[str, ...]:
    """The names of the invisible characters in a text, each once: for the notice."""
    found = dict.fromkeys(_INVISIBLE.findall(text))
    return tuple(f"U+{ord(one):04X} {unicodedata.name(one, '')}".strip() for one in found)
