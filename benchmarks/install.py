"""What zhibi takes to install and to start: the base, and what each extra adds.

    python -m benchmarks.install [EXTRA ...]

Each is installed in an environment of its own by pip, so that a package index must be at hand.
Printed: packages, MB on disk (of packages alone, without pip and compiled files), and the processor
time of some starts, the least of several, base and all extras by turns. Extras must change nothing
for the base: the same commands load the same modules with all extras installed; that is checked.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_FOR_USE = {"test", "dev"}
RUNS = 7
STARTS = {
    "import zhibi": ["-c", "import zhibi"],
    "zhibi --version": ["-m", "zhibi", "--version"],
    "zhibi --help": ["-m", "zhibi", "--help"],
    "zhibi check": ["-m", "zhibi", "check", "{draft}", "--facts", "{facts}"],
    "zhibi draft": ["-m", "zhibi", "draft", "{facts}", "-o", "{out}", "--writer", "offline"],
}
MODULES = """
import json, runpy, sys
sys.argv = json.loads(sys.argv[1])
try:
    runpy.run_module("zhibi", run_name="__main__")
except SystemExit:
    pass
finally:
    sys.stdout = sys.__stdout__
    print("\\n" + json.dumps(sorted(name for name in sys.modules if not name.startswith("_"))))
"""


def extras() -> list[str]:
    """The extras that users install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return sorted(project["optional-dependencies"].keys() - NOT_FOR_USE)


class Environment:
    """A fresh environment with zhibi and some extras."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        self.python = folder / "bin" / "python"
        wanted = f"{ROOT}[{','.join(names)}]" if names else str(ROOT)
        quiet = [str(self.python), "-m", "pip", "install", "--quiet", "--no-compile", wanted]
        subprocess.run(quiet, check=True, capture_output=True, text=True)
        [self.packages] = folder.glob("lib/python*/site-packages")

    def count(self) -> int:
        """How many packages there are beside pip's own."""
        found = {path.name.partition("-")[0] for path in self.packages.glob("*.dist-info")}
        return len(found - {"pip", "setuptools"})

    def megabytes(self) -> float:
        """What they take on disk."""
        return sum(
            path.stat().st_size
            for path in self.packages.rglob("*")
            if path.is_file()
            and path.suffix != ".pyc"
            and path.relative_to(self.packages).parts[0].partition("-")[0]
            not in {"pip", "setuptools", "_distutils_hack"}
        ) / (1 << 20)

    def start(self, words: list[str], place: Path) -> float:
        """The processor time of one start, in seconds."""
        before = _used()
        command = [str(self.python), *(_filled(word, place) for word in words)]
        done = subprocess.run(command, capture_output=True, check=False, cwd=place)
        assert done.returncode == 0, done.stderr.decode()
        return _used() - before

    def modules(self, words: list[str], place: Path) -> list[str]:
        """The modules that a command loads."""
        arguments = json.dumps(["zhibi", *(_filled(word, place) for word in words[2:])])
        done = subprocess.run(
            [str(self.python), "-c", MODULES, arguments],
            capture_output=True, text=True, check=True, cwd=place,
        )  # fmt: skip
        found: list[str] = json.loads(done.stdout.splitlines()[-1])
        return found


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _filled(word: str, place: Path) -> str:
    example = ROOT / "examples" / "township-annual"
    return word.format(
        draft=example / "offline.md", facts=example / "facts.yaml", out=place / "report.docx"
    )


def main() -> None:
    wanted = sys.argv[1:] or extras()
    os.environ.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        base = Environment(place / "base", [])
        size = base.megabytes()
        print(f"{'':8}{'packages':>9}{'MB':>8}")
        print(f"{'base':8}{base.count():9}{size:8.1f}")
        for extra in wanted:
            made = Environment(place / extra, [extra])
            print(f"{extra:8}{made.count() - base.count():+9}{made.megabytes() - size:+8.1f}")
        full = Environment(place / "full", wanted)
        print(f"{'all':8}{full.count() - base.count():+9}{full.megabytes() - size:+8.1f}")
        print(f"\n{'':18}{'base, ms':>10}{'all, ms':>10}")
        for title, words in STARTS.items():
            both = (base, full)
            rounds = [[one.start(words, place) * 1000 for one in both] for _ in range(RUNS)]
            times = [min(of_one) for of_one in zip(*rounds, strict=True)]
            print(f"{title:18}{times[0]:10.0f}{times[1]:10.0f}")
            if words[0] == "-m":
                loaded = [set(one.modules(words, place)) for one in (base, full)]
                assert loaded[0] == loaded[1], (title, sorted(loaded[0] ^ loaded[1]))
        print("\nwith all extras installed, these commands load the same modules as without")


if __name__ == "__main__":
    main()
