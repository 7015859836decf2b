from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbooksConfig(AppConfig):
    name = "services.workbooks"
    verbose_name = _("表格导入")

    def ready(self) -> None:
        from accounts.admin_site import LINKS, PAGES
        from services.jobs import registry
        from services.workbooks import actions, pages, undoing, work

        PAGES.append(pages.pages)
        LINKS.append(pages.links)
        for name, function, label, in_batches in (
            (actions.CHECK, work.check, _("核对表格"), False),
            (actions.ACCEPT, work.accept, _("导入表格"), True),
            (actions.UNDO, undoing.undo, _("撤销导入"), True),
        ):
            registry.register(
                name, function, label=label, right=actions.RIGHT, in_batches=in_batches, page=pages.page_of_job
            )
