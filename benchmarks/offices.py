"""Three hundred townships drafted, saved, checked and compared in one call.

    python -m benchmarks.offices [--offices N] [--jobs N] [--dask] [--batch]

The townships are made by rule: consistent figures, names and sentences of their own, and a county
whose figures are their sums. Three faults are put in: an office's second document has another tax
revenue, a paragraph is copied from one office to another, one office names another. They must be
found, and nothing else. Printed: the time of one call and the rate for each core, the growth from
3 to N offices, the peak memory of the largest process, what a second call takes, where the time of
one report goes, with --dask the same work mapped over Dask's processes, and with --batch the same
reports by a model that copies, through a Batch endpoint of this machine of whose lines five in a
hundred fail, others are lost, late, doubled, garbled or untrue: all reports must be there and true.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from zhibi.folder.pool import cores

FIRST = "青白柳石云桃清竹松梅溪潭岩沙枫桂莲荷兰杏榆槐枣梨桑茶麻稻麦菱"
SECOND = "山石塘湾溪源岭坪坝桥店铺洲浦岗冲坳畈墩埠港汊渡湖泉井台城关堰"
INDICATORS = (
    ("经济发展", "税收收入", "万元", 1), ("经济发展", "规上工业产值", "万元", 1),
    ("经济发展", "固定资产投资", "万元", 1), ("经济发展", "限上商贸零售额", "万元", 1),
    ("项目建设", "新签约项目", "个", 0), ("项目建设", "新开工项目", "个", 0),
    ("农业生产", "粮食播种面积", "亩", 0), ("农业生产", "高标准农田", "亩", 0),
    ("农业生产", "造林面积", "亩", 0), ("乡村建设", "改造户厕", "户", 0),
    ("乡村建设", "新建村组道路", "公里", 1), ("乡村建设", "新建污水管网", "米", 0),
    ("社会保障", "发放低保资金", "万元", 2), ("社会保障", "新增就业", "人", 0),
    ("社会保障", "开展技能培训", "人次", 0), ("社会治理", "排查矛盾纠纷", "件", 0),
    ("社会治理", "排查安全隐患", "处", 0), ("社会治理", "开展法治宣传", "场", 0),
)  # fmt: skip
GROWING = frozenset({"税收收入", "规上工业产值", "固定资产投资", "限上商贸零售额"})
DEEDS = (
    ("乡村建设", "{a}村至{b}村道路硬化{n}公里，{c}组村民投工清理边沟{m}米，{d}桥加装护栏{k}米。"),
    ("乡村建设", "{a}村文化广场铺装{m}平方米，{b}湾栽植香樟{n}株，{c}组安装路灯{k}盏。"),
    ("农业生产", "{a}合作社在{b}畈流转土地{m}亩，与{c}村{n}户签订稻谷收购协议，{d}仓存粮{k}吨。"),
    ("农业生产", "{a}村引种{b}蜜橘{m}亩，{c}冲新修机耕路{k}米，{d}组{n}户加入合作社。"),
    ("社会治理", "{a}村调解{b}组与{c}组山林纠纷{k}起，{d}塘划定取水时段，回访{n}户。"),
    ("社会治理", "{a}社区在{b}巷设调解点{k}处，{c}网格上门{m}次，{d}楼整改线路{n}户。"),
    ("社会保障", "{a}村食堂为{b}组老人送餐{m}份，{c}塆入户体检{n}人，{d}站代办手续{k}件。"),
    ("项目建设", "{a}食品公司租用{b}厂房{m}平方米，{c}线安装设备{k}台，招收{d}村村民{n}人。"),
)
PASSAGE = (
    "返乡大学生和退休教师在农家书屋轮流辅导留守儿童写作业，村干部负责接送，家长自愿报名；"
    "暑期加开书法、游泳安全和乡土植物三门课，结业时由孩子们自己布置展览。"
)
TOPICS = ("经济发展", *dict.fromkeys(topic for topic, _ in DEEDS))


def town_name(number: int) -> str:
    """The name of a township, each number its own."""
    kind = "镇" if number % 3 else "乡"
    return FIRST[number % len(FIRST)] + SECOND[(number * 7 + number // len(FIRST)) % 30] + kind


def township(number: int) -> dict[str, Any]:
    """The facts of one township."""
    chance = random.Random(number)
    facts: dict[str, list[dict[str, Any]]] = {topic: [] for topic in TOPICS}
    for topic, name, unit, decimals in INDICATORS:
        step = Decimal(1).scaleb(-decimals)
        value = Decimal(chance.randint(200, 9000)).quantize(step)
        value += step * chance.randint(1, 9) if decimals else 0
        fact: dict[str, Any] = {"name": name, "value": f"{value}{unit}", "source": "统计站 年报"}
        if name in GROWING:
            before = (value / (1 + Decimal(chance.randint(-800, 1500)) / 10000)).quantize(step)
            growth = ((value - before) / before * 100).quantize(Decimal("0.01"))
            fact |= {"previous": {"value": f"{before}{unit}", "show": "hidden"}}
            fact |= {"growth": f"{growth}%"}
        facts[topic].append(fact)
    for topic, pattern in DEEDS * 10:
        words = {slot: chance.choice(FIRST) + chance.choice(SECOND) for slot in "abcd"}
        numbers = {slot: chance.randint(11, 980) for slot in "nmk"}
        facts[topic].append({"text": pattern.format(**words, **numbers), "source": "各办 月报"})
    return document(town_name(number), facts)


def document(organisation: str, facts: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    about = {"style": "镇乡", "kind": "annual", "year": 2024, "organisation": organisation}
    about |= {"superior": "县委、县政府", "period": "1—11月"}
    sections = [
        {"part": "summary", "topic": topic, "status": "done", "facts": those}
        for topic, those in facts.items()
        if those
    ]
    return {"document": about, "sections": sections}


def fact_of(data: dict[str, Any], name: str) -> dict[str, Any]:
    return next(f for s in data["sections"] for f in s["facts"] if f.get("name") == name)


def county(towns: list[dict[str, Any]]) -> dict[str, Any]:
    """The county: each indicator the sum of its townships."""
    facts: dict[str, list[dict[str, Any]]] = {topic: [] for topic in TOPICS}
    for topic, name, unit, _ in INDICATORS:
        values = [Decimal(fact_of(town, name)["value"].removesuffix(unit)) for town in towns]
        facts[topic].append({"name": name, "value": f"{sum(values)}{unit}", "source": "统计局"})
    return document("云溪县", facts)


def make(folder: Path, offices: int) -> dict[str, list[str]]:
    """Write the facts files; returns what must be found: paths by code."""
    towns = [township(number) for number in range(offices)]
    names = [town["document"]["organisation"] for town in towns]
    assert len(set(names)) == offices
    whole = county(towns)
    for number in (0, 1):
        towns[number]["sections"][0]["facts"].append({"text": PASSAGE, "source": "妇联"})
    towns[2]["sections"][0]["facts"].append({"text": f"{names[1]}成立护林队。", "source": "林业站"})
    second = township(offices - 1)
    fact_of(second, "税收收入")["value"] = "38.5万元"
    del fact_of(second, "税收收入")["growth"], fact_of(second, "税收收入")["previous"]
    files = {f"{number:04}": town for number, town in enumerate(towns)}
    files |= {"county": whole, f"{offices - 1:04}-汇报": second}
    folder.mkdir()
    for stem, data in files.items():
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        (folder / f"{stem}.yaml").write_text(text, "utf-8")
    last = f"{offices - 1:04}"
    return {"X101": [last, f"{last}-汇报"], "X103": ["0000", "0001"], "X105": ["0002"]}


def call(folder: Path, output: Path, jobs: int) -> tuple[float, float, dict[str, Any]]:
    """One call of the command: seconds, seconds of all its processors, and its summary."""
    summary = output.with_suffix(".json")
    command = [sys.executable, "-m", "zhibi", "draft", str(folder), "-o", str(output)]
    command += ["--writer", "offline", "--jobs", str(jobs), "--summary", str(summary)]
    before, start = processor_seconds(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    took, used = time.perf_counter() - start, processor_seconds() - before
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    return took, used, json.loads(summary.read_text("utf-8"))


def processor_seconds() -> float:
    """What ended children have used: on a busy machine the time of a call says less."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def found(summary: dict[str, Any]) -> dict[str, list[str]]:
    """What was found between the reports: the stems of the files, by code."""
    told: dict[str, list[str]] = {}
    for finding in summary["findings"]:
        stems = {Path(spot["path"]).stem for spot in finding["spots"]}
        told.setdefault(finding["code"], []).extend(sorted(stems))
    return told


