"""What is wrong with a template before it is used: faults refuse it, numbers typed by hand are pointed at."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import docx
from django.utils import timezone
from django.utils.translation import gettext as _
from lxml.etree import XMLSyntaxError

from accounts.errors import RuleBroken
from accounts.scoping import scope_required
from reporting.catalogue import Figure
from reporting.documents import annual, tokens, word
from reporting.documents.archive import refuse_harmful_docx
from reporting.documents.blocks import of_document
from reporting.figures import summaries

TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
UNITS = "人次|人月|家次|人|名|户|件|个|家|场|次|项|份|枚|万元|元|%|％"
DIGITS = re.compile(rf"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?:余|多)?\s*(?P<unit>{UNITS})")
SPELLED = re.compile(rf"(?P<number>[一二两三四五六七八九十百千万]{{2,}})(?:余|多)?(?P<unit>{UNITS})")
YEARS = 5  # full years whose figures a typed number is compared with


@dataclass(frozen=True)
class Typed:
    """A number that somebody typed; `figure` says the same in year `year`, if one does."""

    paragraph: str
    text: str
    figure: Figure | None = None
    year: int | None = None

    def __str__(self) -> str:
        if self.figure:
            return _("“%(text)s”是手工填写的，与%(year)s年“%(label)s”相同。请改写为 {{ %(code)s }}。") % {
                "text": self.text,
                "year": self.year,
                "label": self.figure.label,
                "code": self.figure.code,
            }
        return _("“%(text)s”是手工填写的。如果它是统计数字，请改用指标。") % {"text": self.text}


def refuse_faulty(content: bytes) -> None:
    """RuleBroken, with every reason: not a plain Word file, strange tokens, or it cannot be rendered."""
    refuse_harmful_docx(content)
    try:
        tokens.refuse_strange(word.source_of(content))
        year = timezone.localdate().year - 1
        now, before = summaries([year, year - 1])
        word.rendered(content, annual.Report(now, before, scope_required().area, {}).context())
    except (XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        text = _("Word 打不开这个模板的内容。请在 Word 中重新另存一份再上传。")
        raise RuleBroken("template.not_word", text, "file") from error


def typed_numbers(content: bytes) -> list[Typed]:
    """Numbers with a unit that stand outside tokens, in the order of the text."""
    year = timezone.localdate().year
    known: dict[tuple[str, str], list[tuple[Figure, int]]] = {}
    for reading in summaries([year - back for back in range(1, YEARS + 1)]):
        for figure in reading.figures:
            if value := reading.cell(figure, reading.areas[0]).value:
                known.setdefault((str(value), figure.symbol), []).append((figure, reading.period.year))
    found = []
    for text in _texts(docx.Document(io.BytesIO(content))):
        for match in (match for pattern in (DIGITS, SPELLED) for match in pattern.finditer(text)):
            number = match["number"].replace(",", "").replace("，", "")
            meant = _meant(text, known.get((number, _unit(match)), []), certain=len(number) > 2)
            found.append(Typed(text[:60], match[0], *(meant or ())))
    return found


def _meant(text: str, candidates: list[tuple[Figure, int]], *, certain: bool) -> tuple[Figure, int] | None:
    """The figure whose label shares most pairs of characters with the sentence; a short number alone proves nothing."""

    def shared(candidate: tuple[Figure, int]) -> int:
        label = str(candidate[0].label)
        return sum(label[n : n + 2] in text for n in range(len(label) - 1))

    best = max(candidates, key=shared, default=None)
    return best if best and (certain or shared(best)) else None


def _unit(match: re.Match[str]) -> str:
    return {"名": "人", "％": "%"}.get(match["unit"], match["unit"])


def _texts(document: Any) -> Iterator[str]:
    for block in of_document(document):
        for text in [block.text, *(cell for row in block.rows for cell in row)]:
            yield TOKEN.sub(" ", text)
