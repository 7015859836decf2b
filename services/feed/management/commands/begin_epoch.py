from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scoping import enter, system_scope
from services.feed import actions


class Command(BaseCommand):
    help = gettext_lazy("恢复旧数据之后：让对接系统的续读标记全部失效，各系统从头重新读取变更。")

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        self.help = str(self.help)  # argparse wants no lazy text
        return super().create_parser(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        with enter(system_scope()):
            actions.begin_epoch(by=None)
        self.stdout.write(_("已开始新的纪元。对接系统下一次读取变更时会得到410，并从头读取。"))
