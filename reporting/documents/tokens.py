"""What may stand between {{ and }} in a report: figures by their code, a few words, and how a figure is said.

A template is written by people, so its code is not run as it comes: only the constructs in ALLOWED are let in, and
what is let in runs in Jinja's sandbox, where an unknown name is an error.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from accounts.errors import RuleBroken
from reporting import catalogue
from reporting.catalogue import Figure, Indicator, Precision, Ratio
from reporting.comparing import change_in_words
from reporting.figures import Cell, Reading, Value
from reporting.units import YUAN

ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Filter,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Const,
    nodes.Call,
)
WORDS = ("year", "last_year", "area", "known_at", "streets", "joint_applications", "budget_execution", "review")
TEN_THOUSAND = Decimal(10_000)
# Around what a figure says in a text, so that the writers know where it stands and which one it is.
BEGIN, SAID, END = "\ue000", "\ue001", "\ue002"


def plain(figure: Figure, value: Value) -> str:
    """A value as the text prints it, without its unit. 余: rounded down to the step where something is left."""
    if value is None:
        return _("（无数据）")
    if figure.symbol == "%":
        return f"{value}%"
    if isinstance(figure, Indicator) and figure.precision == Precision.AT_LEAST and isinstance(value, int):
        rounded = value - value % figure.step
        if rounded and rounded != value:
            return _("%(value)s余") % {"value": rounded}
    return str(value)


def unit_of(figure: Figure, value: Value) -> str:
    return "" if value is None or figure.symbol == "%" else figure.symbol


def marked(code: str, text: str) -> str:
    return f"{BEGIN}{code}{SAID}{text}{END}"


@dataclass(frozen=True)
class Token:
    """One figure in a text. Printed as it is, it says its value with its unit."""

    cell: Cell
    before: Callable[[], str]

    @property
    def figure(self) -> Figure:
        return self.cell.figure

    def marked(self, text: str) -> str:
        if not self.figure.covers(self.cell.area):
            return _("（只有全区数字）")
        return marked(self.figure.code, text)

    def __str__(self) -> str:
        return self.marked(plain(self.figure, self.cell.value) + unit_of(self.figure, self.cell.value))


def bare(token: Token) -> str:
    return token.marked(plain(token.figure, token.cell.value))


def exact(token: Token) -> str:
    if token.cell.value is None:
        return str(token)
    return token.marked(f"{token.cell.value}{token.figure.symbol}")


def nearly(token: Token) -> str:
    """近: rounded up to the figure's step, where it is not reached."""
    value, step = token.cell.value, getattr(token.figure, "step", 0)
    if not isinstance(value, int) or not step or not value % step:
        return str(token)
    return token.marked(_("近%(value)s%(unit)s") % {"value": value + step - value % step, "unit": token.figure.symbol})


def ten_thousands(token: Token) -> str:
    """Yuan in 10,000 yuan, two places, rounded half up."""
    figure, value = token.figure, token.cell.value
    if isinstance(figure, Ratio) or figure.unit != YUAN or value is None:
        return str(token)
    return token.marked(
        _("%(value)s万元") % {"value": (Decimal(value) / TEN_THOUSAND).quantize(Decimal("0.01"), ROUND_HALF_UP)}
    )


def both_numbers(token: Token) -> str:
    """A rate with the two numbers that were divided (E1)."""
    figure = token.figure
    if not isinstance(figure, Ratio) or token.cell.value is None:
        return str(token)
    words = {"above": token.cell.numerator, "below": token.cell.denominator, "unit": figure.numerator.symbol}
    parts = _("（%(above)s%(unit)s／%(below)s%(unit)s）") % words
    return token.marked(f"{token.cell.value}{figure.symbol}{parts}")


def compared(token: Token) -> str:
    return token.marked(token.before())


FILTERS: dict[str, Callable[[Token], str]] = {
    "数": bare,
    "确数": exact,
    "近": nearly,
    "万元": ten_thousands,
    "两数": both_numbers,
    "增减": compared,
}


