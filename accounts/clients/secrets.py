"""Secrets and tokens: random, told once, kept as SHA-256. The beginning tells scanners and people what it is."""

import hashlib
import re
import secrets

SECRET, TOKEN = "tzs_", "tzt_"
USABLE = re.compile(r"[\x21-\x7e]{1,200}")


def new(beginning: str) -> str:
    return beginning + secrets.token_urlsafe(32)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
