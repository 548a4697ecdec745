"""Formulas over the figures of a facts file: + - * / parentheses and six functions, exactly.

    合计(a, b, …)   a + b + …            差额(a, b)     a - b
    占比(a, b)      a / b, in %          增速(a, b)     (a - b) / b, in %
    完成率(a, b)    a / b, in %          人均(a, b)     a / b, in the unit of a

Figures are named by id or by name. Arithmetic is exact (fractions): rounding happens once, when
a result is written. Units are checked: 户 are never added to 人.
"""

from __future__ import annotations

import difflib
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhibi.facts.amounts import Amount, FormulaError, amount_of, require_same_unit
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.units import comparable, factor
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


PERCENT_FUNCTIONS = frozenset({"占比", "增速", "完成率"})
FUNCTIONS: Mapping[str, int | None] = {
    "合计": None,
    "占比": 2,
    "增速": 2,
    "完成率": 2,
    "人均": 2,
    "差额": 2,
}
"""The functions and how many terms each takes; None is one or more."""

_LONGEST = 2000
_WIDE = str.maketrans("（），＋－×÷／＊＝＜＞　−", "(),+-*//*=<> -")
_BOUNDARY = "+-*/(),=<>≤≥≠!"
_NUMBER = lazy_pattern(r"\d+(?:\.\d+)?[^\s+\-*/(),=<>≤≥≠!]*")
_COMPARISON = lazy_pattern(r"<=|>=|==|!=|=|<|>|≤|≥|≠")
_SAME_COMPARISON = {"==": "=", "≤": "<=", "≥": ">=", "≠": "!="}


class Number(NamedTuple):
    """A number written in the formula."""

    amount: Amount
    text: str


class Reference(NamedTuple):
    """A figure named by its id or its name."""

    name: str


class Call(NamedTuple):
    """An operator or a function with its terms."""

    operation: str
    terms: tuple[Term, ...]


Term = Number | Reference | Call


class Comparison(NamedTuple):
    """`left = right`, or with <, <=, >, >=, !=."""

    left: Term
    relation: str
    right: Term


def parse_formula(text: str, known: frozenset[str]) -> Term:
    """The term that a formula states; `known` are the ids and names that it may use."""
    parser = _Parser(text, known)
    term = parser.sum()
    parser.expect_end()
    return term


def parse_comparison(text: str, known: frozenset[str]) -> Comparison:
    """The comparison that a line of `checks` states."""
    parser = _Parser(text, known)
    left = parser.sum()
    match = _COMPARISON.match(parser.text, parser.skip())
    if match is None:
        raise FormulaError(
            f"核对式“{text}”里没有等号或大小比较", "写成 各部分相加 = 总数，如 m.s + m.d = m.all"
        )
    parser.at = match.end()
    right = parser.sum()
    parser.expect_end()
    return Comparison(left, _SAME_COMPARISON.get(match[0], match[0]), right)


def references(term: Term) -> list[str]:
    """The ids and names that a term uses, in order."""
    if isinstance(term, Reference):
        return [term.name]
    if isinstance(term, Call):
        return [name for inner in term.terms for name in references(inner)]
    return []


def evaluate(term: Term, look_up: Callable[[str], Amount]) -> Amount:
    """The exact value of a term; `look_up` gives the amount of an id or a name."""
    if isinstance(term, Number):
        return term.amount
    if isinstance(term, Reference):
        return look_up(term.name)
    amounts = [evaluate(inner, look_up) for inner in term.terms]
    match term.operation:
        case "+" | "合计":
            return _add(amounts, 1)
        case "-" | "差额":
            return _add(amounts, -1)
        case "negate":
            return amounts[0]._replace(value=-amounts[0].value)
        case "*":
            return _multiply(*amounts)
        case "增速":
            return _divide(_add(amounts, -1), amounts[1])
        case "占比" | "完成率":
            require_same_unit(amounts[0], amounts[1], term.operation)
            return _divide(*amounts)
        case _:
            return _divide(*amounts)


def _add(amounts: list[Amount], sign: int) -> Amount:
    first = amounts[0]
    total = first.value
    for other in amounts[1:]:
        require_same_unit(first, other, "相加减")
        same = other.unit == first.unit
        value = other.value if same else other.in_base() / Fraction(factor(first.unit))
        total += sign * value
    return Amount(total, first.unit, first.per, first.written_unit)


def _multiply(left: Amount, right: Amount) -> Amount:
    if left.per and left.per == right.unit and not right.per:
        return Amount(left.value * right.value, left.unit, "", left.written_unit)
    if right.per and right.per == left.unit and not left.per:
        return Amount(left.value * right.value, right.unit, "", right.written_unit)
    if left.unit and right.unit:
        raise FormulaError(
            f"“{left.unit}”不能与“{right.unit}”相乘", "相乘的两项里最多一项带单位（人均数除外）"
        )
    unit = left if left.unit else right
    return Amount(left.value * right.value, unit.unit, unit.per, unit.written_unit)


