"""How fast a large sheet is read, beside openpyxl alone.

    python -m benchmarks.sheets [ROWS]

Each way runs in a process of its own; processor time and peak memory are those of that process,
imports included (the peak is read from /proc, so on Linux). openpyxl alone only visits the
cells; zhibi also guards the file, finds the header, reads number formats, merged cells and hidden
rows, and parses every quantity.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 20_000
HEAD = ["板块", "名称", "数值", "单位", "时段", "同比", "上年同期", "全年预计", "目标", "备注"]
WAYS = {
    "openpyxl, read only": """
import openpyxl
book = openpyxl.load_workbook(path, read_only=True, data_only=True)
count = sum(1 for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
""",
    "openpyxl": """
import openpyxl
book = openpyxl.load_workbook(path, data_only=True)
count = sum(1 for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
""",
    "zhibi": """
from zhibi.intake.submissions import read_submission
count = len(read_submission(path).facts)
""",
    "zhibi, merged": """
from zhibi.intake.merge import merge
merged = merge([path.replace("large.xlsx", "base.yaml"), path])
text = merged.text
count = sum(len(section["facts"]) for section in merged.data["sections"])
""",
    "zhibi, from .csv": """
from zhibi.intake.submissions import read_submission
count = len(read_submission(path.replace(".xlsx", ".csv")).facts)
""",
}
REPORT = """
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(count, int(peak) // 1024)
"""


def rows(count: int) -> list[list[object]]:
    """Indicators of a made-up town, with the columns of the form."""
    made: list[list[object]] = [list(HEAD)]
    for number in range(count):
        value = round(1000 + number * 1.37, 2)
        made.append(
            [
                f"板块{number % 20}",
                f"指标{number}",
                value,
                "万元",
                "1—10月",
                0.0635,
                round(value / 1.0635, 2),
                round(value * 1.2, 2),
                round(value * 1.19, 2),
                "",
            ]
        )
    return made


def write(folder: Path, count: int) -> Path:
    """The same rows as .xlsx and as .csv."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    made = rows(count)
    for row in made:
        sheet.append(row)
    for number in range(2, len(made) + 1):
        sheet.cell(number, 6).number_format = "0.00%"
    path = folder / "large.xlsx"
    book.save(path)
    lines = (",".join(str(cell).replace("0.0635", "6.35%") for cell in row) for row in made)
    (folder / "base.yaml").write_text(
        "document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, superior: 县委}\n"
        "sections: []\n",
        encoding="utf-8",
    )
    (folder / "large.csv").write_text("\n".join(lines), encoding="gb18030")
    return path


def _processor_seconds() -> float:
    """The processor time of the processes that have ended: other work does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), count)
        print(f"{count} rows, {path.stat().st_size >> 10} kB")
        print(f"{'way':<22}{'seconds':>9}{'MB':>7}{'read':>10}")
        for name, code in WAYS.items():
            started = _processor_seconds()
            done = subprocess.run(
                [sys.executable, "-c", f"path = {str(path)!r}\n{code}{REPORT}"],
                capture_output=True,
                check=True,
                text=True,
            )
            took = _processor_seconds() - started
            read, memory = done.stdout.split()
            print(f"{name:<22}{took:>9.2f}{memory:>7}{read:>10}")


if __name__ == "__main__":
    main()
