"""`migrate` works on the owner's connection: the web login owns nothing and may create nothing."""

from django.core.management.commands.migrate import Command as Stock


class Command(Stock):
    def handle(self, *args, **options):
        if options["database"] == "default":
            options["database"] = "owner"
        return super().handle(*args, **options)
