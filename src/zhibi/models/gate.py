"""Acceptance of replies: whether a reply is a usable answer, before its prose is read.

What can be corrected without changing the prose is corrected and listed; everything else is an
`AnswerError` whose `kind` says what it was.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from zhibi.errors import AnswerError

_HTML = re.compile(r"\s*<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_THOUGHT_OPEN = re.compile(r"<(think|thinking|reasoning)>", re.IGNORECASE)
_THOUGHT_CLOSE = {
    name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("think", "thinking", "reasoning")
}
_THOUGHT_END = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A```[a-zA-Z]*[ \t]*\n(.*?)\n?```\s*\Z", re.DOTALL)
_OPENING = re.compile(
    r"\A(?:好的|当然|可以|没问题|以下是|下面是|根据(?:您|你)提供)[^\n]{0,60}[：:。！!]\s*\n+"
)
_REFUSAL = re.compile(
    r"\A(?:很?抱歉|对不起|作为(?:一个)?(?:AI|人工智能)|I'm sorry|I cannot)", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W\d_]")
_SLOT = re.compile(r"[{｛]{1,2}[^{}｛｝\n]{0,60}[}｝]{1,2}")
_TABLE = re.compile(r"^[^\S\n]*\|.*\|[^\S\n]*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]")
_LEAST_HAN = 0.6
_MOST_CONTROL = 0.02
_TEXT_KEYS = ("text", "content", "正文", "answer", "output", "result", "段落")


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as received: text, finish reason in zhibi's terms, and whether it held reasoning."""

    text: str
    finish: str | None
    reasoning: bool = False


def accept(reply: Reply, *, structured: bool = False) -> tuple[str, tuple[str, ...]]:
    """The usable text of a reply and what was mended in it. Raises AnswerError.

    A `structured` reply is JSON: it is handed on as it stands, for its reader to validate.
    """
    reply = replace(reply, text=_whole_characters(reply.text))
    _check_finish(reply)
    mended: list[str] = []
    text = _without_thoughts(reply, mended)
    text = _unfenced(text, mended) if structured else _unwrapped(text, mended)
    if not text.strip():
        kind = "thinking" if reply.reasoning else "empty"
        raise _error(kind)
    if not structured:
        _check_prose(text)
    return text.strip(), tuple(mended)


def _whole_characters(text: str) -> str:
    """The text with halves of characters joined; one that stands alone cannot be written."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _check_finish(reply: Reply) -> None:
    if _HTML.match(reply.text):
        raise _error("html")
    if reply.finish == "filtered":
        raise _error("filtered", retryable=False)
    if reply.finish == "length":
        raise _error("cut-off")
    if reply.finish == "overloaded":
        raise _error("overloaded")
    if reply.finish != "stop":
        raise _error("unfinished")


def _without_thoughts(reply: Reply, mended: list[str]) -> str:
    text = _closed_thoughts_removed(reply.text)
    if _THOUGHT_OPEN.search(text):
        raise _error("thinking")
    text = _THOUGHT_END.sub("", text)
    if text != reply.text:
        mended.append("删去思考过程")
    return text.strip()


def _closed_thoughts_removed(text: str) -> str:
    """The text without `<think>…</think>`; each end tag is looked for once."""
    kept, at, unclosed = [], 0, set()
    for opening in _THOUGHT_OPEN.finditer(text):
        name = opening[1].lower()
        if opening.start() < at or name in unclosed:
            continue
        closing = _THOUGHT_CLOSE[name].search(text, opening.end())
        if closing is None:
            unclosed.add(name)
            continue
        kept.append(text[at : opening.start()])
        at = closing.end()
    return "".join([*kept, text[at:]])


def _unfenced(text: str, mended: list[str]) -> str:
    fenced = _FENCE.match(text)
    if fenced is None:
        return text
    mended.append("去掉代码围栏")
    return fenced[1].strip()


def _unwrapped(text: str, mended: list[str]) -> str:
    text = _unfenced(text, mended)
    if text[:1] in "{[" and text[:2] != "{{":
        text = _whole_characters(_from_json(text, mended))
    opened = _OPENING.sub("", text)
    if opened != text:
        text = opened
        mended.append("删去开场白")
    return text


def _from_json(text: str, mended: list[str]) -> str:
    """The prose within bare JSON, where there is just one text or list of texts."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if isinstance(value, dict):
        values = [value[key] for key in _TEXT_KEYS if key in value]
        value = values[0] if values else next(iter(value.values())) if len(value) == 1 else None
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        value = "\n".join(value)
    if not isinstance(value, str):
        raise _error("json")
    mended.append("从 JSON 里取出正文")
    return value.strip()


def _check_prose(text: str) -> None:
    if _REFUSAL.match(text):
        raise _error("refused")
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise _error("garbled")
    bare = _SLOT.sub("", text)
    letters = _LETTER.findall(bare)
    if letters and len(_HAN.findall(bare)) < _LEAST_HAN * len(letters):
        raise _error("language")
    if len(_TABLE.findall(text)) >= 2:
        raise _error("not-prose")


_SAID = {
    "empty": "模型的回答是空的",
    "thinking": "模型只有思考过程，没有给出正文",
    "html": "接口返回的是网页，不是回答；检查 --base-url",
    "filtered": "回答被内容审核拦下",
    "cut-off": "回答没有写完就到了长度上限",
    "overloaded": "服务方资源不足，中断了回答",
    "unfinished": "回答没有正常结束",
    "json": "模型返回的是 JSON，不是正文",
    "refused": "模型拒绝回答",
    "garbled": "回答是乱码",
    "language": "回答不是中文",
    "not-prose": "回答是表格，不是成文的段落",
    "no-choices": "接口的回答里没有内容（choices）",
    "oversized": "回答长得离谱，已经中断",
}


def _error(kind: str, *, retryable: bool = True) -> AnswerError:
    return AnswerError(_SAID[kind], kind=kind, retryable=retryable)


def unusable(kind: str) -> AnswerError:
    """The error for a reply that is refused before `accept` (no-choices, oversized)."""
    return _error(kind)
