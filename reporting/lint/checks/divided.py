"""A list that is all of its whole, by the shares of its parts: 签约2,164户。…货币化1,493户，占69%；实物681户，占31%."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from reporting.lint.checks.language import SHARE_OF
from reporting.lint.checks.percents import fits
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import PERCENT

BACK = 2  # sentences


def check(draft: Draft) -> Iterator[Finding]:
    """The whole stands in a sentence before; what `sums.py` asks of one sentence is not asked again."""
    for found in draft.by_sentence.values():
        pairs = [(one, share) for one, share in pairwise(found) if _is_share(one, share)]
        parts = [part for part, _share in pairs]
        slack = sum((share.quantity.step / 2 for _part, share in pairs), Decimal(0))
        of_all = abs(sum((share.value for _part, share in pairs), Decimal(0)) - 100) <= slack
        if len(pairs) < 2 or not of_all or len({one.unit for one in parts}) > 1:
            continue
        total = sum((one.value for one in parts), Decimal(0))
        wholes = [m for m in draft.before(parts[0], sentences=BACK) if m.unit == parts[0].unit and _is_usable(m)]
        meant = [m for m in wholes if any(fits(share, (part, m)) and part.value < m.value for part, share in pairs)]
        rounded = sum((one.quantity.step for one in parts if one.quantity.step != 1), Decimal(0))
        if not meant or any(abs(m.value - total) <= rounded for m in wholes):
            continue
        whole = meant[-1]
        if whole.sentence is not parts[0].sentence and abs(total - whole.value) * 4 <= whole.value:
            relation = "+".join(one.written for one in parts) + f"={like(total, whole)}"
            yield Finding("sum.differs", whole.start, whole.end, relation, like(total, whole))


def _is_share(one: Mention, share: Mention) -> bool:
    told = (
        share.unit == PERCENT and SHARE_OF.search(share.before) and share.quantity.exact and not share.quantity.coarse
    )
    return bool(told) and one.unit not in (PERCENT, "") and _is_usable(one)


def _is_usable(one: Mention) -> bool:
    return one.plain and one.quantity.exact and one.value > 0 and not (one.prior or one.plan)
