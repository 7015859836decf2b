from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "services.certificates"
    verbose_name = _("残疾人证")

    def ready(self) -> None:
        from services.cases import kinds
        from services.certificates import actions, freezing
        from services.certificates.imports import BOOKS
        from services.certificates.kind import KINDS
        from services.circumstances import reading
        from services.ledger import words
        from services.ledger.actions import FOLLOWERS
        from services.people.actions import ON_DEATH
        from services.workbooks import books

        kinds.register(*KINDS)
        books.register(*BOOKS)
        reading.SUSPENDED.append(freezing.frozen_of)
        FOLLOWERS.append(actions.follow_person)
        ON_DEATH.append(actions.follow_death)
        words.register({actions.STARTED: _("残疾人证登记"), actions.ENDED: _("残疾人证失效")})
