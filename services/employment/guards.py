"""What an opening or a step of employment work refuses, in words. Reads only."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, Malformed, RuleBroken
from services.cases.course import course
from services.cases.kinds import Status
from services.cases.models import Case
from services.employment.models import Graduate, Training
from services.ledger.models import Entry
from services.people.models import Person

VOID = (Status.ANNULLED, Status.WITHDRAWN)


def placement_claim(case: Case, details: dict[str, Any]) -> str:
    if case.organisation_id is None:
        raise Malformed("organisation.missing", _("请选择用人单位；没有的先在“单位与机构”里登记。"), "organisation")
    return f"placement:{case.person_id}:{case.organisation_id}"


def training_claim(case: Case, details: dict[str, Any]) -> str:
    return f"training:{case.person_id}:{details['starts_on']}:{details['course']}"


def graduate_claim(case: Case, details: dict[str, Any]) -> str:
    return f"graduate:{case.person_id}:{details['graduation_year']}"


def contract_in_order(*, details: dict[str, Any], **_kwargs: Any) -> None:
    ends = details.get("contract_to")
    if ends and ends < details["contract_from"]:
        raise Malformed("contract_to.before_beginning", _("合同终止日早于起始日。请对照合同核对。"), "contract_to")


def _refuse_twin(rows: Any, detail: Any, pointer: str) -> None:
    """The claim refuses a twin that is still open; this one also a twin that is done."""
    if twin := rows.exclude(case__status__in=VOID).select_related("case").first():
        raise Conflict("case.already_registered", detail % {"number": twin.case.number}, pointer)


def one_enrolment(*, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    rows = Training.objects.filter(case__person=person, course=details["course"], starts_on=details["starts_on"])
    detail = _("此人已经报名过同一天开班的这门课程（%(number)s）。请打开原来的登记，不要重复登记。")
    _refuse_twin(rows, detail, "course")


def one_registration_a_year(*, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    rows = Graduate.objects.filter(case__person=person, graduation_year=details["graduation_year"])
    detail = _("此人这一年的毕业生登记已经存在（%(number)s）。请打开原来的登记，不要重复登记。")
    _refuse_twin(rows, detail, "graduation_year")


def standing(case: Case, slug: str) -> Any:
    """The entries of that step which stand."""
    return Entry.objects.filter(case=case).standing().of(f"{case.kind}.{slug}")


def wants_to_work(*, case: Case, **_kwargs: Any) -> None:
    if not any((one.code, one.detail) == ("graduate.registered", "willing") for one in course(case.pk)):
        detail = _("登记的是“无就业意愿”，不能登记实现就业。意愿有变化的，请先更正登记时的就业意愿。")
        raise RuleBroken("graduate.unwilling", detail)


def once(*, case: Case, **_kwargs: Any) -> None:
    if held := standing(case, "held").first():
        detail = _("这场招聘会已经登记举办（%(day)s）。另一场请新建；日期有误请更正原来的记录。")
        raise Conflict("job_fair.already_held", detail % {"day": held.happened_on}, "on")


def refuse_employer_again(case: Case, organisation: Any, besides: Any = None) -> None:
    twins = standing(case, "employer_attended").filter(organisation=organisation).exclude(pk=besides)
    if twins.exists():
        detail = _("%(employer)s 已经登记参加这场招聘会。岗位数有变化的，请更正原来的记录。")
        raise Conflict("employer.already_attended", detail % {"employer": organisation}, "organisation")


def new_employer(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
    refuse_employer_again(case, data["organisation"])


def still_new_employer(*, case: Case, again: Entry | None, **_kwargs: Any) -> None:
    """A corrected employer must not be one that attended already."""
    if again:
        refuse_employer_again(case, again.organisation, besides=again.pk)


def new_person(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
    if standing(case, "intended").filter(person=data["person"]).exists():
        detail = _("此人在这场招聘会已经登记达成意向。一个人在一场招聘会只登记一次。")
        raise Conflict("person.already_intended", detail, "person")