def _divide(left: Amount, right: Amount) -> Amount:
    if right.value == 0:
        raise FormulaError("除数为零", "核对作分母的那个数，或删去这条算式")
    if right.unit and left.unit and comparable(left.unit, right.unit) and left.per == right.per:
        return Amount(left.in_base() / right.in_base())
    if not right.unit:
        return Amount(left.value / right.value, left.unit, left.per, left.written_unit)
    if right.per or left.per:
        raise FormulaError("人均数、月均数等不能再除以别的单位", "改用总数来算")
    return Amount(left.value / right.value, left.unit, right.unit, left.written_unit)


@lru_cache(maxsize=4)
def _by_first_character(known: frozenset[str]) -> dict[str, list[tuple[str, str]]]:
    """Names with full-width marks read as half-width, and as given: the longest first."""
    names: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(filter(None, known), key=len, reverse=True):
        translated = name.translate(_WIDE)
        names.setdefault(translated[0], []).append((translated, name))
    return names


class _Parser:
    """Recursive descent over the formula; known ids and names are matched longest first."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        if len(text) > _LONGEST:
            raise FormulaError("算式过长", "拆成几条")
        self.original = text
        self.text = text.translate(_WIDE)
        self.at = 0
        self._depth = 0
        self._known = known
        self._names = _by_first_character(known)

    def skip(self) -> int:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at

    def expect_end(self) -> None:
        if self.skip() < len(self.text):
            raise FormulaError(
                f"算式“{self.original}”到“{self.text[self.at :]}”读不下去", "检查运算符和括号"
            )

    def sum(self) -> Term:
        term = self.product()
        while (operator := self._take("+-")) is not None:
            term = Call(operator, (term, self.product()))
        return term

    def product(self) -> Term:
        term = self.factor()
        while (operator := self._take("*/")) is not None:
            term = Call(operator, (term, self.factor()))
        return term

    def factor(self) -> Term:
        self._depth += 1
        if self._depth > 100:
            raise FormulaError("算式的括号过深", "拆成几条")
        try:
            return self._factor()
        finally:
            self._depth -= 1

    def _factor(self) -> Term:
        if self._take("("):
            term = self.sum()
            self._close()
            return term
        function = self._function()
        if function is not None:
            return function
        name = self._name()
        if name is not None:
            return Reference(name)
        if self._take("-"):
            return Call("negate", (self.factor(),))
        return self._number()

    def _function(self) -> Term | None:
        start = self.skip()
        for name, count in FUNCTIONS.items():
            end = start + len(name)
            if self.text.startswith(name, start) and self.text[end:].lstrip().startswith("("):
                self.at = end
                self._take("(")
                terms = [self.sum()]
                while self._take(","):
                    terms.append(self.sum())
                self._close()
                if count is not None and len(terms) != count:
                    raise FormulaError(
                        f"“{name}”要写{count}项，这里是{len(terms)}项", f"写成 {name}(甲, 乙)"
                    )
                return Call(name, tuple(terms))
        return None

    def _name(self) -> str | None:
        start = self.skip()
        for translated, name in self._names.get(self.text[start : start + 1], ()):
            end = start + len(translated)
            if self.text.startswith(translated, start) and self._boundary(end):
                self.at = end
                return name
        return None

    def _number(self) -> Term:
        start = self.skip()
        if start >= len(self.text):
            raise FormulaError(f"算式“{self.original}”不完整", "检查末尾的运算符")
        match = _NUMBER.match(self.text, start)
        if match is None:
            raise self._unknown(start)
        try:
            quantity = parse_quantity(match[0])
        except ValueError:
            raise self._unknown(start) from None
        self.at = match.end()
        return Number(amount_of(quantity), match[0])

    def _unknown(self, start: int) -> FormulaError:
        end = start
        while end < len(self.text) and not self._boundary(end):
            end += 1
        word = self.original[start : max(end, start + 1)]
        near = difflib.get_close_matches(
            word, sorted(self._known, key=lambda name: -len(name.translate(_WIDE))), 1, 0.6
        )
        hint = f"是不是“{near[0]}”？" if near else "写事实的编号，或指标的名称"
        return FormulaError(f"算式里的“{word}”不认识", hint)

    def _boundary(self, at: int) -> bool:
        return at >= len(self.text) or self.text[at].isspace() or self.text[at] in _BOUNDARY

    def _take(self, characters: str) -> str | None:
        at = self.skip()
        if at < len(self.text) and self.text[at] in characters:
            self.at += 1
            return self.text[at]
        return None

    def _close(self) -> None:
        if not self._take(")"):
            raise FormulaError(f"算式“{self.original}”的括号没有配对", "补上“)”")
