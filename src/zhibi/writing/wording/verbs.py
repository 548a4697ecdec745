"""Whether a clause has a verb: by the verbs that the style and the prose check know."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of, prose_words, verbs_of

if TYPE_CHECKING:
    from zhibi.styles.model import Style


def has_verb(text: str, style: Style) -> bool:
    """Whether a text has one of the verbs that the style or the prose check knows."""
    opened = re.match(any_of(prose_words()["opening_verbs"]), text)
    return bool(opened or _verbs((*style.sentences.deeds, *verbs_of(style))).search(text))


@cache
def _verbs(own: tuple[str, ...]) -> re.Pattern[str]:
    words = prose_words()
    return re.compile(f"(?:{any_of([*own, *words['verbs']])})(?!{any_of(words['noun_endings'])})")
