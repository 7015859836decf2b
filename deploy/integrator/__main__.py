"""`python -m deploy.integrator URL CLIENT [SECRET]`: what of the interface works as described; exit 1 when not all."""

import argparse
import getpass
import os
import sys
import urllib.error

from . import reading, writing  # noqa: F401 - they add their checks
from .running import Run
from .speaking import Api


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.integrator", description=__doc__)
    parser.add_argument("url", help="http://127.0.0.1:8000")
    parser.add_argument("client", help="client_id")
    parser.add_argument(
        "secret", nargs="?", help="client_secret; without it CLIENT_SECRET of the environment, or asked"
    )
    parser.add_argument("--english", action="store_true")
    parser.add_argument("--read-only", action="store_true", help="enters nothing")
    given = parser.parse_args()
    secret = given.secret or os.environ.get("CLIENT_SECRET") or getpass.getpass("client_secret: ")
    run = Run(Api(given.url, given.client, secret), english=given.english, writes=not given.read_only)
    print(f"{'Conformance of' if given.english else '接口检验'} {given.url}\n", flush=True)
    try:
        return 0 if run.everything(lambda line: print(line, flush=True)) else 1
    except (urllib.error.URLError, OSError) as error:
        print(f"{'No answer' if given.english else '没有应答'}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
