"""How many tokens a text takes: exactly where ranks are on disk, else by a measured estimate.

tiktoken downloads what it lacks, and waits without limit; so it is asked only for ranks that
already lie in its cache, with the checksum that it will ask for.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.data_files import read_data

if TYPE_CHECKING:
    from zhibi.models.messages import Message

_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DIGIT = re.compile(r"[0-9]")
# Name of the file in tiktoken's cache (the SHA-1 of its address) and SHA-256 of its content.
_RANKS = {
    "o200k_base": (
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
    "cl100k_base": (
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
}


@dataclass(frozen=True, slots=True)
class Family:
    """Tokens a character for the tokenizers of one family of models."""

    han: Decimal
    digit: Decimal
    other: Decimal
    message: int
    encoding: str

    def estimate(self, text: str) -> int:
        """About how many tokens a text takes."""
        han, digit = len(_HAN.findall(text)), len(_DIGIT.findall(text))
        other = len(text) - han - digit
        return int(self.han * han + self.digit * digit + self.other * other) + 1

    @property
    def is_exact(self) -> bool:
        """Whether the family's ranks are on disk, so that tokens are counted."""
        return bool(self.encoding) and _encoder(self.encoding) is not None

    def count(self, text: str) -> int:
        """The tokens of a text: exact where the family's ranks are on disk."""
        encode = _encoder(self.encoding) if self.encoding else None
        return encode(text) if encode else self.estimate(text)

    def count_messages(self, messages: Iterable[Message]) -> int:
        """The tokens of a whole prompt."""
        return sum(self.count(message.content) + self.message for message in messages)


@cache
def families() -> dict[str, Family]:
    """All families by name, read once."""
    rows = read_data("models", "tokens")
    return {
        name: Family(
            Decimal(row["han"]),
            Decimal(row["digit"]),
            Decimal(row["other"]),
            int(row["message"]),
            row["encoding"],
        )
        for name, row in rows.items()
    }


@cache
def _encoder(encoding: str) -> Callable[[str], int] | None:
    if not _on_disk(encoding):
        return None
    try:
        import tiktoken
    except ImportError:
        return None
    ranks = tiktoken.get_encoding(encoding)
    return lambda text: len(ranks.encode(text, disallowed_special=()))


def _on_disk(encoding: str) -> bool:
    """Whether tiktoken would find its ranks in its cache, whole."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    place = Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"
    name, digest = _RANKS[encoding]
    try:
        return hashlib.sha256((place / name).read_bytes()).hexdigest() == digest
    except OSError:
        return False
