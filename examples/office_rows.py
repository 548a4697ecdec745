"""A facts file as the rows of offices' tables, for `offices.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

STATUS = {
    "done": "已完成",
    "to_date": "累计",
    "ongoing": "进行中",
    "forecast": "预计",
    "target": "目标",
    "last_year": "上年",
}
SHOW = {"must": "必写", "may": "可写", "hidden": "不写"}
NUMBER = re.compile(r"(\d+(?:\.\d+)?)([^\d]+)")

Data = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One fact, derivation or check with where it stands."""

    data: Data
    topic: str
    part: str
    order: int

    @property
    def office(self) -> str:
        """The first word of the source."""
        return str(self.data.get("source", "")).split(" ")[0]

    @property
    def kind(self) -> str:
        """What it is, by the field that makes it so."""
        keys = ("check", "formula", "text")
        return next((key for key in keys if key in self.data), "value")


class Report:
    """The facts file, taken apart."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8") as file:
            data = yaml.load(file, yaml.BaseLoader)  # noqa: S506 - every scalar a string
        self.document: Data = data["document"]
        self.sections: list[tuple[Data, str]] = []
        self.items: list[Item] = []
        for section in data["sections"]:
            self._take(section, section["part"], "")

    def _take(self, section: Data, part: str, under: str) -> None:
        topic = section["topic"]
        self.sections.append((section, under))
        for kind in ("facts", "derive", "checks"):
            for item in section.get(kind, []):
                data = {"check": item} if kind == "checks" else item
                self.items.append(Item(data, topic, part, len(self.items) + 1))
        for child in section.get("sections", []):
            self._take(child, part, topic)

    def of(self, part: str, offices: Iterable[str] = (), kind: str = "") -> list[Item]:
        """The items of a part, of some offices (or all), of one kind (or all)."""
        wanted = set(offices)
        return [
            item
            for item in self.items
            if item.part == part
            and (not wanted or item.office in wanted)
            and (not kind or item.kind == kind)
        ]

    def reckoned(self) -> list[Item]:
        """Derivations and checks: no office's own, reckoned where the figures come together."""
        return [item for item in self.items if item.kind in {"formula", "check"}]


Column = tuple[str, Callable[[Item], Any]]


def _field(key: str) -> Callable[[Item], Any]:
    return lambda item: item.data.get(key)


def _joined(key: str) -> Callable[[Item], Any]:
    return lambda item: "、".join(item.data.get(key, []))


def _said(key: str, words: dict[str, str]) -> Callable[[Item], Any]:
    return lambda item: words.get(item.data.get(key, ""))


def _beside(key: str) -> Callable[[Item], Any]:
    def read(item: Item) -> Any:
        value = item.data.get(key)
        return value["value"] if isinstance(value, dict) else value

    return read


def _attributes(figure: Data) -> str:
    """What a figure is beside its name, in brackets: 〔预计，编号:x，又名:甲/乙〕."""
    said = [STATUS[figure["status"]]] if "status" in figure else []
    said += [f"编号:{figure['id']}"] if "id" in figure else []
    said += [f"又名:{'/'.join(figure['aliases'])}"] if "aliases" in figure else []
    said += [f"时段:{figure['period']}"] if "period" in figure else []
    return f"〔{'，'.join(said)}〕" if said else ""


def _figures(item: Item) -> str:
    figures = item.data.get("figures", [])
    return "；".join(f"{one['text']}={one['name']}{_attributes(one)}" for one in figures)


def _parts(item: Item) -> str:
    parts = item.data.get("of_which", {}).get("parts", [])
    growth = "（{growth}）".format
    return "；".join(
        f"{one['name']}{one['value']}{growth(**one) if 'growth' in one else ''}〔编号:{one['id']}〕"
        for one in parts
    )


def _closed(item: Item) -> str | None:
    return "是" if item.data.get("of_which", {}).get("closed") == "true" else None


TOPIC: Column = ("板块", lambda item: item.topic)
ORDER: Column = ("排序", lambda item: item.order)
ID: Column = ("编号", _field("id"))
OFFICE: Column = ("来源科室", lambda item: item.office)
INDICATORS: tuple[Column, ...] = (
    TOPIC,
    ("指标名称", _field("name")),
    ("又名", _joined("aliases")),
    ("完成数", _field("value")),
    ("同比增速", _beside("growth")),
    ("去年同期", _beside("previous")),
    ("预计全年", _beside("forecast")),
    ("年度目标", _beside("target")),
    ("占全年目标", _beside("completion")),
    ("其中", _parts),
    ("分项是否齐全", _closed),
    ("进展", _said("status", STATUS)),
    ("是否必写", _said("show", SHOW)),
    OFFICE,
    ID,
    ORDER,
)
STATEMENTS: tuple[Column, ...] = (
    TOPIC,
    ("工作内容", _field("text")),
    ("数字名称", _figures),
    ("专有名称", _joined("names")),
    ("时段", _field("period")),
    ("进展", _said("status", STATUS)),
    ("对应", _joined("answers")),
    ("责任科室", lambda item: item.office),
    ID,
    ORDER,
)
RECKONED: tuple[Column, ...] = (
    TOPIC,
    ("名称", _field("name")),
    ("算式", _field("formula")),
    ("写法", _field("as")),
    ("时段", _field("period")),
    ("状态", _said("status", STATUS)),
    ("是否必写", _said("show", SHOW)),
    ("别名", _joined("aliases")),
    ("核对式", _field("check")),
    ID,
)
"""The columns of the three kinds of table, as one office or another heads them."""


def rows_of(items: Iterable[Item], columns: tuple[Column, ...]) -> list[list[Any]]:
    """A header and a row an item; columns in which nothing stands are left out."""
    rows = [[read(item) or None for _, read in columns] for item in items]
    used = [at for at in range(len(columns)) if any(row[at] for row in rows)]
    return [[columns[at][0] for at in used], *([row[at] for at in used] for row in rows)]


def with_units(rows: list[list[Any]]) -> list[list[Any]]:
    """The value's number and its unit in two cells, 单位 before 完成数; hedged ones stay whole."""
    at = rows[0].index("完成数")
    made = [[*rows[0][:at], "计量单位", *rows[0][at:]]]
    for row in rows[1:]:
        match = NUMBER.fullmatch(row[at])
        value, unit = (match[1], match[2]) if match else (row[at], None)
        made.append([*row[:at], unit, value, *row[at + 1 :]])
    return made


def turned(rows: list[list[Any]]) -> list[list[Any]]:
    """The columns in another order: the last ones first."""
    return [[*row[3:], *row[:3]] for row in rows]


def once(rows: list[list[Any]]) -> list[list[Any]]:
    """板块 only in the first of several rows."""
    at = rows[0].index("板块")
    made, last = [], ""
    for row in rows:
        made.append([*row[:at], None if row[at] == last else row[at], *row[at + 1 :]])
        last = row[at]
    return made
