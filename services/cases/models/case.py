"""The one case table. A kind is one small table beside it, so that all can be listed, searched and counted together."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.grants import readable
from accounts.models import Community, Street, User
from accounts.plain_text import PlainText
from accounts.scoping import Scope, ScopedQuerySet
from services.cases import kinds
from services.cases.kinds import CLOSED, Origin, Status
from services.people.models import Household, Organisation, Person, records_of


class NextSerial(Func):
    function = "nextval"
    output_field = models.BigIntegerField()

    def __init__(self) -> None:
        super().__init__(Value("case_serial"))


class CaseQuerySet(ScopedQuerySet):
    def _within(self, scope: Scope) -> Self:
        """A city system sees the kinds that it was granted."""
        return self.all() if scope.grants is None else self.filter(kind__in=readable(scope.grants))

    def of_kind(self, code: str) -> Self:
        return self.filter(kind=code)

    def open(self) -> Self:
        return self.exclude(status__in=CLOSED)

    def of_person(self, person: Person) -> Self:
        """Also those of records that were merged into this one."""
        records = records_of(person)
        return self.filter(Q(person__in=records) | Q(parties__person__in=records)).distinct()

    def found_by(self, term: str) -> Self:
        """By case number (HM-2023-000123 or its last digits), else by person as PersonQuerySet.found_by."""
        serial = term.strip().rpartition("-")[2]
        if serial.isdigit() and len(serial) < 15:
            return self.filter(serial=int(serial))
        people = Person.objects.found_by(term).values("pk").order_by()
        return self.filter(Q(person__in=people) | Q(parties__person__in=people)).distinct()


class Case(models.Model):
    """One case. Its history is in the ledger; `status` is where the last standing move left it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    serial = models.BigIntegerField(db_default=NextSerial(), editable=False, unique=True)
    kind = models.CharField(_("类型"), max_length=30, editable=False)
    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"), related_name="+", db_index=False)
    community = models.ForeignKey(
        Community, models.PROTECT, verbose_name=_("社区"), null=True, blank=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("本人"), null=True, related_name="cases")
    household = models.ForeignKey(Household, models.PROTECT, verbose_name=_("家庭"), null=True, related_name="cases")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("单位"), null=True, related_name="cases", db_index=False
    )
    status = models.CharField(_("状态"), max_length=20, choices=Status.choices, editable=False)
    opened_on = models.DateField(_("申请日期"))
    origin = models.CharField(_("来源"), max_length=10, choices=Origin.choices, default=Origin.WINDOW)
    external_system = PlainText(_("外部系统"), max_length=30, blank=True, default="")
    external_id = PlainText(_("外部编号"), max_length=64, null=True, blank=True)
    claim = models.CharField(max_length=120, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("案件")
        indexes = [
            models.Index(fields=["street", "kind", "-serial"], name="case_list_of_a_street"),
            models.Index(fields=["kind", "-serial"], name="case_list_of_the_district"),
            models.Index(fields=["street", "kind", "status", "-serial"], name="case_list_of_a_street_by_state"),
            models.Index(fields=["kind", "status", "-serial"], name="case_list_of_district_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "street"], name="case_stands_in_one_street"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=~Q(status__in=CLOSED),
                name="case_is_not_applied_for_twice",
                violation_error_message=_("同样的申请已经存在。请打开已有的案件继续办理，不要重复登记。"),
            ),
            models.UniqueConstraint(
                fields=["external_system", "external_id"],
                name="external_case_is_registered_once",
                violation_error_message=_("这个外部编号的案件已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(external_id=None) | ~Q(external_system=""), name="external_id_names_its_system"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return self.of_kind.number(self.opened_on, self.serial)

    @property
    def of_kind(self) -> "kinds.Kind":
        return kinds.get(self.kind)

    @property
    def subject(self) -> str:
        """Whom the case is about, masked."""
        if self.household_id and not self.person_id:
            return str(self.household)
        return str(self.person or self.organisation or self.community or self.street)

    @property
    def is_closed(self) -> bool:
        return self.status in CLOSED


class CaseParty(models.Model):
    """A further applicant on the same application."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties", db_constraint=False)
    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("共同申请人"), related_name="party_to")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("共同申请人")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"],
                name="party_is_named_once",
                violation_error_message=_("此人已经是这份申请的共同申请人。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class CaseDetailQuerySet(ScopedQuerySet):
    """The QuerySet of every kind's table: the case comes along."""

    def with_case(self) -> Self:
        return self.select_related("case", "case__person", "case__street", "case__community", "case__household")


class CaseDetail(models.Model):
    """Abstract: the small table of a kind, one row beside its case and in the case's street."""

    case = models.OneToOneField(
        Case, models.CASCADE, primary_key=True, editable=False, related_name="%(class)s", db_constraint=False
    )
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)

    objects = CaseDetailQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.case.number
