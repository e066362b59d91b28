"""Connections to public addresses only, each within its time.

The name is resolved here, each address is checked, and the connection goes to a checked
address: a name that resolves to another address a moment later (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterable
from ssl import SSLContext
from typing import Any

import httpcore

Resolver = Callable[[str, int], list[str]]
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class RefusedHostError(Exception):
    """The host has no public address, and is not allowed by name."""


def resolve_host(host: str, port: int) -> list[str]:
    """Return the addresses of a name, in the system's order of preference."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(f"the name {host} cannot be resolved") from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public network, also if it stands for another one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Deadline:
    """The moment until which the running request must be answered in all."""

    def __init__(self) -> None:
        self._at = float("inf")

    def restart(self, seconds: float) -> None:
        self._at = time.monotonic() + seconds

    def cap(self, seconds: float | None) -> float:
        """Return the time-out of one operation. Raises ReadTimeout where no time is left."""
        left = self._at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the whole answer took too long")
        return left if seconds is None else min(left, seconds)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses; hosts in `allowed` are not checked."""

    def __init__(self, allowed: frozenset[str], deadline: Deadline, resolve: Resolver = resolve_host) -> None:
        self._allowed, self._deadline, self._resolve = allowed, deadline, resolve
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._find_permitted(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, self._deadline.cap(timeout), local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    def _find_permitted(self, host: str, port: int) -> list[str]:
        found = self._resolve(host, port)
        if host.lower() in self._allowed:
            return found
        permitted = [address for address in found if is_public(address)]
        if found and not permitted:
            raise RefusedHostError(
                f"{host} is at the private or loopback address {found[0]}; "
                "add it to ROSTRUM_ALLOWED_HOSTS if it is yours"
            )
        return permitted


class _TimedStream(httpcore.NetworkStream):
    """A connection of which every read and write ends with the deadline of the request."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
