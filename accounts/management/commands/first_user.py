import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts import actions
from accounts.errors import DomainError
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Makes the security administrator who registers everybody else; asks for the password, or reads it from a pipe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        username, name = options["username"], options["name"]
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password, User(username=username, name=name))
            actions.appoint_first(username=username, name=name, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except DomainError as error:
            raise CommandError(str(error.detail)) from None
        self.stdout.write(_("已登记安全管理员%(name)s。请登录后在“用户”里登记其他人。") % {"name": name})
