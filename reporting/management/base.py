"""What the reporting commands share: the system's scope, a moment, an area, refusals as one sentence."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.scoping import enter, system_scope


def moment(text: str) -> dt.datetime:
    """An ISO date and time; without an offset it is Beijing's."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None:
        raise CommandError(_("不是有效的时间：%(text)s。请按 2024-01-31T18:00:00+08:00 的格式填写。") % {"text": text})
    return timezone.make_aware(found) if timezone.is_naive(found) else found


class ReportingCommand(BaseCommand):
    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        self.help = str(self.help)  # argparse wants no lazy text
        return super().create_parser(*args, **options)

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            with enter(system_scope()):
                return super().execute(*args, **options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def add_known_at(self, parser: CommandParser) -> None:
        parser.add_argument("--known-at", metavar="ISO", help=_("按这一时刻已经登记的情况统计（默认：现在）"))

    def known_at(self, options: dict[str, Any]) -> dt.datetime | None:
        return moment(options["known_at"]) if options["known_at"] else None
