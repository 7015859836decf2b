"""From the text of a cell to a value, or to a sentence on what is wrong with it. Knows what spreadsheets do to data."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.plain_text import HOLDS_NUMBER, holds_number
from services.people import numbers
from services.workbooks.columns import Column
from services.workbooks.spellings import COUNTED, DAY, MONTH, NO, WIDE, WIDE_WORD, YES, YUAN

ORDERLESS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{1,2})")  # 1/5/2023, 23/1/5
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
COMPACT_MONTH = re.compile(r"((?:19|20)\d\d)(\d\d)")
SERIAL = re.compile(r"[1-9]\d{4}")  # 10000 is 1927-05-18
EPOCH = dt.date(1899, 12, 30)
SHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|GETTING_DATA)", re.IGNORECASE)


class Bad(Exception):
    """`code` is `noun.reason`, `detail` a sentence; neither holds what stands in the cell of a person's number."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def tidy(text: str) -> str:
    """Half-width, without invisible characters and without spaces at both ends."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _visible(unicodedata.normalize("NFKC", text))


def legible(text: str) -> str:
    """As it was written, with the punctuation of a Chinese sentence; only its letters and digits are half-width."""
    return _visible(WIDE_WORD.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text))


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c in "\n\t").strip()


def read(column: Column, text: str, nature: str) -> tuple[Any, str]:
    """(value, a note on what was put right or ""). `text` is not empty; `nature` as sheets.reading.Line has it.

    Raises Bad. References and organisations stay names: who reads many rows looks them up together.
    """
    found = legible(text) if column.type == "text" else tidy(text)
    if SHEET_ERROR.fullmatch(found):
        raise Bad("cell.formula_error", _("这一格的公式出错（显示为“#……”）。请改成填写的内容。"))
    if not found:
        return None, ""
    value = READERS.get(column.type, _text)(column, found, nature.lower())
    if column.field is not None and column.type in ("integer", "money", "text"):
        _validate(column, value)
    note = _("这一格是公式，按显示的结果读取。") if nature.isupper() else ""
    if not note and column.type not in ("text", "name") and WIDE.search(text):
        note = _("全角字符已按半角读取。")
    return value, note


def _validate(column: Column, value: Any) -> None:
    try:
        column.field.run_validators(value)  # type: ignore[union-attr]
    except ValidationError as error:
        raise Bad("cell.invalid", " ".join(error.messages)) from None


def _text(column: Column, text: str, nature: str) -> str:
    if column.most and len(text) > column.most:
        detail = _("最多%(most)s个字，现在是%(count)s个。请写得短一些。")
        raise Bad("text.too_long", detail % {"most": column.most, "count": len(text)})
    if holds_number(text):
        raise Bad("text.holds_number", str(HOLDS_NUMBER))
    if nature == "n" and re.search(r"\de[+-]?\d", text, re.IGNORECASE):
        raise Bad("text.spreadsheet", _("电子表格把这个编号当成了数值，末尾几位已经丢失。请设为“文本”格式后重新输入。"))
    return text


def _name(column: Column, text: str, nature: str) -> str:
    if nature == "n" or text.isdigit():
        raise Bad("name.is_a_number", _("姓名是一个数字，可能填错了列。请核对。"))
    name = text if text.isascii() else "".join(text.split())  # 王　一, spaced out to stand below 王小明
    return _text(column, name, nature)


def _id_number(column: Column, text: str, nature: str) -> str:
    try:
        return numbers.parse_resident_id(text).number
    except numbers.BadNumber as error:
        raise Bad(error.code, error.message) from None


def _certificate(column: Column, text: str, nature: str) -> str:
    try:
        return numbers.parse_certificate_number(text).number
    except numbers.BadNumber as error:
        raise Bad(error.code, error.message) from None


def _phone(column: Column, text: str, nature: str) -> str:
    digits = re.sub(r"[\s()-]", "", text)
    if nature == "n" and len(digits) in (9, 10, 11) and not digits.startswith("1"):
        raise Bad("phone.lost_zero", _("电话号码开头的0可能丢了（表格把它当成了数值）。请设为“文本”格式后补上。"))
    if not re.fullmatch(r"\+?\d{7,15}", digits):
        raise Bad("phone.unreadable", _("电话号码应为7至15位数字。请核对。"))
    if nature == "n" and len(digits) == 10:
        raise Bad("phone.length", _("手机号码应为11位，现在是10位。请核对。"))
    return digits


def _date(column: Column, text: str, nature: str) -> dt.date:
    if nature == "t":
        raise Bad("date.is_a_time", _("这一格是时间，不是日期。请按 2023-06-01 的样子填写。"))
    match = DAY.fullmatch(text) or COMPACT.fullmatch(text)
    if match is None:
        if nature == "n" and SERIAL.fullmatch(text):
            day = EPOCH + dt.timedelta(int(text))
            detail = _("这一格是数字%(serial)s，可能是%(day)s丢了日期格式。请把这一列设为“日期”格式后核对。")
            raise Bad("date.serial", detail % {"serial": text, "day": day})
        if ORDERLESS.fullmatch(text):
            raise Bad("date.ambiguous", _("这样写分不清哪个是年、月、日。请按 2023-06-01 的样子，先写四位的年。"))
        raise Bad("date.unreadable", _("看不懂这个日期。请按 2023-06-01 的样子填写年、月、日。"))
    year, month, day_ = map(int, match.groups())
    if year in (1899, 1900):
        raise Bad("date.of_1900", _("日期是1900年，多半是空格或小数字被当成了日期。请重新填写。"))
    return _day(year, month, day_)


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise Bad("date.not_in_calendar", _("日历上没有这一天。请核对月份和日子。")) from None
    if not 1901 <= year <= 2199:
        raise Bad("date.year", _("年份不合理。请核对。"))
    return found


def _month(column: Column, text: str, nature: str) -> dt.date:
    if nature == "n" and re.fullmatch(r"(?:19|20)\d\d\.1", text):
        detail = _("%(text)s可能是1月，也可能是10月丢了末尾的0。请按 2023-10 的样子填写，并设为“文本”格式。")
        raise Bad("month.lost_zero", detail % {"text": text})
    if nature == "d" and (match := DAY.fullmatch(text)):
        return _day(int(match[1]), int(match[2]), 1)
    match = MONTH.fullmatch(text) or COMPACT_MONTH.fullmatch(text)
    if match is None:
        raise Bad("month.unreadable", _("看不懂这个月份。请按 2023-06 的样子填写。"))
    if match[1] in ("1899", "1900"):
        raise Bad("date.of_1900", _("日期是1900年，多半是空格或小数字被当成了日期。请重新填写。"))
    return _day(int(match[1]), int(match[2]), 1)


def _decimal(text: str) -> Decimal:
    bare = YUAN.sub("", text.replace(",", ""))
    try:
        found = Decimal(bare)
    except InvalidOperation:
        raise Bad("number.unreadable", _("这一格应当是数字。请去掉文字和单位。")) from None
    if not found.is_finite():
        raise Bad("number.unreadable", _("这一格应当是数字。请去掉文字和单位。"))
    return found


def _money(column: Column, text: str, nature: str) -> Decimal:
    """Also points and percentages: with as many places after the point as the column has, of money two."""
    cent = Decimal(1).scaleb(-getattr(column.field, "decimal_places", 2))
    amount = _decimal(text)
    if nature == "n":  # a sum of floats: 12.300000000000001
        amount = amount.quantize(Decimal("0.0000001"))
    if amount < 0:
        raise Bad("money.negative", _("这里不能是负数。请核对。"))
    if amount != amount.quantize(cent):
        raise Bad("money.too_exact", _("小数位数太多，应写成 %(like)s 的样子。请核对。") % {"like": cent})
    if amount >= 10**12:
        raise Bad("money.too_large", _("数字太大，可能填错了列。请核对。"))
    return amount.quantize(cent)


def _integer(column: Column, text: str, nature: str) -> int:
    if nature == "d":
        raise Bad("number.is_a_date", _("表格把这个数字显示成了日期。请把这一列设为“常规”格式后重新填写。"))
    number = _decimal(COUNTED.sub("", text))
    if number != int(number):
        raise Bad("integer.fraction", _("这一格应当是整数。请核对。"))
    if not 1 <= number <= 100_000:
        raise Bad("integer.range", _("数字应在1到100000之间。请核对。"))
    return int(number)


def _choice(column: Column, text: str, nature: str) -> Any:
    for code, label in column.choices:
        if text in (str(code), tidy(str(label))):
            return code
    labels = _("、").join(str(label) for _code, label in column.choices)
    raise Bad("choice.unknown", _("只能从这些里选：%(labels)s。") % {"labels": labels})


def _boolean(column: Column, text: str, nature: str) -> bool:
    word = text.upper()
    if word in YES or word in NO:
        return word in YES
    raise Bad("boolean.unreadable", _("请填“是”或“否”。"))


def _case_number(column: Column, text: str, nature: str) -> int:
    serial = text.rpartition("-")[2]
    if not serial.isdigit() or len(serial) > 14:
        raise Bad("case_number.unreadable", _("案件编号应当像 RA-2023-000123。请核对。"))
    return int(serial)


READERS: dict[str, Callable[[Column, str, str], Any]] = {
    "name": _name,
    "id_number": _id_number,
    "certificate": _certificate,
    "phone": _phone,
    "date": _date,
    "month": _month,
    "integer": _integer,
    "money": _money,
    "choice": _choice,
    "boolean": _boolean,
    "number": _case_number,
}