class Namespace:
    """The figures of a programme: `{{ subsidies.fuel_persons }}`. A missing one is undefined, so an error."""

    def __init__(self, tokens: dict[str, Token]) -> None:
        self.__dict__.update(tokens)


def context(now: Reading, before: Reading, area: str) -> dict[str, Any]:
    """Every figure of a year by its programme and name, and `known`."""
    found: dict[str, dict[str, Token]] = {}
    in_force = catalogue.in_force(now.period)
    for figure in in_force:
        programme, _dot, name = figure.code.partition(".")
        found.setdefault(programme, {})[name] = Token(now.cell(figure, area), _comparison(figure, area, now, before))
    codes = {figure.code for figure in in_force if figure.covers(area)}
    return {**{name: Namespace(tokens) for name, tokens in found.items()}, "known": codes.__contains__}


def _comparison(figure: Figure, area: str, now: Reading, before: Reading) -> Callable[[], str]:
    return lambda: change_in_words(figure, area, now, before)


def environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.filters = dict(FILTERS)
    return made


def refuse_strange(source: str) -> None:
    """RuleBroken, with every reason, for a template that holds more than figures, words and conditions on `known`."""
    if wrong := list(strange(source)):
        raise RuleBroken("template.unreadable", " ".join(wrong), "file")


def strange(source: str) -> Iterator[str]:
    """What is wrong with the tokens of a template, each as a sentence."""
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        yield _("模板中的花括号不成对或写法有误：%(error)s。请检查 {{ 和 }}。") % {"error": error.message}
        return
    if any(not isinstance(node, ALLOWED) for node in tree.find_all(nodes.Node)):
        yield _("模板只能使用指标、固定词语和“if known(…)”条件，不能使用其他代码。")
    if any(_asked(call) is None for call in tree.find_all(nodes.Call)):
        yield _("模板里只有 known(…) 可以带括号，括号里写一个指标代码。")
    for one in tree.find_all(nodes.Filter):
        if one.name not in FILTERS or one.args or one.kwargs:
            names = _("、").join(FILTERS)
            yield _("没有“%(name)s”这种写法。指标后面可以写：%(names)s。") % {"name": one.name, "names": names}
    yield from _unknown_figures(tree)
    inner = {id(one.node) for one in tree.find_all((nodes.Getattr, nodes.Call))}  # type: ignore[attr-defined]
    for name in tree.find_all(nodes.Name):
        if id(name) not in inner and name.name not in WORDS:
            words = _("、").join(WORDS)
            yield _("没有“%(name)s”这个词语。可以使用的词语：%(words)s。") % {"name": name.name, "words": words}


def _unknown_figures(tree: nodes.Template) -> Iterator[str]:
    codes = {figure.code for figure in catalogue.declared()}
    for branch in tree.find_all(nodes.If):  # what is printed only where it is known may be declared later
        asked = [branch.test, *branch.test.find_all(nodes.Call)]
        programmes = {code.partition(".")[0] for call in asked if (code := _asked(call))}
        for part in branch.body:
            codes |= {code for one in part.find_all(nodes.Getattr) if (code := _code(one)).split(".")[0] in programmes}
    for one in tree.find_all(nodes.Getattr):
        if (code := _code(one)) not in codes:
            yield _("没有指标“%(code)s”。请在“指标说明”里查找正确的代码。") % {"code": code}


def _code(one: nodes.Getattr) -> str:
    return f"{one.node.name}.{one.attr}" if isinstance(one.node, nodes.Name) else f"….{one.attr}"


def _asked(call: nodes.Node) -> str | None:
    """The code in `known("code")`; None for anything else."""
    match call:
        case nodes.Call(node=nodes.Name(name="known"), args=[nodes.Const(value=str() as code)], kwargs=[]):
            return code
    return None
