"""The requests of one run to one model: the connection, stored answers, limits, failures."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError, ModelError
from zhibi.models.gate import unusable
from zhibi.models.messages import Answer, Model, Request, Usage
from zhibi.models.providers import provider_for
from zhibi.models.settings import endpoint_from, priced
from zhibi.writing.llm.cost import Budget, SpendingLimit
from zhibi.writing.llm.options import ModelOptions
from zhibi.writing.llm.runs import Run

if TYPE_CHECKING:
    from zhibi.models.providers import Provider

_MOST_SLOW = 2
"""Questions that are too slow, with no answer at all, after which no answer is to be had."""
_CHARACTERS_A_TOKEN = 4
"""More characters than this for each token that was allowed are no answer to the question."""
_CUT = 0.5
"""A prompt of fewer tokens than this share of the estimate has been cut."""


def connected(options: ModelOptions) -> tuple[Model, Provider, str]:
    """The model of these options, the provider that answers, and the endpoint's host.

    The host is empty for a `client`. Raises ModelError where model, address or key are missing,
    or where `max_cost` is given for a model whose price is not known.
    """
    if options.client is None:
        from zhibi.models.client import Client

        endpoint = endpoint_from(
            options.model,
            options.base_url,
            options.api_key,
            options.provider,
            headers=options.headers,
            ca_file=options.ca_file,
            timeout=options.timeout,
        )
        model: Model = Client(endpoint, notify=options.notify)
        service, host = endpoint.provider, endpoint.host
    else:
        model, host = options.client, ""
        service = priced(provider_for(options.provider, options.base_url or "", model.name))
    if options.max_cost is not None and service.price is None:
        raise ModelError(
            "不知道这个模型的价格，没法按费用封顶",
            "设环境变量 ZHIBI_PRICE=输入价/输出价（每百万 token 的元数），或去掉 --max-cost",
        )
    return model, service, host


def spending_limit(options: ModelOptions, service: Provider) -> SpendingLimit:
    """The limits of these options at this provider's price."""
    budget = options.budget
    if budget is None and options.max_cost is not None:
        budget = Budget(Decimal(str(options.max_cost)))
    return SpendingLimit(service, budget, options.max_seconds)


class Session:
    """The requests of one run: stored answers first, limits, stop on failure.

    `instead` says in Chinese what becomes of the requests that are not sent after a failure.
    `bound` is held during each request. `unasked` counts the requests that were not sent because
    of a limit or a failure.
    """

    def __init__(
        self,
        model: Model,
        run: Run | None,
        limit: SpendingLimit,
        notify: Callable[[str], None],
        instead: str,
        bound: AbstractContextManager[Any] | None = None,
    ) -> None:
        self._model = model
        self.run = run
        self._limit = limit
        self._notify = notify
        self._instead = instead
        self._bound = bound or nullcontext()
        self._stopped: ModelError | None = None
        self._told_cut = False
        self._slow = 0
        self.answered = False
        self.unasked = 0
        self._lock = threading.Lock()

    def on_first_words(self, event: threading.Event | None) -> None:
        """Set an event when the model begins to answer, where it reports that."""
        if event is not None and hasattr(self._model, "on_first_words"):
            self._model.on_first_words = event.set

    def ask(self, request: Request) -> Answer:
        """Answer a request. Raises AnswerError where there is no usable answer.

        An error of the endpoint is raised as such as long as nothing was answered at all; after
        that no further request is sent, and the answers so far are used.
        """
        if self._stopped is not None:
            raise self._unasked(self._stopped)
        refused = self._limit.reserve(request)
        if refused:
            self._stop(ModelError(refused))
            raise self._unasked(ModelError(refused))
        usage = Usage()
        try:
            with self._bound:
                answer = (
                    self.run.complete(request, self._model)
                    if self.run is not None
                    else self._model.complete(request)
                )
            usage = Usage() if answer.reused else answer.usage
        except AnswerError as error:
            self._give_up_if_always_slow(error)
            raise
        except ModelError as error:
            if not self.answered:
                raise
            self._stop(error)
            raise self._unasked(error) from error
        finally:
            self._limit.charge(request, usage)
        self.answered = True
        self._tell_cut_prompt(request, usage)
        if len(answer.text) > _CHARACTERS_A_TOKEN * request.cap:
            raise unusable("oversized")
        return answer

    def stop_asking(self, why: str) -> None:
        """Send nothing more; `why` says in Chinese what the requests wait for."""
        self._stopped = ModelError(why)

    def _unasked(self, error: ModelError) -> AnswerError:
        with self._lock:
            self.unasked += 1
        return AnswerError(error.message, kind="stopped", retryable=False)

    def _give_up_if_always_slow(self, error: AnswerError) -> None:
        """Raise a plain ModelError where no question was answered and several were too slow."""
        if error.kind != "slow" or self.answered:
            return
        with self._lock:
            self._slow += 1
        if self._slow >= _MOST_SLOW:
            raise ModelError(error.message, error.hint) from error

    def _tell_cut_prompt(self, request: Request, usage: Usage) -> None:
        """Some local servers cut a prompt that is too long for them, and say nothing."""
        estimated = self._limit.count(request)
        if 0 < usage.prompt < estimated * _CUT and not self._told_cut:
            self._told_cut = True
            self._notify(
                f"模型只收到约 {usage.prompt} token，而提示约有 {estimated}：可能被截断，"
                "请把它的上下文长度（如 Ollama 的 num_ctx）调大"
            )

    def _stop(self, error: ModelError) -> None:
        with self._lock:
            first = self._stopped is None
            self._stopped = self._stopped or error
        if first:
            self._notify(f"{error.message}；{self._instead}")
