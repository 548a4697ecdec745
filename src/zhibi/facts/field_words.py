"""What the fields of a facts file are called in a form and in messages about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.facts.model import in_form

if TYPE_CHECKING:
    from zhibi.errors import Place

FIELD_WORDS = {
    "name": "名称", "value": "数值", "text": "内容", "growth": "同比", "previous": "上年同期",
    "forecast": "全年预计", "target": "目标", "completion": "完成率", "of_which": "其中",
    "figures": "数字名称", "formula": "算式", "answers": "对应问题",
    "heading": "标题", "topic": "板块", "part": "部分", "period": "时段", "status": "状态",
    "show": "是否必写", "source": "来源", "style": "样式", "kind": "类型", "year": "年份",
    "organisation": "单位", "self": "自称", "superior": "上级", "title": "标题", "date": "成文日期",
    "guiding": "指导思想", "signed": "落款", "length": "字数", "names": "固定名称",
    "base": "比较对象", "rate": "按什么计", "stage": "进度", "level": "级别",
    "computed": "推算", "rounding": "舍入", "framing": "引领",
}  # fmt: skip
"""The fields of a facts file as a form calls them."""


def field_word(field: str, place: Place | None) -> str:
    """A field by its form's word where the fault is in a form or a sheet, else by its key."""
    return FIELD_WORDS.get(field, field) if in_form(place) else field