def stages(folder: Path) -> None:
    """Where the time of one report goes, in this process: the median of some townships."""
    import zhibi
    from zhibi.folder.document import Document
    from zhibi.word.drafts import read_draft
    from zhibi.writing.drafting import style_for

    code = "import time; s = time.perf_counter(); import zhibi.folder.run, zhibi.writing.drafting"
    code += ", zhibi.output.save, zhibi.intake.load; print(time.perf_counter() - s)"
    took = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    print(f"\nimport of what a process needs: {float(took.stdout) * 1e3:.0f} ms")
    paths = sorted(folder.glob("0*.yaml"))[:12]
    times: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        times.setdefault(name, []).append(time.process_time() - start)
        return result

    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "a.docx"
        for path in paths:
            facts = timed("load facts", lambda path=path: zhibi.load_facts(path))
            draft = timed("draft and check", lambda facts=facts: zhibi.draft(facts))
            timed("save .docx", lambda d=draft, f=facts: zhibi.save(d, target, f))
            text = timed("read .docx", lambda: read_draft(target).text)
            findings = timed("check again", lambda t=text, f=facts: zhibi.check(t, f))
            style = style_for(facts)
            timed(
                "digest", lambda t=text, f=facts, s=style, g=findings: Document.of("", f, s, t, g)
            )
    print(f"{len(draft.text)} characters, {len(draft.findings.figures)} figures; CPU ms, median:")
    for name, each in times.items():
        print(f"  {name:18}{sorted(each)[len(each) // 2] * 1e3:8.1f}")


