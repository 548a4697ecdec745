"""A server of another hand: llama.cpp's, with a tiny model of random weights that writes noise.

Optional: needs llama-cpp-python[server] and gguf. Whatever noise comes, the draft ends whole.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.llm_cases import facts
from zhibi.models.client import Client
from zhibi.models.settings import endpoint_from
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter

pytestmark = pytest.mark.llama
WORDS = "今年以来全镇完成固定资产投资亿元同比增长新增户，。、；：（）％%0123456789.工作报告"


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A llama-architecture GGUF with random weights and a vocabulary of bytes; half a megabyte."""
    gguf = pytest.importorskip("gguf")
    pytest.importorskip("llama_cpp")
    pytest.importorskip("numpy")
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    tokens += [word for word in dict.fromkeys(WORDS) if word not in tokens]
    control, byte, normal = gguf.TokenType.CONTROL, gguf.TokenType.BYTE, gguf.TokenType.NORMAL
    kinds = [gguf.TokenType.UNKNOWN, control, control, *[byte] * 256]
    kinds += [normal] * (len(tokens) - len(kinds))
    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    _write(gguf.GGUFWriter(str(path), "llama"), tokens, kinds)
    return path


def _write(writer: Any, tokens: list[str], kinds: list[Any]) -> None:
    import gguf
    import numpy

    random = numpy.random.default_rng(7)
    wide, forward = 64, 128
    writer.add_context_length(8192)
    writer.add_embedding_length(wide)
    writer.add_block_count(2)
    writer.add_feed_forward_length(forward)
    writer.add_head_count(4)
    writer.add_head_count_kv(4)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(wide // 4)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * 3 + [-1000.0] * 256 + [-1.0] * (len(tokens) - 259))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template("{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}")

    def tensor(name: str, *shape: int) -> None:
        values = random.standard_normal(shape) * 0.08
        writer.add_tensor(f"{name}.weight", values.astype(numpy.float32))

    def ones(name: str) -> None:
        writer.add_tensor(f"{name}.weight", numpy.ones(wide, numpy.float32))

    tensor("token_embd", len(tokens), wide)
    tensor("output", len(tokens), wide)
    ones("output_norm")
    for block in ("blk.0", "blk.1"):
        ones(f"{block}.attn_norm")
        ones(f"{block}.ffn_norm")
        for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
            tensor(f"{block}.{name}", wide, wide)
        tensor(f"{block}.ffn_gate", forward, wide)
        tensor(f"{block}.ffn_up", forward, wide)
        tensor(f"{block}.ffn_down", wide, forward)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture(scope="module")
def llama(tiny_model: Path) -> Iterator[str]:
    """llama.cpp's server with the tiny model; its base URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(tiny_model)]
    command += ["--port", str(port), "--n_ctx", "8192"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("figures", ["slots", "plain"])
def test_noise_ends_in_a_true_draft(llama: str, figures: str) -> None:
    client = Client(endpoint_from("tiny", llama, None, environ={}), limit=120)
    writer = OpenAIWriter(client=client, provider="generic", jobs=1, figures=figures)
    made = draft(facts(), writer=writer)
    assert made.findings.errors == 0
    assert made.findings.coverage.missing == ()
    assert not any(one.status == "unsupported" for one in made.findings.figures)
    assert made.replaced
