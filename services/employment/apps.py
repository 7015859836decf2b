from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmploymentConfig(AppConfig):
    name = "services.employment"
    verbose_name = _("就业")

    def ready(self) -> None:
        from services.cases import kinds
        from services.circumstances import reading
        from services.employment.actions import end_on_death, follow_person, forms_of
        from services.employment.imports import BOOKS
        from services.employment.kind import KINDS
        from services.ledger import actions as ledger
        from services.people.actions import ON_DEATH
        from services.workbooks import books

        kinds.register(*KINDS)
        ledger.FOLLOWERS.append(follow_person)
        ON_DEATH.append(end_on_death)
        reading.FORMS_OF_EMPLOYMENT.append(forms_of)
        books.register(*BOOKS)
