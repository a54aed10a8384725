"""Has anyone changed, removed, added, moved or cut off an entry of an audit chain?

Each entry is sealed to the one before it: mac = HMAC-SHA256(key, 0x00 ‖ previous mac ‖ number ‖ canonical
JSON of the entry). The leading zero keeps an entry apart from the inner nodes (0x01) of a hash tree that
may one day be built over the entries (RFC 6962, section 2.1).

A chain alone cannot show that its last entries are missing: keep the head somewhere else and pass it.

This file imports nothing of the portal, so that an auditor can run it by itself:

    python -m portal.domain.audit_chain EXPORT.jsonl --key-file KEY [--head HEAD.json]

EXPORT.jsonl has one JSON object a line: {"seq": 1, "prev": HEX, "mac": HEX, "entry": {...}}; KEY holds the
32-byte key in base64; HEAD.json is {"seq": 7, "mac": HEX}. The exit status is 0 only if the chain is whole.
"""

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

LEAF = b"\x00"
GENESIS = bytes(32)
SEQ_BYTES = 8
KEY_BYTES = 32

Plain = str | int | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]


class BrokenExport(ValueError):
    """An export, key or head that cannot be read at all."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is stored: its number from 1, the mac before it, what it says, and its own mac."""

    seq: int
    prev: bytes
    entry: Mapping[str, Plain]
    mac: bytes

    @classmethod
    def forge(cls, key: bytes, prev: bytes, seq: int, entry: Mapping[str, Plain]) -> Self:
        """The next link of a chain whose last mac is `prev` (`GENESIS` before the first)."""
        return cls(seq, prev, entry, mac(key, prev, seq, entry))

    def to_line(self) -> str:
        """This link as one line of an export."""
        fields = {"seq": self.seq, "prev": self.prev.hex(), "mac": self.mac.hex(), "entry": self.entry}
        return json.dumps(fields, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Read one line of an export. Raises BrokenExport."""
        fields = _json_object(line)
        return cls(
            _whole_number(fields, "seq"), _hex(fields, "prev"), _object(fields, "entry"), _hex(fields, "mac")
        )


@dataclass(frozen=True, slots=True)
class Head:
    """The number and mac of a chain's last entry, kept where whoever can change the chain cannot reach."""

    seq: int
    mac: bytes

    def to_json(self) -> str:
        return json.dumps({"seq": self.seq, "mac": self.mac.hex()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read an exported head. Raises BrokenExport."""
        fields = _json_object(text)
        return cls(_whole_number(fields, "seq"), _hex(fields, "mac"))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which number."""

    kind: str
    seq: int
    message: str


def canonical_json(entry: Mapping[str, Plain]) -> bytes:
    """The one way of writing an entry: sorted keys, no spaces, ASCII. Raises TypeError for a fraction.

    Fractions are refused because two engines may not give back the same digits.
    """
    _refuse_fractions(entry)
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def mac(key: bytes, prev: bytes, seq: int, entry: Mapping[str, Plain]) -> bytes:
    """The seal of entry number `seq` after the seal `prev`; 32 bytes."""
    if len(prev) != len(GENESIS):
        raise ValueError("The previous seal has to be 32 bytes long.")
    message = LEAF + prev + seq.to_bytes(SEQ_BYTES, "big") + canonical_json(entry)
    return hmac.new(key, message, hashlib.sha256).digest()


def verify(links: Iterable[Link], key: bytes, head: Head | None = None) -> list[Fault]:
    """Everything wrong with a chain, in the order in which it was written out; empty if it is whole."""
    faults: list[Fault] = []
    seen: set[int] = set()
    last_seq, last_mac, mac_at_head = 0, GENESIS, None
    for link in links:
        faults += _order_faults(link, last_seq, seen) + _seal_faults(link, last_mac, key)
        seen.add(link.seq)
        last_seq, last_mac = link.seq, link.mac
        if head is not None and link.seq == head.seq:
            mac_at_head = link.mac
    return faults + (_head_faults(head, last_seq, mac_at_head) if head is not None else [])


def _order_faults(link: Link, last_seq: int, seen: set[int]) -> list[Fault]:
    if link.seq in seen:
        return [Fault("duplicate", link.seq, f"Entry {link.seq} appears more than once.")]
    if link.seq < last_seq:
        return [Fault("order", link.seq, f"Entry {link.seq} comes after entry {last_seq}.")]
    if link.seq != last_seq + 1:
        return [Fault("gap", link.seq, f"Nothing stands between entries {last_seq} and {link.seq}.")]
    return []


def _seal_faults(link: Link, last_mac: bytes, key: bytes) -> list[Fault]:
    faults = []
    if not hmac.compare_digest(link.prev, last_mac):
        faults.append(Fault("link", link.seq, f"Entry {link.seq} is not sealed to the one before it."))
    if not _is_sealed(link, key):
        faults.append(Fault("seal", link.seq, f"Entry {link.seq} is not what was sealed."))
    return faults


def _is_sealed(link: Link, key: bytes) -> bool:
    try:
        expected = mac(key, link.prev, link.seq, link.entry)
    except (TypeError, ValueError, OverflowError):
        return False
    return hmac.compare_digest(link.mac, expected)


def _head_faults(head: Head, last_seq: int, mac_at_head: bytes | None) -> list[Fault]:
    if head.seq == 0 and mac_at_head is None:
        return []
    if mac_at_head is None:
        return [Fault("head", head.seq, f"The head is entry {head.seq}; the last one here is {last_seq}.")]
    if not hmac.compare_digest(mac_at_head, head.mac):
        return [Fault("head", head.seq, f"Entry {head.seq} is not the one that the head was taken from.")]
    return []


def _refuse_fractions(value: Plain) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise TypeError("The names in an audit entry are text.")
            _refuse_fractions(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_fractions(inner)
    elif value is not None and not isinstance(value, str | int):
        raise TypeError(f"An audit entry holds text, whole numbers, true, false and nothing; not {value!r}.")


def _json_object(text: str) -> Mapping[str, Plain]:
    try:
        fields = json.loads(text)
    except ValueError as error:
        raise BrokenExport(f"This is not JSON: {text[:60]!r}") from error
    if not isinstance(fields, dict):
        raise BrokenExport(f"This is not a JSON object: {text[:60]!r}")
    return fields


def _object(fields: Mapping[str, Plain], name: str) -> Mapping[str, Plain]:
    value = fields.get(name)
    if not isinstance(value, Mapping):
        raise BrokenExport(f"“{name}” has to be a JSON object.")
    return value


def _whole_number(fields: Mapping[str, Plain], name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BrokenExport(f"“{name}” has to be a whole number.")
    return value


def _hex(fields: Mapping[str, Plain], name: str) -> bytes:
    value = fields.get(name)
    try:
        return bytes.fromhex(value if isinstance(value, str) else "?")
    except ValueError as error:
        raise BrokenExport(f"“{name}” has to be in hexadecimal.") from error


def read_key(path: Path) -> bytes:
    """The 32-byte key of a file that holds it in base64, of either alphabet. Raises BrokenExport."""
    text = path.read_text("ascii").strip().replace("-", "+").replace("_", "/")
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise BrokenExport("The key file has to hold base64.") from error
    if len(key) != KEY_BYTES:
        raise BrokenExport(f"The key has to be {KEY_BYTES} bytes long; this one is {len(key)}.")
    return key


def read_links(path: Path) -> list[Link]:
    """The links of an export. Raises BrokenExport with the line number."""
    links = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            links.append(Link.from_line(line))
        except BrokenExport as error:
            raise BrokenExport(f"line {number}: {error}") from error
    return links


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify an export: 0 whole, 1 faults, 2 unreadable."""
    parser = argparse.ArgumentParser(prog="audit_chain", description="Check that an audit chain is whole.")
    parser.add_argument("export", type=Path, help="the exported chain, one JSON object a line")
    parser.add_argument("--key-file", type=Path, required=True, help="the 32-byte key, in base64")
    parser.add_argument("--head", type=Path, help="the head kept elsewhere; without it a cut end goes unseen")
    given = parser.parse_args(arguments)
    try:
        head = Head.from_json(given.head.read_text("utf-8")) if given.head else None
        links = read_links(given.export)
        faults = verify(links, read_key(given.key_file), head)
    except (BrokenExport, OSError, UnicodeError) as error:
        sys.stderr.write(f"cannot be checked: {error}\n")
        return 2
    for fault in faults:
        sys.stdout.write(f"{fault.kind}: {fault.message}\n")
    without = "" if head else " No head was given, so missing last entries would not be seen."
    sys.stdout.write(f"{len(links)} entries, {len(faults)} faults.{without}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
