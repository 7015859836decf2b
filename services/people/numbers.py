"""Resident ID numbers (GB 11643-1999), disability certificate numbers, and how people's data is masked.

A resident ID is `aaaaaa yyyymmdd nnn c`: area of FIRST registration (never today's district), day of birth,
sequence (odd = male), check digit (ISO 7064 MOD 11-2, may be X). A certificate number is the resident ID, one
digit for the category (1 visual ... 7 multiple), one for the grade (1 heaviest), then `B1`, `B2` ... per reissue.

A refusal is a `BadNumber`. Neither it nor the repr of a parsed number ever shows the number.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NoReturn

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.plain_text import check_digit as check_digit
from accounts.plain_text import normalise as normalise
from services.people.names import DOTS, compound_surname

SYNTHETIC_AREA = "110199"  # not allocated: a made-up number must not be a living person's
OLDEST_AGE = 130
# Provinces of GB/T 2260; 81, 82, 83 are residence permits of Hong Kong, Macao, Taiwan; 9x foreigners' cards.
PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d")
RESIDENT_ID = re.compile(r"[0-9]{17}[0-9X]")
CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([0-9])([0-9])(?:B([1-9][0-9]?))?")
SPREADSHEET_NUMBER = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,2}|[0-9]{15,20}[.,]0*")
LETTER_LIKE_DIGIT = re.compile("[OIL]")
NEARLY_A_NUMBER = re.compile("[0-9XBOIL]+")


class BadNumber(ValueError):
    """`code` is `noun.reason`, for ever; str() is the sentence for the user, without the number."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class ResidentId:
    number: str = field(repr=False)
    born: date = field(repr=False)
    sex: str  # "M" or "F"
    area: str = field(repr=False)  # six digits, of the first registration


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    number: str = field(repr=False)
    resident_id: ResidentId
    category: int  # 1-7
    grade: int  # 1-4, 1 the heaviest
    reissue: int  # 0, or n of the suffix Bn


def parse_resident_id(text: str, *, allow_synthetic: bool | None = None, today: date | None = None) -> ResidentId:
    """The number taken apart; BadNumber `id_number.*` otherwise. Defaults: the setting, and today in Beijing."""
    number = normalise(text)
    if not RESIDENT_ID.fullmatch(number):
        _refuse_unreadable(number, "id_number")
        if len(number) != 18:
            _refuse_id_length(number)
        raise BadNumber(
            "id_number.characters",
            _("身份证号只能由数字组成，只有第18位可以是X。请对照证件检查后重新输入。"),
        )
    if check_digit(number[:17]) != number[17]:
        if number.endswith("000"):  # a spreadsheet keeps 15 digits of a number
            raise _turned_into_a_number("id_number")
        raise BadNumber(
            "id_number.check_digit",
            _("身份证号的校验码不对，其中可能有一位输错或两位颠倒。请对照证件逐位核对后重新输入。"),
        )
    _refuse_area(number, settings.ALLOW_SYNTHETIC_ID if allow_synthetic is None else allow_synthetic)
    born = _birth_date(number, today or datetime.now(timezone.get_default_timezone()).date())
    return ResidentId(number, born, "M" if int(number[16]) % 2 else "F", number[:6])


def parse_certificate_number(
    text: str, *, allow_synthetic: bool | None = None, today: date | None = None
) -> CertificateNumber:
    """The number taken apart; BadNumber `certificate_number.*`, or `id_number.*` for its first 18 characters."""
    number = normalise(text)
    _refuse_unreadable(number, "certificate_number")
    match = CERTIFICATE.fullmatch(number)
    if not match:
        _refuse_certificate_shape(number)
    identity, category, grade, reissue = match.groups()
    if category + grade == "00" and identity.endswith("000"):
        raise _turned_into_a_number("certificate_number")
    try:
        resident_id = parse_resident_id(identity, allow_synthetic=allow_synthetic, today=today)
    except BadNumber as refusal:
        sentence = _("残疾人证号的前18位应当是身份证号。%(reason)s") % {"reason": refusal.message}
        raise BadNumber(refusal.code, sentence) from None
    if category not in "1234567":
        raise BadNumber(
            "certificate_number.category",
            _("残疾人证号的第19位是残疾类别，应为1至7。请对照残疾人证检查后重新输入。"),
        )
    if grade not in "1234":
        raise BadNumber(
            "certificate_number.grade",
            _("残疾人证号的第20位是残疾等级，应为1至4。请对照残疾人证检查后重新输入。"),
        )
    return CertificateNumber(number, resident_id, int(category), int(grade), int(reissue or 0))


def _label(noun: str) -> str:
    return _("身份证号") if noun == "id_number" else _("残疾人证号")