def over_dask(folder: Path, place: Path, jobs: int) -> None:
    """The same jobs mapped over Dask's processes."""
    import dask.bag

    from zhibi.folder.work import Job, do

    paths = sorted(folder.glob("*.yaml"))
    work = [
        Job("draft", path.name, str(path), outputs=(str(place / f"{path.stem}.docx"),))
        for path in paths
    ]
    start = time.perf_counter()
    bag = dask.bag.from_sequence(work, npartitions=jobs * 8).map(do)
    outcomes = bag.compute(scheduler="processes", num_workers=jobs)
    took = time.perf_counter() - start
    assert not any(outcome.exit_code for outcome in outcomes)
    print(f"\nover Dask: {took:.1f} s, {len(work) / took / jobs:.2f} reports/s a core")


def over_batches(folder: Path, place: Path, jobs: int) -> None:
    """The reports by a model through a Batch endpoint that goes wrong."""
    from tests.support.batch_server import MANY, serving_batches

    summary = place / "batch.json"
    with serving_batches(MANY) as server:
        command = [sys.executable, "-m", "zhibi", "batch", "run", str(folder), "--model", "m"]
        command += ["--base-url", server.url, "-o", str(place / "batch"), "--jobs", str(jobs)]
        command += ["--run", str(place / "run"), "--rounds", "30", "--summary", str(summary)]
        before, start = processor_seconds(), time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took, used = time.perf_counter() - start, processor_seconds() - before
        batches, questions = len(server.batches), server.questions
    assert done.returncode in {0, 1}, done.stderr[-2000:]
    files = json.loads(summary.read_text("utf-8"))["files"]
    assert len(files) == len(list(folder.glob("*.yaml")))
    wrong = [one for one in files if one["errors"] or one["must"] != one["used"]]
    assert not wrong, wrong
    assert not any(one["unanswered"] for one in files)
    replaced = sum(one["replaced"] for one in files)
    print(f"\nthrough {batches} batches with {MANY}:")
    print(
        f"{questions} questions put, {took:.0f} s, {used:.0f} CPU s; {len(files)} reports without"
    )
    print(f"errors, none unanswered; {replaced} sentences written from the facts instead")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--offices", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=cores())
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--batch", action="store_true")
    options = parser.parse_args()
    sizes = [size for size in (3, 30) if size < options.offices] + [options.offices]
    print(
        f"{'offices':>8}{'s':>8}{'CPU s':>8}{'reports/CPU s':>15}{'again, s':>10}{'MB':>6}  found"
    )
    with tempfile.TemporaryDirectory() as work:
        for size in sizes:
            folder, output = Path(work) / f"in{size}", Path(work) / f"out{size}"
            expected = make(folder, size)
            took, used, summary = call(folder, output, options.jobs)
            again, _, second = call(folder, output, options.jobs)
            reports = summary["summary"]["files"]
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            told = found(summary)
            print(
                f"{size:8}{took:8.1f}{used:8.1f}{reports / used:15.2f}{again:10.1f}{peak:6.0f}"
                f"  {told}"
            )
            in_reports = {one["path"]: one["codes"] for one in summary["files"] if one["errors"]}
            assert not in_reports, in_reports
            assert second["summary"]["unchanged"] == reports
            assert found(second) == told
            assert told == expected, (told, expected)
        stages(folder)
        if options.dask:
            (Path(work) / "dask").mkdir()
            over_dask(folder, Path(work) / "dask", options.jobs)
        if options.batch:
            over_batches(folder, Path(work), options.jobs)
    print("\nthe three faults are found, and nothing else")


if __name__ == "__main__":
    main()
