from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmploymentConfig(AppConfig):
    name = "services.employment"
    verbose_name = _("就业")

    def ready(self) -> None:
        from services.cases import grids, kinds
        from services.circumstances import reading
        from services.employment import actions
        from services.employment.grids import GRIDS
        from services.employment.imports import BOOKS
        from services.employment.kind import KINDS
        from services.employment.models import EmploymentStatus
        from services.ledger import actions as ledger
        from services.ledger import words
        from services.people.actions import ON_DEATH
        from services.workbooks import books

        kinds.register(*KINDS)
        grids.register(*GRIDS)
        books.register(*BOOKS)
        ledger.FOLLOWERS.append(actions.follow_person)
        ON_DEATH.append(actions.follow_death)
        reading.FORMS_OF_EMPLOYMENT.append(actions.forms_of)
        said = {actions.STARTED: _("就业状况"), actions.ENDED: _("就业状况结束")}
        words.register(
            said, dict.fromkeys(said, lambda entry: EmploymentStatus(entry.detail).label if entry.detail else "")
        )
