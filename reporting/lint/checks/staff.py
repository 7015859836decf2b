"""Posts and staff: more staff than posts, and a total which is not that of the units."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.nouns import BESIDE, KINDS_OF_POSTS, PIECE, POSTS, RETIRED, STAFF, THEN_POSTS
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, PERSON


def check(draft: Draft) -> Iterator[Finding]:
    posts = [m for m in draft.mentions if m.unit in (PERSON, PIECE) and POSTS.search(m.before) and m.plain]
    staff = [m for m in draft.mentions if m.unit == PERSON and _is_staff(m)]
    units = _units(draft, posts, staff)
    yield from _other_order(draft, posts, staff)
    yield from _all_kinds(posts, staff)
    for post, one in units:
        if one.value > post.value:
            yield _exceeds(post.written, one)
    units = [(post, one) for post, one in units if not KINDS_OF_POSTS.search(post.before)]
    by_kind = [m for m in posts if KINDS_OF_POSTS.search(m.before)]
    if len(units) < 2 or len(by_kind) < 2:
        return
    yield from _total(draft, by_kind, staff, units)


def _is_staff(one: Mention) -> bool:
    return (
        one.plain and bool(STAFF.search(one.before)) and not RETIRED.search(one.before) and not POSTS.search(one.before)
    )


def _units(draft: Draft, posts: list[Mention], staff: list[Mention]) -> list[tuple[Mention, Mention]]:
    """编制16名，年末实有15人: posts and staff of one unit stand next to each other."""
    found = []
    sentences = Counter(post.sentence.number for post in posts)
    by_number = {m.number: m for m in staff}
    kinds = {m.number for m in posts if KINDS_OF_POSTS.search(m.before)}
    for post in posts:
        one = by_number.get(post.number + 1)
        kind = KINDS_OF_POSTS.search(post.before) if sentences[post.sentence.number] > 1 else None
        if kind and kind[0] not in (one.before if one else "") and post.number - 1 in kinds:
            continue  # 行政编制10人，事业编制36人，实有42人
        if (
            one is not None
            and (one.sentence is post.sentence or _goes_on(draft, post, one))
            and (kind is None or kind[0] in one.before or BESIDE.match(draft.between(post, one)))
        ):
            if CLAUSE_BREAKS[-1] not in draft.between(post, one):
                found.append((post, one))
    return found


def _goes_on(draft: Draft, post: Mention, one: Mention) -> bool:
    """编制18名。截至年底，在编人员19人: the only number of its sentence, and the first of the next."""
    return len(draft.by_sentence[post.sentence.number]) == 1 and one.sentence.number == post.sentence.number + 1


def _other_order(draft: Draft, posts: list[Mention], staff: list[Mention]) -> Iterator[Finding]:
    """现有职工46人，核定编制48名."""
    by_number = {m.number: m for m in staff}
    for post in posts:
        one = by_number.get(post.number - 1)
        alone = one is not None and not any(m.number == one.number - 1 for m in posts)
        if one and alone and one.value > post.value and THEN_POSTS.match(draft.between(one, post)):
            yield _exceeds(post.written, one)


def _all_kinds(posts: list[Mention], staff: list[Mention]) -> Iterator[Finding]:
    """编制32名，其中行政12名、事业20名；实有30人: one number of staff against all posts of its sentence."""
    for one in staff:
        here = [m for m in posts if m.sentence is one.sentence and m.number < one.number]
        alone = sum(m.sentence is one.sentence for m in staff) == 1
        whole, kinds = here[:1], here[1:]
        adds_up = len(kinds) > 1 and whole[0].value == sum(m.value for m in kinds)
        of_kinds = len(here) > 1 and all(KINDS_OF_POSTS.search(m.before) for m in here)
        if alone and of_kinds and one.value > sum(m.value for m in here) and not KINDS_OF_POSTS.search(one.before):
            yield _exceeds("+".join(m.written for m in here), one)
        if alone and adds_up and one.value > whole[0].value:
            if not KINDS_OF_POSTS.search(whole[0].before + one.before):
                yield _exceeds(here[0].written, one)


def _exceeds(posts: str, one: Mention) -> Finding:
    relation = _("编制为%(posts)s") % {"posts": posts}
    return Finding("staff.exceeds_posts", one.start, one.end, relation, "≤" + posts)


def _total(
    draft: Draft, by_kind: list[Mention], staff: list[Mention], units: list[tuple[Mention, Mention]]
) -> Iterator[Finding]:
    of_units = {one.number for pair in units for one in pair}
    sentence = by_kind[0].sentence
    whole = [m for m in staff if m.sentence is sentence and m.number not in of_units]
    here = [m for m in by_kind if m.sentence is sentence and m.number not in of_units]
    counted = sum((one.value for _post, one in units), Decimal(0))
    if len(whole) == 1 and whole[0].value != counted:
        terms = "+".join(one.written for _post, one in units)
        relation = _("各单位实有人数之和：%(terms)s") % {"terms": f"{terms}={counted:f}"}
        yield Finding("label.two_values", whole[0].start, whole[0].end, relation, like(counted, whole[0]))
    posts_by_kind = sum((m.value for m in here), Decimal(0))
    posts_of_units = sum((post.value for post, _one in units), Decimal(0))
    if len(here) >= 2 and posts_by_kind != posts_of_units:
        terms = "+".join(post.written for post, _one in units)
        relation = _("各单位编制之和：%(terms)s；按种类之和：%(sum)s") % {
            "terms": f"{terms}={posts_of_units:f}", "sum": f"{posts_by_kind:f}",
        }  # fmt: skip
        yield Finding("label.two_values", here[0].start, here[0].end, relation)
