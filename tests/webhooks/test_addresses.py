"""Where an event may go: never to an internal address, never elsewhere than to the address that was checked."""

import datetime as dt
import os
import socket
import ssl
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from accounts.errors import DomainError
from services.webhooks import actions, sending
from services.webhooks.addresses import Target, is_fit, target_of
from services.webhooks.sending import Answer, post
from tests import make
from tests.webhooks.conftest import open_endpoint
from tests.webhooks.receiver import receiving

HEADERS = {"webhook-id": "msg_e1"}


def target(url, **changes):
    parts = target_of(url)
    return Target(**{**vars(parts), **changes})


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *(
            "255.255.255.255",
            "192.0.0.8",
            "fec0::1",
            "192.0.2.1",
            "198.18.0.1",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1%eth0",
            "fc00::1",
            "ff02::1",
        ),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::"),
        *("2001:0:4136:e378:8000:63bf:f5ff:fffe", "not an address"),
    ],
)
def test_internal_addresses_are_refused_in_every_disguise(settings, address):
    settings.WEBHOOK_NETWORKS = []
    assert not is_fit(address)


def test_public_addresses_and_networks_that_the_operator_named_are_fit(settings):
    settings.WEBHOOK_NETWORKS = [ip_network("10.20.0.0/16")]
    assert all(map(is_fit, ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "10.20.3.4"]))
    assert not is_fit("10.21.0.1")
    assert not is_fit("10.20.3.4", encrypted=False), "plain text stays on this machine"


@pytest.mark.parametrize(
    "url",
    [
        *("", "hooks.city.example", "ftp://hooks.city.example/", "https://", "https:///x", "javascript:alert(1)"),
        *("https://user:word@hooks.city.example/", "https://hooks.city.example/#x", "https://hooks.city.example:0/"),
        *("https://hooks.city.example:99999/", "https://hooks.city.example/\r\nX: y", "https://hooks.city.example/a b"),
        *("https://例子.example/", "https://[::1/"),
    ],
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(DomainError) as refusal:
        target_of(url)
    assert refusal.value.code == "url.malformed"


def test_plain_http_is_for_tests_only(settings):
    assert target_of("http://127.0.0.1:8000/x?y=1") == Target(False, "127.0.0.1", 8000, "/x?y=1")
    settings.WEBHOOK_NETWORKS = [ip_network("10.0.0.0/8")]
    with pytest.raises(DomainError) as refusal:
        target_of("http://hooks.city.example/")
    assert refusal.value.code == "url.not_encrypted"


@pytest.mark.parametrize("networks", ["127.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "169.254.0.0/16", "::/0"])
def test_production_refuses_addresses_of_its_own_machine(networks):
    environment = {**os.environ, "HTTPS": "1", "WEBHOOK_NETWORKS": networks}
    done = subprocess.run(
        [sys.executable, "-c", "import deploy.settings"], env=environment, capture_output=True, text=True
    )
    assert done.returncode and "WEBHOOK_NETWORKS" in done.stderr


@pytest.mark.django_db
def test_a_host_that_is_not_allowed_is_refused_with_whom_to_ask(receiver):
    open_endpoint(receiver)
    with make.acting("sysadmin") as by, pytest.raises(DomainError, match="安全管理员") as refusal:
        actions.open_endpoint(by=by, user=make.user("integrator"), name="x", url="https://else.example/", kinds=[])
    assert refusal.value.code == "host.not_allowed"


def test_a_name_that_leads_to_one_internal_address_among_others_is_refused(settings, monkeypatch):
    settings.WEBHOOK_NETWORKS = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in ("93.184.215.14", "10.0.0.5")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert post(target("https://hooks.city.example/"), b"{}", HEADERS) == Answer(error="address.internal")


def test_the_connection_goes_to_the_address_that_was_checked(receiver, monkeypatch):
    """A name that leads to the receiver when it is checked and elsewhere a moment later."""
    asked = []
    real = socket.getaddrinfo

    def changing(host, port, *args, **kwargs):
        if host == "hooks.city.example":
            asked.append(host)
            host = "127.0.0.1" if len(asked) == 1 else "127.0.0.99"
        return real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    port = target_of(receiver.url).port
    answer = post(Target(False, "hooks.city.example", port, "/hooks"), b"{}", HEADERS)
    assert answer.status == 401 and asked == ["hooks.city.example"]
    assert receiver.requests[0]["host"] == f"hooks.city.example:{port}"


def test_a_redirect_is_an_answer_and_is_not_followed(receiver):
    with receiving() as elsewhere:
        receiver.answers = [(307, {"Location": elsewhere.url})]
        receiver.verified = lambda *_: True
        assert post(target(receiver.url), b'{"data":{}}', HEADERS).status == 307
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"HTTP/1.1 200 OK\r\nRetry-After: 7\r\n\r\n", Answer(200, pause=7)),
        (b"HTTP/1.1 503 No\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n\r\n", Answer(503)),
        (b"HTTP/1.1 503 No\r\nRetry-After: 99999999999999\r\n\r\n", Answer(503, pause=24 * 3600)),
        (b"HTTP/1.1 503 No\r\nRetry-After: soon\r\n\r\n", Answer(503)),
        (b"HTTP/1.1 204 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n", Answer(error="receiver.unreachable")),
        (b"HTTP/1.1 204 " + b"x" * 100_000, Answer(error="receiver.unreachable")),
        (b"SSH-2.0-x\r\n", Answer(error="receiver.unreachable")),
        (b"HTTP/1.1 0 x\r\n\r\n", Answer(error="receiver.unreachable")),
        (b"", Answer(error="receiver.unreachable")),
    ],
)
def test_whatever_is_answered_is_only_an_answer(answer, outcome):
    with speaking([answer]) as port:
        assert post(Target(False, "127.0.0.1", port, "/"), b"{}", HEADERS) == outcome


