"""Texts that everybody may read who may read the row: they name nobody by ID number.

A number belongs into its own field, which is sealed. It is refused by the column itself, so that form, REST, sheet,
workbook and bulk say the same; a constraint would write the row into the server's log.
"""

import re
import unicodedata
from operator import mul
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.errors import RuleBroken

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ASCII_ZEROS = ord("0") * sum(WEIGHTS)  # what the codes of the digits have more than the digits
CHECK_DIGITS = "10X98765432"
# Besides spaces, dashes and invisible characters: the apostrophe with which a spreadsheet marks text.
DROPPED_CATEGORIES = {"Zs", "Zl", "Zp", "Cf", "Cc", "Pd"}
DROPPED = "'`’‘−"
DROPPED_ASCII = re.compile(r"[\x00-\x20\x7f'`-]")
# An ID number with its day of birth, wherever it begins; a certificate's number begins with one.
ID_NUMBER = re.compile(r"(?=([0-9]{6}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])[0-9]{3}[0-9X]))")
HOLDS_NUMBER = _("这里不能写证件号。请删去证件号；需要指明某个人时，写姓名或案件编号，证件号只填在证件号栏里。")


def normalise(text: str) -> str:
    """Half-width, upper-case, without spaces, dashes, zero-width characters and apostrophes."""
    if text.isascii():
        return (text if text.isalnum() else DROPPED_ASCII.sub("", text)).upper()
    wide = unicodedata.normalize("NFKC", text)
    kept = (c for c in wide if unicodedata.category(c) not in DROPPED_CATEGORIES and c not in DROPPED)
    return "".join(kept).upper()


def check_digit(first_17: str) -> str:
    """The 18th character of an ID number for its first 17 digits (ISO 7064 MOD 11-2)."""
    return CHECK_DIGITS[(sum(map(mul, first_17.encode(), WEIGHTS)) - ASCII_ZEROS) % 11]


def holds_number(text: str) -> bool:
    """Whether an ID number stands in it, however its digits are written and spaced."""
    if sum(map(str.isdigit, text)) < 17:  # of most texts nothing more is asked
        return False
    return any(check_digit(found[:17]) == found[17] for found in ID_NUMBER.findall(normalise(text)))


def names_nobody(text: Any) -> None:
    """A validator for fields. ValidationError `holds_number`."""
    if isinstance(text, str) and holds_number(text):
        raise ValidationError(HOLDS_NUMBER, code="holds_number")


class _PlainText(models.CharField):
    """A column for what people write. Its forms and serializers refuse an ID number, and so does whoever saves one.

    For migrations it is a CharField. COPY does not come by here: what is copied was validated as a field before.
    """

    default_validators = [names_nobody]

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str) and holds_number(value):
            raise RuleBroken("text.holds_number", HOLDS_NUMBER, self.name)
        return super().get_db_prep_save(value, connection)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


PlainText: Any = _PlainText  # for mypy a column is as untyped as Django's own
