"""Which addresses are connected to."""

from __future__ import annotations

from typing import Any

import httpcore
import pytest

from flows.sources.guard import Deadline, GuardedBackend, RefusedHostError, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_private_addresses(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


class Recorder:
    """Stands for the network: notes what is connected to."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    def connect_tcp(self, host: str, *_: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        raise httpcore.ConnectError("nobody is there")


def connect(monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]) -> list[str]:
    network = Recorder()
    monkeypatch.setattr(httpcore, "SyncBackend", lambda: network)
    backend = GuardedBackend(frozenset({"intranet"}), Deadline(), lambda host, port: answers.pop(0))
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("press.example", 80)
    return network.connected


def test_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that would resolve to loopback the second time is not resolved a second time."""
    answers = [["8.8.8.8"], ["127.0.0.1"]]
    assert connect(monkeypatch, answers) == ["8.8.8.8"]
    assert answers == [["127.0.0.1"]]


def test_private_addresses_among_public_ones_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connect(monkeypatch, [["127.0.0.1", "8.8.8.8", "::1"]]) == ["8.8.8.8"]


def test_host_with_private_addresses_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefusedHostError, match="is at the private or loopback address"):
        connect(monkeypatch, [["10.0.0.1", "::1"]])
