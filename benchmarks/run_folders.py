"""Pairs of processes that draft into one run folder at the same time.

    python -m benchmarks.run_folders [--pairs N]

Both processes of a pair must end with the same draft, no question may be asked twice, and nothing
half written may remain. A local server answers, some milliseconds late.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.misbehaving_server import serving
from tests.writing.test_llm_runs_shared import PROGRAM, ROOT


def pair(folder: Path) -> str:
    """Draft twice at once in a folder; what went wrong, or nothing."""
    with serving("good", latency=0.02) as server:
        command = [sys.executable, "-c", PROGRAM, server.url, str(folder)]
        processes = [
            subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(2)
        ]
        texts = [process.communicate()[1] for process in processes]
        asked = [json.dumps(body["messages"], ensure_ascii=False) for body in server.bodies]
    if any(process.returncode for process in processes):
        return "a process failed: " + " / ".join(text[-200:] for text in texts)
    if len(asked) != len(set(asked)):
        return "a question was asked twice"
    if texts[0] != texts[1]:
        return "two drafts"
    return "a file was left half written" if list(folder.rglob("*.part")) else ""


def main() -> int:
    """Run the pairs; the exit code is 1 if one failed."""
    parser = argparse.ArgumentParser(description="Pairs of processes on one run folder.")
    parser.add_argument("--pairs", type=int, default=200)
    options = parser.parse_args()
    wrong = 0
    for number in range(options.pairs):
        with tempfile.TemporaryDirectory() as folder:
            problem = pair(Path(folder) / "run")
        if problem:
            wrong += 1
            print(f"pair {number}: {problem}")
    print(f"{options.pairs} pairs, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
