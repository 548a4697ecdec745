"""The Batch endpoint: a file of requests goes out, and some hours later files of answers come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibi.errors import ModelError
from zhibi.models.client import call_sdk

if TYPE_CHECKING:
    from zhibi.models.settings import Endpoint

_MARK = "zhibi"
_ENDED = frozenset({"completed", "failed", "expired", "cancelled"})
_FAILED = frozenset({"failed", "cancelled"})
_LISTED = 100  # batches among which one that was begun before is looked for


@dataclass(frozen=True, slots=True)
class BatchState:
    """How far a batch is: `done` of `total` requests, and the ids of its files of results.

    `problems` say why a batch failed as a whole. An expired batch has the answers until then.
    """

    status: str
    done: int = 0
    total: int = 0
    results: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether no more answers will come."""
        return self.status in _ENDED


class BatchEndpoint:
    """Batches at one endpoint. All methods raise ModelError; what can help is tried again."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        notify: Callable[[str], None] | None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._notify = notify or (lambda _: None)
        self._sleep = sleep

    def begin(self, requests: bytes, mark: str) -> str:
        """Hand in a file of requests; the id of its batch.

        `mark` is stored with the batch: where one with this mark is there already, because an
        earlier call ended before it could note the id, that one is meant and none is begun.
        """
        return str(self._call(lambda sdk: self._known(mark) or self._begun(sdk, requests, mark)))

    def _known(self, mark: str) -> str | None:
        """The id of a batch with this mark that has not failed, among the latest."""
        try:
            batches = self._call(lambda sdk: sdk.batches.list(limit=_LISTED).data)
        except ModelError as error:
            if error.retryable:
                raise
            return None  # many endpoints have no list: no reason not to begin a batch
        for batch in batches or ():
            if (batch.metadata or {}).get(_MARK) == mark and batch.status not in _FAILED:
                return str(batch.id)
        return None

    def _begun(self, sdk: Any, requests: bytes, mark: str) -> str:
        uploaded = sdk.files.create(file=("requests.jsonl", requests), purpose="batch")
        batch = sdk.batches.create(
            input_file_id=uploaded.id,
            endpoint=self.endpoint.provider.batch_url,
            completion_window="24h",
            metadata={_MARK: mark},
        )
        return str(batch.id)

    def state(self, batch_id: str) -> BatchState:
        """How far a batch is."""
        batch = self._call(lambda sdk: sdk.batches.retrieve(batch_id))
        counts = batch.request_counts
        listed = (batch.errors.data if batch.errors else None) or ()
        return BatchState(
            str(batch.status),
            (counts.completed or 0) + (counts.failed or 0) if counts else 0,
            counts.total or 0 if counts else 0,
            tuple(filter(None, (batch.output_file_id, batch.error_file_id))),
            tuple(str(one.message or one.code) for one in listed),
        )

    def fetch(self, file_id: str) -> bytes:
        """The content of a file of results."""
        content: bytes = self._call(lambda sdk: sdk.files.content(file_id).read())
        return content

    def _call(self, work: Callable[[Any], Any]) -> Any:
        return call_sdk(self.endpoint, work, self._notify, self._sleep)