def test_a_receiver_that_speaks_for_ever_is_cut_off():
    dripping = [b"HTTP/1.1 200 OK\r\n", *[b"X", b": y\r\n"] * 200]
    with speaking(dripping, pause=0.05) as port:
        began = time.monotonic()
        answer = post(Target(False, "127.0.0.1", port, "/"), b"{}", HEADERS, limit=0.5)
        assert time.monotonic() - began < 2
    assert answer == Answer(error="receiver.timeout")


def test_the_content_of_an_answer_is_not_read():
    endless = [b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", *[b"x" * 65536] * 500]
    with speaking(endless) as port:
        assert post(Target(False, "127.0.0.1", port, "/"), b"{}", HEADERS, limit=5).status == 200


@pytest.mark.parametrize(("name", "outcome"), [("hooks.city.example", 200), ("hooks.else.example", 0)])
def test_the_name_in_the_certificate_is_that_of_the_address(settings, monkeypatch, tmp_path, name, outcome):
    """Although the connection goes to the checked address, TLS asks for the host's own name."""
    settings.WEBHOOK_CA_FILE = str(certificate(tmp_path, "hooks.city.example"))
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: real("127.0.0.1", *a, **k))
    with encrypted(tmp_path) as port:
        answer = post(Target(True, name, port, "/"), b"{}", HEADERS)
    assert answer.status == outcome
    assert answer.error == ("" if outcome else "receiver.certificate")


def test_a_certificate_of_an_unknown_authority_is_refused(settings, tmp_path):
    certificate(tmp_path, "127.0.0.1")
    settings.WEBHOOK_CA_FILE = ""
    with encrypted(tmp_path) as port:
        assert post(Target(True, "127.0.0.1", port, "/"), b"{}", HEADERS).error == "receiver.certificate"


class speaking:
    """`with speaking(pieces) as port:` a server that says these to one client, whatever it is asked."""

    def __init__(self, pieces, pause=0.0):
        self.pieces, self.pause = pieces, pause
        self.server = socket.create_server(("127.0.0.1", 0))

    def __enter__(self):
        self.thread = Thread(target=self.speak)
        self.thread.start()
        return self.server.getsockname()[1]

    def __exit__(self, *_):
        self.thread.join()
        self.server.close()

    def speak(self):
        client, _ = self.server.accept()
        with client:
            client.recv(65536)
            try:
                for piece in self.pieces:
                    client.sendall(piece)
                    time.sleep(self.pause)
            except OSError:
                pass


def certificate(folder: Path, name: str) -> Path:
    """A certificate that signs itself, and its key; the path of the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    alternative = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, pkcs8, plain))
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    sending._context.cache_clear()
    return folder / "cert.pem"


class encrypted:
    """`with encrypted(folder) as port:` a server with that certificate, which answers 200."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    def __init__(self, folder):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
        self.server = HTTPServer(("127.0.0.1", 0), self.Handler)
        self.server.handle_error = lambda *_: None
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self):
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()
        return self.server.server_port

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
