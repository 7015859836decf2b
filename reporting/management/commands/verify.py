import sys
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting import verify
from reporting.management.base import ReportingCommand


class Command(ReportingCommand):
    help = gettext_lazy("核对全部数据：台账、案件状态、各种取数方式一致、数据隔离；有问题时逐条列出并以 1 退出")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for sentence in verify.problems():
            self.stdout.write(sentence)
            count += 1
        if count:
            self.stderr.write(_("%(count)s 处不符") % {"count": count})
            sys.exit(1)
        self.stdout.write(_("核对无误"))
