"""How a certificate comes about: DOMAIN B.2 as it is refused and as it is done."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.errors import Conflict, Malformed, RuleBroken
from services.cases import amendments
from services.ledger.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
OPENED = dt.date(2023, 3, 1)
DAY = dt.timedelta(1)


def applied(purpose, person, on=OPENED, **details):
    given = {"purpose": purpose, "guardian": "", "former_place": "", **details}
    return make.opened("certificate_application", person, on=on, details=given)


def concluded(purpose, person, code="42", on=OPENED, step="assessed", **details):
    """Taken and assessed (or confirmed) on the day after the application."""
    case = applied(purpose, person, on, **details)
    make.moved(case, "taken", on)
    hospital = {"organisation": make.organisation("指定评定医院")} if step == "assessed" else {}
    make.moved(case, step, on + DAY, by="officer_2", detail=code, **hospital)
    return case


def issued(purpose, person, code="42", on=OPENED, step="assessed", **details):
    case = concluded(purpose, person, code, on, step, **details)
    if step == "assessed" and purpose in ("first", "change"):
        make.moved(case, "notice_posted", on + DAY)
    make.moved(case, "approved", on + 20 * DAY, by="officer")
    make.moved(case, "issued", on + 21 * DAY, by="officer")
    return case


def certificates(person):
    with make.acting(None):
        rows = person.certificates.order_by("valid_from")
        return [(one.number.removeprefix(person.id_number), one.valid_from, one.end_reason) for one in rows]


def codes(case):
    with make.acting(None):
        return set(Entry.objects.filter(case=case).standing().values_list("code", flat=True))


def refused(act, *arguments, **values):
    with pytest.raises((RuleBroken, Conflict, Malformed)) as error:
        act(*arguments, **values)
    return error.value.code


class TestIssue:
    def test_it_makes_the_number_of_id_category_and_grade(self):
        person = make.person(certificate=None)
        case = issued("first", person, "42L")
        assert certificates(person) == [("42", OPENED + 21 * DAY, "")]
        with make.acting(None):
            one = person.certificates.get()
            assert (one.category, one.grade, one.lower_limb) == (4, 2, True)
            assert one.valid_to == dt.date(2033, 3, 22)
        assert {"certificate.started", "certificate_issue.first"} <= codes(case)

    def test_a_lost_one_gets_b1_and_then_b2(self):
        person = make.person(since=dt.date(2020, 1, 1))
        issued("reissue", person, step="confirmed")
        issued("reissue", person, step="confirmed", on=dt.date(2023, 6, 1))
        assert certificates(person) == [
            ("42", dt.date(2020, 1, 1), "reissued"),
            ("42B1", dt.date(2023, 3, 22), "reissued"),
            ("42B2", dt.date(2023, 6, 22), ""),
        ]

    def test_a_change_of_grade_supersedes_it(self):
        person = make.person(certificate="43")
        case = issued("change", person, "42")
        assert certificates(person) == [("43", dt.date(2020, 1, 1), "changed"), ("42", OPENED + 21 * DAY, "")]
        assert {"certificate.started", "certificate.ended", "certificate_issue.changed"} <= codes(case)

    def test_of_a_multiple_disability_the_components_are_kept(self):
        person = make.person(certificate=None)
        case = concluded("first", person, "72")
        assert refused(make.moved, case, "notice_posted", OPENED + DAY) == "certificate.components"
        make.moved(case, "component", OPENED + DAY, by="officer_2", detail="42L")
        heavier = refused(make.moved, case, "component", OPENED + DAY, by="officer_2", detail="11")
        assert heavier == "certificate.component_is_heavier"
        make.moved(case, "component", OPENED + DAY, by="officer_2", detail="13")
        again = refused(make.moved, case, "component", OPENED + DAY, by="officer_2", detail="14")
        assert again == "certificate.component_known"
        make.moved(case, "notice_posted", OPENED + DAY)
        make.moved(case, "approved", OPENED + 20 * DAY, by="officer")
        make.moved(case, "issued", OPENED + 21 * DAY, by="officer")
        with make.acting(None):
            parts = person.certificates.get().components.order_by("category").values_list("category", "grade")
            assert list(parts) == [(1, 3), (4, 2)]

    def test_taken_back_it_never_was_and_the_one_before_goes_on(self):
        person = make.person(certificate="43")
        case = issued("change", person, "42")
        with make.acting("officer") as by:
            entry = Entry.objects.of("certificate_application.issued").get(case=case)
            amendments.take_back(by=by, entry=entry, reason="制证有误")
            assert person.certificate_on(make.TODAY).grade == 3
        assert not codes(case) & {"certificate.started", "certificate.ended", "certificate_issue.changed"}
        make.moved(case, "issued", OPENED + 21 * DAY, by="officer")  # the same number on the same day again
        with make.acting(None):
            assert person.certificate_on(make.TODAY).grade == 2

    def test_its_date_is_corrected_with_the_register(self):
        person = make.person(certificate="43")
        case = issued("change", person, "42")
        later = OPENED + 30 * DAY
        with make.acting("officer") as by:
            entry = Entry.objects.of("certificate_application.issued").get(case=case)
            amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, happened_on=later)
            assert person.certificate_on(later - DAY).grade == 3
            assert person.certificate_on(later).grade == 2
            started = Entry.objects.filter(case=case).standing().of("certificate.started").get()
            assert (started.happened_on, started.valid_until) == (later, dt.date(2033, 3, 31))

    def test_a_conclusion_corrected_later_makes_another_number(self):
        person = make.person(certificate=None)
        case = issued("first", person, "42")
        with make.acting("officer") as by:
            (entry,) = make.entries(case, "assessed")
            amendments.correct(by=by, entry=entry, reason="录错等级", today=make.TODAY, detail="43")
            assert person.certificate_on(make.TODAY).grade == 3
        assert [number for number, _day, why in certificates(person) if not why] == ["43"]
        with make.acting(None):
            assert Entry.objects.filter(person=person).standing().of("certificate.started").count() == 1

    def test_components_outlive_a_corrected_day(self):
        person = make.person(certificate=None)
        case = concluded("first", person, "72")
        for part in ("42", "13"):
            make.moved(case, "component", OPENED + DAY, by="officer_2", detail=part)
        with make.acting("officer") as by:
            (entry,) = make.entries(case, "assessed")
            amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, happened_on=OPENED)
        make.moved(case, "notice_posted", OPENED + DAY)

    def test_it_is_not_taken_back_once_the_certificate_has_gone_on(self):
        person = make.person(certificate=None)
        case = issued("first", person)
        issued("reissue", person, step="confirmed", on=dt.date(2023, 6, 1))
        with make.acting("officer") as by:
            entry = Entry.objects.of("certificate_application.issued").get(case=case)
            assert refused(amendments.take_back, by=by, entry=entry, reason="x") == "certificate.went_on"


class TestOpening:
    @pytest.mark.parametrize("purpose", ["first", "transfer_in"])
    def test_who_holds_one_applies_for_no_second(self, purpose):
        assert refused(applied, purpose, make.person(), former_place="外区") == "certificate.holds_one"

    @pytest.mark.parametrize("purpose", ["reissue", "change"])
    def test_who_holds_none_has_nothing_to_replace(self, purpose):
        assert refused(applied, purpose, make.person(certificate=None)) == "certificate.nothing_to_replace"

    def test_it_is_renewed_after_nine_full_years(self):
        person = make.person(since=dt.date(2014, 3, 1))
        assert refused(applied, "renewal", person, dt.date(2023, 2, 28)) == "certificate.renewed_early"
        assert applied("renewal", person, dt.date(2023, 3, 1)).status == "submitted"

    def test_an_expired_one_is_renewed_too(self):
        person = make.person(since=dt.date(2013, 2, 1))
        issued("renewal", person, step="confirmed")
        assert certificates(person) == [("42", dt.date(2013, 2, 1), ""), ("42", OPENED + 21 * DAY, "")]

    def test_a_cancelled_one_is_applied_for_again_after_a_year(self):
        person = make.person()
        case = make.opened("certificate_ending", person, on=dt.date(2022, 5, 9))
        make.moved(case, "cancelled", dt.date(2022, 5, 10), by="officer")
        assert refused(applied, "first", person, dt.date(2023, 5, 9)) == "certificate.cancelled_recently"
        assert applied("first", person, dt.date(2023, 5, 10)).status == "submitted"

    def test_a_minor_applies_through_a_guardian(self):
        child = make.person("小明", born=dt.date(2012, 1, 1), certificate=None)
        assert refused(applied, "first", child) == "guardian.missing"

    def test_without_an_id_number_no_number_can_be_made(self):
        nobody = make.person("无名", identified=False, certificate=None)
        assert refused(applied, "first", nobody) == "certificate.no_id_number"


class TestNotice:
    def test_it_stands_five_working_days(self):
        """Posted on Thursday 2 March 2023, it stands until Thursday 9 March."""
        case = concluded("first", make.person(certificate=None))
        assert refused(make.moved, case, "approved", OPENED + DAY, by="officer") == "certificate.not_posted"
        make.moved(case, "notice_posted", dt.date(2023, 3, 2))
        early = refused(make.moved, case, "approved", dt.date(2023, 3, 9), by="officer")
        assert early == "certificate.notice_stands"
        make.moved(case, "approved", dt.date(2023, 3, 10), by="officer")

    def test_minors_are_not_announced(self):
        child = make.person("小明", born=dt.date(2012, 1, 1), certificate=None)
        case = concluded("first", child, "53", guardian="家长")
        assert refused(make.moved, case, "notice_posted", OPENED + DAY) == "certificate.no_notice"
        make.moved(case, "approved", OPENED + DAY, by="officer")

    def test_below_the_standard_nothing_is_approved(self):
        case = concluded("change", make.person(), "none")
        assert refused(make.moved, case, "approved", OPENED + DAY, by="officer") == "certificate.below_standard"

    def test_whoever_assessed_does_not_approve(self):
        case = concluded("reissue", make.person(), step="confirmed")
        assert refused(make.moved, case, "approved", OPENED + DAY, by="officer_2") == "case.same_hand"

    def test_the_printed_list_names_nobody_in_full(self, client, monkeypatch):
        monkeypatch.setattr(timezone, "localdate", lambda: dt.date(2023, 3, 9))
        person = make.person("欧阳小明", certificate=None)
        case = concluded("first", person, "63")
        make.moved(case, "notice_posted", OPENED + DAY)
        client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
        body = client.get("/admin/certificate-notice/").content.decode()
        for shown in ("欧阳**", case.number, "2023-03-02", "2023-03-09"):
            assert shown in body, shown
        with make.acting(None):
            for secret in ("期满", "欧阳小明", person.masked_id, "精神", "三级"):
                assert secret not in body, secret


class TestConclusions:
    def test_a_dispute_is_assessed_once_more(self):
        """Assessed on Thursday 2 March 2023: ten working days end on Thursday 16 March."""
        person = make.person(certificate=None)
        case = concluded("first", person, "none")
        late = refused(make.moved, case, "disputed", dt.date(2023, 3, 17), by="officer", detail="applicant")
        assert late == "certificate.disputed_late"
        make.moved(case, "rejected", dt.date(2023, 3, 3), by="officer", reason="未达到标准")
        make.moved(case, "disputed", dt.date(2023, 3, 16), by="officer", detail="applicant")
        hospital = make.organisation("市级评定医院")
        make.moved(case, "assessed", dt.date(2023, 3, 20), by="officer_2", detail="44", organisation=hospital)
        make.moved(case, "notice_posted", dt.date(2023, 3, 20))
        assert len(make.entries(case, "assessed")) == 2

    def test_a_lost_one_is_not_assessed_anew(self):
        case = applied("reissue", make.person())
        make.moved(case, "taken", OPENED)
        hospital = make.organisation("指定评定医院")
        found = refused(make.moved, case, "assessed", OPENED, by="officer_2", detail="42", organisation=hospital)
        assert found == "certificate.reissue_is_not_assessed"

    def test_what_is_confirmed_is_what_stands_there(self):
        assert refused(concluded, "reissue", make.person(), "41", step="confirmed") == "certificate.other_grade"

    def test_a_first_one_is_assessed_not_confirmed(self):
        found = refused(concluded, "first", make.person(certificate=None), step="confirmed")
        assert found == "certificate.must_be_assessed"
