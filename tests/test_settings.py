"""The settings of an installation in service, which the demo and the tests do not have."""

import os
import re
import subprocess
import sys

from django.conf import settings
from django.contrib.staticfiles import finders

ASK = """
import django.core.checks.security.base, django.core.checks.security.csrf, django.core.checks.security.sessions
from django.core.checks import registry
checks = [one for one in registry.registry.get_checks(True) if "security" in one.tags]
assert len(checks) > 10
print([said.id for one in checks for said in one(None) if not said.is_silenced()])
"""
STATIC = re.compile(r"{% static '([^']+)' %}")


def test_in_service_nothing_is_left_to_warn_of():
    """What `manage.py check --deploy` says of safety, asked without starting the applications."""
    in_service = {"HTTPS": "1", "ALLOW_SYNTHETIC_ID": "0", "ALLOWED_HOSTS": "taizhang.example"}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={**os.environ, **in_service},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


def test_every_file_that_a_page_names_is_there():
    """In service a name without a file is a fault of the whole page."""
    pages = [path for app in ("services", "reporting", "deploy") for path in settings.BASE_DIR.glob(f"{app}/**/*.html")]
    names = {name for page in pages for name in STATIC.findall(page.read_text())}
    assert len(names) > 5 and [name for name in sorted(names) if finders.find(name) is None] == []
