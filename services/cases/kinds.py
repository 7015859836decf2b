"""What a kind of case is: its statuses, its steps, who may take them. Each kind declares itself in its `kind.py`."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.grants import KindOfCase
from services.policy.verdict import Verdict


class Status(models.TextChoices):
    """One vocabulary for all kinds."""

    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", pgettext_lazy("状态", "退回补正")
    TAKEN = "taken", _("已受理")
    REVIEWED = "reviewed", _("街道已审核")
    ASSESSED = "assessed", _("已评估")
    NOTICED = "noticed", _("公示中")
    DESIGNED = "designed", _("已设计")
    APPROVED = "approved", _("已批准")
    ACTIVE = "active", _("进行中")
    FROZEN = "frozen", _("已冻结")
    ANSWERED = "answered", _("已答复")
    BUILT = "built", _("已施工")
    ACCEPTED = "accepted", _("已验收")
    DELIVERED = "delivered", _("已交付")
    COMPLETED = "completed", _("已完成")
    ENDED = "ended", _("已终止")
    REJECTED = "rejected", pgettext_lazy("状态", "不予批准")
    WITHDRAWN = "withdrawn", _("已撤回")
    ANNULLED = "annulled", _("录入错误已作废")


S: Any = Status  # without Django's types mypy takes the members for pairs
CLOSED = (S.ACCEPTED, S.DELIVERED, S.COMPLETED, S.ENDED, S.REJECTED, S.WITHDRAWN, S.ANNULLED)
STOPPED = (S.ENDED, S.REJECTED, S.WITHDRAWN, S.ANNULLED)  # closed without what was asked for
TONES: dict[Any, str] = {
    S.SUBMITTED: "info",
    S.RETURNED: "warn",
    S.TAKEN: "info",
    S.REVIEWED: "info",
    S.ASSESSED: "info",
    S.NOTICED: "info",
    S.DESIGNED: "info",
    S.APPROVED: "good",
    S.ACTIVE: "good",
    S.FROZEN: "warn",
    S.ANSWERED: "good",
    S.BUILT: "info",
    S.ACCEPTED: "good",
    S.DELIVERED: "good",
    S.COMPLETED: "good",
    S.REJECTED: "stop",
    S.ANNULLED: "stop",
}


class Origin(models.TextChoices):
    WINDOW = "window", _("窗口")
    PHONE = "phone", _("电话")
    HOME_VISIT = "visit", _("入户")
    PLATFORM = "platform", _("市级平台")
    IMPORT = "import", _("表格导入")


class Subject(models.TextChoices):
    PERSON = "person", _("个人")
    HOUSEHOLD = "household", _("家庭")
    ORGANISATION = "organisation", _("单位")
    NONE = "none", _("活动")


@dataclass(frozen=True)
class StepField:
    """One thing a step asks for; `name` is a column of Entry.

    `type`: date, integer, money, month, choice, text, person, organisation; in grids also days (of a month).
    """

    name: str
    label: Any
    type: str = "text"
    required: bool = True
    choices: tuple[tuple[str, Any], ...] = ()
    help: Any = ""
    longest: int = 200  # characters of a text


ON = StepField("on", _("日期"), "date")
REASON = StepField("reason", _("理由"), "text")


@dataclass(frozen=True)
class Step:
    """A move: from one of `from_` to `to` (None: the status stays, so the step can be repeated).

    `guards` are called with (case, by, on, data) and raise a DomainError; `effect` with (by, case, entry, data)
    after the entry was written, in the same transaction. `amended` puts right what the effect wrote beyond the case:
    called with (by, case, entry, again, reason) after `entry` was corrected to `again` or voided (None). A step that
    `decides` asks the kind's rule again and keeps its verdict; an `internal` one is written by the product (a payment
    that the bank confirmed) and offered to nobody.
    """

    code: str
    label: Any
    right: str
    from_: tuple[str, ...] = ()
    to: str | None = None
    fields: tuple[StepField, ...] = (ON,)
    guards: tuple[Callable, ...] = ()
    effect: Callable | None = None
    amended: Callable | None = None
    quiet: bool = False  # not the way forward: shown as a secondary button
    decides: bool = False
    internal: bool = False

    @property
    def slug(self) -> str:
        return self.code.partition(".")[2]


@dataclass(frozen=True)
class Kind:
    """A kind of case. `model` is its small table; `check` is called with (on, person, details) before opening and
    raises; `claim` with (case, details) gives the key under which the same thing cannot be applied for twice.
    `rule` judges an entitlement.Application, at opening and where a step decides; `words` say its reasons and lines:
    (code, why) -> sentence, what -> label."""

    code: str
    label: Any
    prefix: str
    subject: str
    model: str
    opening: Step
    steps: tuple[Step, ...]
    check: Callable | None = None
    claim: Callable | None = None
    details: tuple[str, ...] = ()  # models of detail rows, entered with the case (formsets, nested in REST)
    joint: bool = False  # further applicants may stand on one application
    rule: Callable[..., Verdict] | None = None
    words: Mapping[Any, Any] = field(default_factory=dict, hash=False)
    posthumous: bool = False  # may be opened although its person has died
    standalone: bool = True  # opened for a person; else from what it belongs to (a payment)
    whole: bool = False  # the district's own: it stands in no street (accounts.models.DISTRICT_ITSELF)

    def number(self, opened_on: dt.date, serial: int) -> str:
        """Of a case: `HM-2023-000123`."""
        return f"{self.prefix}-{opened_on.year}-{serial:06d}"

    def step(self, slug: str) -> Step:
        """The step of that slug; KeyError when there is none."""
        return next((s for s in self.steps if s.slug == slug), None) or _no_step(self.code, slug)

    def next_steps(self, status: str) -> list[Step]:
        """What people may do next."""
        return [step for step in self.steps if status in step.from_ and not step.internal]

    @property
    def detail_model(self) -> type[models.Model]:
        return apps.get_model(self.model)

    @property
    def detail_rows(self) -> list[type[models.Model]]:
        return [apps.get_model(name) for name in self.details]

    def offered(self, slug: str) -> Step:
        """The step of that slug, for people; KeyError when there is none or only the product takes it."""
        step = self.step(slug)
        return step if not step.internal else _no_step(self.code, slug)

    @property
    def labels(self) -> dict[str, Any]:
        """Ledger code -> what happened, in words."""
        return {step.code: step.label for step in (self.opening, *self.steps)}

    def word(self, code: str, detail: str) -> Any:
        """What the choice `detail` means in the step of that ledger code; None when it is not a choice there."""
        steps = (step for step in (self.opening, *self.steps) if step.code == code)
        choices = [s.choices for step in steps for s in step.fields if s.name == "detail"]
        return dict(choices[0]).get(detail) if choices else None


def _no_step(kind: str, slug: str) -> Step:
    raise KeyError(f"{kind} has no step {slug}")


_registry: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Called from the AppConfig.ready of a kind's app."""
    for kind in kinds:
        _registry[kind.code] = kind


def get(code: str) -> Kind:
    """The kind of that code; KeyError when no app registered it."""
    return _registry[code]


def all_kinds() -> list[Kind]:
    return sorted(_registry.values(), key=lambda kind: kind.code)


def grantable() -> list[KindOfCase]:
    """What city systems can be given rights about (accounts.grants)."""
    return [
        KindOfCase(
            kind.code, kind.label, frozenset(step.right for step in (kind.opening, *kind.steps) if not step.internal)
        )
        for kind in all_kinds()
    ]
