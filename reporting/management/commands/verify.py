import sys
from typing import Any

from reporting import verify
from reporting.management.base import ReportingCommand


class Command(ReportingCommand):
    help = "核对全部数据：台账、案件状态、各种取数方式一致、数据隔离；有问题时逐条列出并以 1 退出"

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for sentence in verify.problems():
            self.stdout.write(sentence)
            count += 1
        if count:
            self.stderr.write(f"{count} 处不符")
            sys.exit(1)
        self.stdout.write("核对无误")
