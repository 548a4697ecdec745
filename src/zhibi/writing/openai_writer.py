"""The writer with a model as users make it: what the model cannot write, the offline one does."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhibi.writing.llm.writer import ModelWriter
from zhibi.writing.offline.writer import OfflineWriter
from zhibi.writing.writer import SentenceWriter


@dataclass(eq=False)
class OpenAIWriter(ModelWriter):
    """Writes with a model behind any OpenAI-compatible endpoint.

    The arguments are those of `ModelOptions`. Raises ModelError where model, address or key are
    missing, or where `max_cost` is given for a model whose price is not known.
    """

    fallback: SentenceWriter = field(
        default_factory=lambda: OfflineWriter(by_topics=True), kw_only=True
    )
