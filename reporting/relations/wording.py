"""What is looked for in the wording of Chinese documents."""

import re


def names_year(wording: str, year: int) -> bool:
    return f"{year}年" in wording


def compares_with(wording: str, year: int) -> bool:
    """比2023年 ..."""
    return re.search(rf"比\s*{year}\s*年", wording) is not None


def without_amounts(wording: str) -> str:
    """The quoted words without numbers of five digits and more, so that years stay."""
    return re.sub(r"\d{5,}(\.\d+)?", "", wording.partition("“")[2])
