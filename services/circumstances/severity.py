"""What counts as severe, per programme. Pure. The grades stand in policy texts."""

from functools import lru_cache

from services.circumstances.facts import HEARING, INTELLECTUAL, MENTAL, PHYSICAL, SPEECH, VISUAL
from services.policy.texts import Texts

NAMES = {
    VISUAL: "visual",
    HEARING: "hearing",
    SPEECH: "speech",
    PHYSICAL: "physical",
    INTELLECTUAL: "intellectual",
    MENTAL: "mental",
}


@lru_cache(maxsize=400)
def lightest(texts: Texts, prefix: str) -> dict[int, int]:
    """Category -> the lightest grade that counts, of the texts `<prefix>_visual` ... that there are; 0: none does.

    Kept per `texts`, which thousands of people are judged by; a file may hold a year of days.
    """
    found = {category: f"{prefix}_{name}" for category, name in NAMES.items()}
    return {category: texts.grade(code) for category, code in found.items() if texts.has(code)}
