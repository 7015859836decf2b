from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbooksConfig(AppConfig):
    name = "services.workbooks"
    verbose_name = _("表格导入")

    def ready(self) -> None:
        from accounts.admin_site import LINKS, PAGES
        from services.jobs import registry
        from services.workbooks import pages, work

        PAGES.append(pages.pages)
        LINKS.append(pages.links)
        registry.register(work.CHECK, work.check, label=_("核对表格"), right="workbook.import")
        registry.register(work.ACCEPT, work.accept, label=_("导入表格"), right="workbook.import", in_batches=True)
        registry.register(work.UNDO, work.undo, label=_("撤销导入"), right="workbook.import", in_batches=True)
