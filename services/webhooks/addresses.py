"""Where an event may go: the address of an endpoint, the allowed hosts, and what their names lead to.

An internal address is refused whatever its name is, and the connection is made to the very address that was checked
(a name may lead elsewhere a moment later). Networks that the operator names (WEBHOOK_NETWORKS) are the exception.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed, RuleBroken
from services.webhooks.models import AllowedHost

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS = {"https": 443, "http": 80}
# What the library takes for public, though it is of this machine or site.
NEVER = [ipaddress.ip_network(text) for text in ("192.0.0.0/24", "fec0::/10")]
# Addresses of the new protocol that carry one of the old: they are judged by what they carry.
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
MALFORMED = _("接收地址不完整。请填写以 https:// 开头的完整地址，不含用户名、密码和 # 之后的部分。")


class Refused(Exception):
    """Not sent; args[0] is the code of why (services.webhooks.words)."""


@dataclass(frozen=True)
class Target:
    secure: bool
    host: str
    port: int
    path: str

    @property
    def name(self) -> str:
        """As the Host header writes it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS["https" if self.secure else "http"] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """The parts of an endpoint's address; Malformed when it is none, or not encrypted."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Malformed("url.malformed", MALFORMED, "url") from None
    plain = not url.isascii() or any(c.isspace() or not c.isprintable() for c in url)
    if plain or parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc or parts.fragment or port == 0:
        raise Malformed("url.malformed", MALFORMED, "url")
    if parts.scheme == "http" and not any(network.is_loopback for network in settings.WEBHOOK_NETWORKS):
        raise Malformed("url.not_encrypted", _("接收地址必须以 https:// 开头，推送内容才会加密传输。"), "url")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", parts.hostname, port or PORTS[parts.scheme], path)


def is_allowed(target: Target) -> bool:
    return AllowedHost.objects.filter(host=target.host, port=target.port).exists()


def require_allowed(target: Target) -> None:
    """RuleBroken with the one who can allow it."""
    if not is_allowed(target):
        detail = _("主机 %(host)s（端口%(port)s）还没有准许。请先请安全管理员在“准许的主机”中登记。")
        raise RuleBroken("host.not_allowed", detail % {"host": target.host, "port": target.port}, "url")


def resolve(target: Target) -> list[str]:
    """The checked addresses to connect to, all of them fit. Raises Refused."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("host.unknown") from None
    addresses = list(dict.fromkeys(str(place[0]) for *_kind, place in found))
    if not addresses or not all(is_fit(address, encrypted=target.secure) for address in addresses):
        raise Refused("address.internal")
    return addresses


def is_fit(text: str, *, encrypted: bool = True) -> bool:
    """Whether an event may be sent to this address: a public one, or of a network that the operator named."""
    try:
        address = _carried(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if not encrypted:
        return address.is_loopback and _is_named(address)
    if _is_named(address):
        return True
    odd = address.is_multicast or address.is_reserved or any(address in network for network in NEVER)
    return address.is_global and not odd


def _is_named(address: Address) -> bool:
    return any(address in network for network in settings.WEBHOOK_NETWORKS)


def _carried(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or [None, address])[1]  # type: ignore[return-value]
