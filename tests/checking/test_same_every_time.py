"""What two facts tell alike is told of the first, whatever the hashes of strings."""

from __future__ import annotations

import os
import subprocess
import sys

_PROGRAM = """
from zhibi.checking.check import check
from zhibi.facts.from_data import facts_from

document = {"style": "镇乡", "kind": "annual", "year": 2025, "organisation": "青山镇"}
told = ["双溪口村滑坡治理7月完工，尚未验收。", "双溪口村滑坡治理6月底前通过验收。"]
sections = [
    {"id": "s", "part": "summary", "topic": "治理", "facts": [{"text": told[0]}]},
    {"id": "p", "part": "plan", "topic": "治理", "facts": [{"text": told[1]}]},
]
facts = facts_from({"document": document, "sections": sections})
found = check("双溪口村滑坡治理现已通过验收。", facts, sections=frozenset()).findings
print([(one.code, one.facts) for one in found])
"""


def test_findings_are_the_same_in_every_process() -> None:
    seen = {
        subprocess.run(
            [sys.executable, "-c", _PROGRAM],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in (1, 2, 4, 5)
    }
    assert seen == {b"[('N109', ('s.1',))]\n"}
