"""The options of a writer with a model: one dataclass for Python and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhibi.models.messages import Model
    from zhibi.progress import ProgressCallback
    from zhibi.writing.llm.cost import Budget
    from zhibi.writing.llm.slots import Figures


@dataclass
class ModelOptions:
    """Which model writes, and how.

    What is not given comes from the environment (`ZHIBI_MODEL`, `ZHIBI_BASE_URL`,
    `ZHIBI_API_KEY`, else `OPENAI_BASE_URL`, `OPENAI_API_KEY`). `figures` is how the model handles
    figures (slots, plain, blind); `outline` lets it propose headings. With `read_through` it reads
    the whole report once more and amends paragraphs; by default where the provider serves long
    texts. `jobs` is how many sections are asked for
    at the same time, by default the provider's number. `run` is a folder that keeps
    what was asked and answered; without it nothing is kept. `max_cost` is in yuan, `max_seconds`
    in seconds: when a limit is reached, the rest is written from the facts. `timeout` is in
    seconds without a byte, by default the provider's. `client` is a model to use instead of an
    endpoint. `bound` is held while a request is on its way: several writers that share it share
    the number of requests at the same time. `progress` is called after each section, `notify`
    with what a person should know, in Chinese. `budget` is what several writers may spend
    together, in place of `max_cost`.
    """

    model: str | None = None
    base_url: str | None = None
    api_key: str | None = field(default=None, repr=False)
    provider: str | None = None
    _: KW_ONLY
    figures: Figures = "slots"
    jobs: int | None = None
    run: str | Path | None = None
    max_cost: Decimal | float | str | None = None
    max_seconds: float | None = 3600.0
    outline: bool = True
    read_through: bool | None = None
    prompts: str | Path | None = None
    headers: Mapping[str, str] | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout: float | None = None
    client: Model | None = None
    bound: AbstractContextManager[Any] | None = None
    budget: Budget | None = None
    progress: ProgressCallback | None = None
    notify: Callable[[str], None] | None = None
