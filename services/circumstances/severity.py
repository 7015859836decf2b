"""What counts as severe, per programme. Pure. The grades stand in policy texts."""

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


def lightest(texts: Texts, prefix: str) -> dict[int, int]:
    """Category -> the lightest grade that counts, of the texts `<prefix>_visual` ... that there are; 0: none does."""
    found = {category: f"{prefix}_{name}" for category, name in NAMES.items()}
    return {category: texts.grade(code) for category, code in found.items() if texts.has(code)}
