"""What the steps of the two kinds do to the register of certificates, and how that is put right with them."""

from typing import Any

from accounts.models import User
from services.cases.models import Case
from services.certificates import actions, guards
from services.certificates.conclusions import LOWER, Conclusion
from services.certificates.models import CertificateApplication, CertificateEnding
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people.models import Certificate
from services.people.numbers import parse_certificate_number
from services.policy.models import Policy

Purpose, Ground, Reason = CertificateApplication.Purpose, CertificateEnding.Ground, Certificate.EndReason
ENDS_AS = {Purpose.RENEWAL: Reason.RENEWED, Purpose.REISSUE: Reason.REISSUED, Purpose.CHANGE: Reason.CHANGED}

# What was issued, by purpose: counted beside the step.
ISSUED = {
    Purpose.FIRST: "certificate_issue.first",
    Purpose.RENEWAL: "certificate_issue.renewed",
    Purpose.REISSUE: "certificate_issue.reissued",
    Purpose.CHANGE: "certificate_issue.changed",
    Purpose.TRANSFER_IN: "certificate_issue.transferred_in",
}


def issue(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """The certificate before it ends, the new one begins; their numbers differ by category, grade and reissue."""
    on, purpose = entry.happened_on, Purpose(case.certificateapplication.purpose)
    code = guards.concluded(case).detail
    conclusion, suffix, before = Conclusion.of(code), "", guards.former(case.person)
    components = [(each.category, each.grade) for each in guards.components(case, before)]
    if before and purpose == Purpose.REISSUE:
        suffix = f"B{parse_certificate_number(before.number, today=on).reissue + 1}"
    if purpose in ENDS_AS and case.person.certificates.valid_on(on).exists():
        actions.end_certificate(by=by, certificate=before, on=on, reason=str(ENDS_AS[purpose]), case=case, today=on)
    actions.register_certificate(
        by=by,
        person=case.person,
        number=f"{case.person.id_number}{code.removesuffix(LOWER)}{suffix}",
        valid_from=on,
        valid_to=guards.years_later(on, Policy.objects.texts(on).years("certificate.valid_years")),
        lower_limb=conclusion.lower_limb,
        components=components,
        case=case,
        today=on,
    )
    ledger.record(by=by, code=ISSUED[purpose], on=on, street_id=case.street_id, case=case, person=case.person)


def issue_again(*, by: User | None, case: Case, entry: Entry, again: Entry | None, reason: str) -> None:
    actions.undo(by=by, case=case, reason=reason)
    if again:
        issue(by=by, case=case, entry=again)


def conclude_again(*, by: User | None, case: Case, reason: str, **_kwargs: Any) -> None:
    """A conclusion that was corrected after the issue makes another certificate, of the same day."""
    issued = Entry.objects.filter(case=case).standing().of(f"{case.kind}.issued").first()
    if issued:
        issue_again(by=by, case=case, entry=issued, again=issued, reason=reason)


def end(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """Transferred, or cancelled for its ground; a move that was not followed up is cancelled as such."""
    ground = case.certificateending.ground
    if ground == Ground.MOVED_OUT and entry.code.endswith(".cancelled"):
        ground = Reason.NOT_MOVED
    certificate = guards.held(case.person, entry.happened_on)
    actions.end_certificate(
        by=by, certificate=certificate, on=entry.happened_on, reason=str(ground), case=case, today=entry.happened_on
    )


def end_again(*, by: User | None, case: Case, entry: Entry, again: Entry | None, reason: str) -> None:
    actions.undo(by=by, case=case, reason=reason)
    if again:
        end(by=by, case=case, entry=again)