def _refuse_unreadable(number: str, noun: str) -> None:
    """What both kinds of number share: empty, mangled by a spreadsheet, masked, letters for digits."""
    if not number:
        raise BadNumber(f"{noun}.empty", _("没有填写%(label)s。请输入后再提交。") % {"label": _label(noun)})
    if SPREADSHEET_NUMBER.fullmatch(number):
        raise _turned_into_a_number(noun)
    if "*" in number:
        raise BadNumber(
            f"{noun}.masked",
            _("%(label)s中有星号，是隐去了中间几位的号码。请对照证件输入完整号码。") % {"label": _label(noun)},
        )
    if (letter := LETTER_LIKE_DIGIT.search(number)) and NEARLY_A_NUMBER.fullmatch(number):
        raise BadNumber(
            f"{noun}.letter",
            _("%(label)s的第%(position)d位像是字母（O、I、L），不是数字0或1。请把这一位改成数字。")
            % {"label": _label(noun), "position": letter.start() + 1},
        )


def _turned_into_a_number(noun: str) -> BadNumber:
    return BadNumber(
        f"{noun}.spreadsheet",
        _("电子表格把%(label)s当成了数值，末尾几位已经丢失。请把这一列的格式设为“文本”，再对照证件重新输入。")
        % {"label": _label(noun)},
    )


def _refuse_id_length(number: str) -> NoReturn:
    if re.fullmatch("[0-9]{15}", number):
        raise BadNumber(
            "id_number.old_fifteen",
            _("这是15位的旧身份证号，没有校验码，已不能使用。请输入现行身份证上的18位号码。"),
        )
    raise BadNumber(
        "id_number.length",
        _("身份证号应为18位，现在是%(count)d位。请对照证件补全或改正后重新输入。") % {"count": len(number)},
    )


def _refuse_certificate_shape(number: str) -> NoReturn:
    if len(number) not in (20, 22, 23):
        raise BadNumber(
            "certificate_number.length",
            _("残疾人证号应为20位，补发的后面还有B1、B2等，现在是%(count)d位。请对照残疾人证补全或改正后重新输入。")
            % {"count": len(number)},
        )
    if len(number) > 20 and CERTIFICATE.fullmatch(number[:20]):
        raise BadNumber(
            "certificate_number.reissue",
            _("残疾人证号第20位之后只能是补发标记，如B1、B2。请对照残疾人证检查后重新输入。"),
        )
    raise BadNumber(
        "certificate_number.characters",
        _("残疾人证号的前20位只能是数字，只有第18位可以是X（X不在最后一位）。请对照残疾人证检查后重新输入。"),
    )


def _refuse_area(number: str, allow_synthetic: bool) -> None:
    if not PROVINCES.fullmatch(number[:2]):
        raise BadNumber(
            "id_number.area",
            _("身份证号开头的地区代码不存在。请对照证件检查前两位后重新输入。"),
        )
    if number.startswith(SYNTHETIC_AREA) and not allow_synthetic:
        raise BadNumber(
            "id_number.synthetic",
            _("这是演示用的虚构身份证号，本系统不接受。请输入本人证件上的号码。"),
        )


def _birth_date(number: str, today: date) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise BadNumber(
            "id_number.date",
            _("身份证号中的出生日期（第7至14位）在日历上不存在。请对照证件检查后重新输入。"),
        ) from None
    if born > today:
        raise BadNumber(
            "id_number.future",
            _("身份证号中的出生日期（第7至14位）晚于今天。请对照证件检查后重新输入。"),
        )
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age > OLDEST_AGE:
        raise BadNumber(
            "id_number.too_old",
            _("按身份证号中的出生日期（第7至14位）计算，年龄超过%(age)d岁。请对照证件检查后重新输入。")
            % {"age": OLDEST_AGE},
        )
    return born


def mask_id(number: str) -> str:
    """`110***********0012`: three, stars, four. What is too short to be an ID number is all stars."""
    if len(number) < 15:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def mask_certificate(number: str) -> str:
    """`110***********0012**B1`: category and grade are health data, so they are hidden; the reissue is not."""
    return mask_id(number[:18]) + "*" * len(number[18:20]) + number[20:]


def phone_digits(number: str) -> str:
    """Half-width, without separators and without the country's 86: equal for all ways to write one number."""
    return re.sub(r"^(?:\+|00)86(?=[0-9]{10})|^86(?=1[0-9]{10}$)", "", normalise(number))


def mask_phone(number: str) -> str:
    """`138****5678`; of a number below 11 digits only the last four remain, below 7 none."""
    digits = phone_digits(number)
    if len(digits) < 7:
        return "*" * len(digits)
    kept = 3 if len(digits) >= 11 else 0
    return f"{digits[:kept]}{'*' * (len(digits) - kept - 4)}{digits[-4:]}"


def mask_name(name: str) -> str:
    """`王**`, `欧阳**`, `阿***·***`: the surname (of a dotted name the first character) and a star for each other."""
    name = "".join(name.split())
    kept = 1 if DOTS.search(name) else len(compound_surname(name) or name[:1])
    return name[:kept] + "".join("·" if DOTS.fullmatch(c) else "*" for c in name[kept:])


def synthetic_id(born: date, sex: str, sequence: int) -> str:
    """A valid number of the unallocated area; `sequence` 0-499 counts the people of one day and sex."""
    if sex not in ("M", "F") or not 0 <= sequence <= 499:
        raise ValueError("sex is M or F, sequence 0 to 499")
    first_17 = f"{SYNTHETIC_AREA}{born:%Y%m%d}{2 * sequence + (sex == 'M'):03d}"
    return first_17 + check_digit(first_17)
