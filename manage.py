#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from deploy import embedded

WITHOUT_SERVERS = {"help", "--help", "-h", "version", "--version", "compilemessages", "makemessages", "makemigrations"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    words = sys.argv[1:]
    embedded.ensure(start=bool(words) and words[0] not in WITHOUT_SERVERS and not {"-h", "--help"} & set(words))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
