"""Chinese numerals: 二十一 is 21, 一千二百万 is 12,000,000, 三点五 is 3.5."""

from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_JOINED = {"廿": "二十", "卅": "三十"}


def parse(text: str) -> Decimal | None:
    """The number, or None for a string of numerals that is none (一二三, 十百)."""
    for joined, apart in _JOINED.items():
        text = text.replace(joined, apart)
    whole, _, decimals = text.partition("点")
    value = _whole(whole)
    if not whole or value is None or not decimals:
        return None if value is None or not whole else Decimal(value)
    if any(c not in _DIGITS for c in decimals):
        return None
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _whole(text: str) -> int | None:
    if len(text) > 1 and all(c in _DIGITS for c in text):  # 二〇二三 is read digit by digit
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) == 4 else None
    total = section = 0
    digit: int | None = None
    last_ten = 10**5
    for char in text:
        if char in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[char]
        elif char in _TENS:
            if _TENS[char] >= last_ten:
                return None
            last_ten = _TENS[char]
            section += (1 if digit is None else digit) * last_ten
            digit = None
        elif char in _MYRIADS:
            section += digit or 0
            total = (total + (section or 1)) * _MYRIADS[char] if total == 0 else total + section * _MYRIADS[char]
            section, digit, last_ten = 0, None, 10**5
        else:
            return None
    return total + section + (digit or 0)
