"""A city system to try the interface with. Only where synthetic numbers are allowed."""

import datetime as dt
from pathlib import Path
from shlex import quote
from textwrap import indent
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.clients import actions, secrets
from accounts.clients.models import Client
from accounts.clients.offers import offered
from accounts.models import Street
from accounts.scoping import enter, system_scope
from deploy.embedded import var_dir

NAME = "沙箱（对接试用）"
STREET = "110102007"  # of clerk_a, so that what it enters can be looked at
AGAIN = "manage.py sandbox_client --rotate"


class Command(BaseCommand):
    help = "Makes the sandbox client when there is none, and says where its secret is. --rotate: a new secret."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--url", default=settings.PUBLIC_URL)
        parser.add_argument("--rotate", action="store_true", help="the old secret ends at once")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALLOW_SYNTHETIC_ID:
            raise CommandError("a sandbox client is made only where ALLOW_SYNTHETIC_ID=1")
        file = var_dir() / "sandbox.env"
        with enter(system_scope()):
            client = Client.objects.filter(name=NAME).select_related("user").first()
            if client is None:
                client, secret = self._registered()
            else:
                secret = self._rotated(client) if options["rotate"] else self._kept(file, client)
        if not secret:
            self.stdout.write(f"Sandbox client {client.client_id}: its secret was shown before. Anew: {AGAIN}")
            return
        text = f"TAIZHANG_URL={options['url']}\nCLIENT_ID={client.client_id}\nCLIENT_SECRET={secret}\n"
        self._write(file, text)
        self.stdout.write(f"Sandbox client of the REST interface (对接试用), kept in {file}:\n{indent(text, '  ')}")
        self.stdout.write("  deploy/integrator/README.md is the tutorial; the conformance run (接口检验):")
        self.stdout.write(
            f"  (. {quote(str(file))} && python3 -m deploy.integrator $TAIZHANG_URL $CLIENT_ID $CLIENT_SECRET)"
        )

    def _registered(self) -> tuple[Client, str]:
        street = Street.objects.get(pk=STREET)
        return actions.register(by=None, name=NAME, scopes=list(offered()), streets=[street], per_minute=6000)

    def _rotated(self, client: Client) -> str:
        for old in client.secrets.valid(timezone.now()).exclude(ends_at=None):
            actions.end_secret(by=None, secret=old)
        return actions.rotate(by=None, client=client, overlap=dt.timedelta())

    def _kept(self, file: Path, client: Client) -> str:
        """The secret in the file, while it is valid; else ""."""
        lines = file.read_text().splitlines() if file.exists() else []
        found = next((line.partition("=")[2] for line in lines if line.startswith("CLIENT_SECRET=")), "")
        valid = client.secrets.valid(timezone.now())
        return found if valid.filter(digest=secrets.digest(found)).exists() else ""

    def _write(self, file: Path, text: str) -> None:
        """Beside the demo's database, for its owner alone: everything there is made up."""
        file.touch(mode=0o600)
        file.write_text(text)
