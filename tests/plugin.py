"""Loaded by pytest before the settings (`-p tests.plugin`): servers of the tests' own, apart from the demo's data."""

import hashlib
import os
from pathlib import Path

from deploy import embedded
from deploy.servers import BASE_DIR


def _key(name: str) -> str:
    return hashlib.sha256(f"taizhang tests {name}".encode()).hexdigest()


os.environ.setdefault("TAIZHANG_VAR", str(BASE_DIR / "var" / "test"))
os.environ.setdefault("TAIZHANG_EMBEDDED_FAST", "1")
embedded.ensure()
# With servers of CI's own the secrets are ours all the same; constant, since template databases are kept.
for name, value in (
    ("SECRET_KEY", _key("signing")),
    ("FIELD_KEYS", "1:" + _key("fields")),
    ("INDEX_KEY", _key("index")),
    ("ALLOW_SYNTHETIC_ID", "1"),
    ("HTTPS", "0"),
    ("STATIC_ROOT", str(embedded.var_dir() / "static")),
):
    os.environ.setdefault(name, value)
Path(os.environ["STATIC_ROOT"]).mkdir(parents=True, exist_ok=True)
