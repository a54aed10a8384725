"""Which requests does no browser send? Bad bytes, bad shapes, bad sizes, bad dates, one after another from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes

MILLION = "a" * 1_000_000
TEXTS: tuple[bytes, ...] = (
    b"\x00", b"before\x00after", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80",
    b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
    b"\xe2\x80\xae", b"\xef\xbb\xbf", "ﬁﬂ \u0130\u0131".encode(), b"\r\nSet-Cookie: a=b", b"' OR '1'='1", b'"',
    b"\\", b"%", b"_",
    b"*", b"NEAR(", b'"unclosed', b"a AND", b"(((((", b"{{7*7}}", b"<script>alert(1)</script>", b"../../etc/passwd",
    b"-1", b"0", b"1e309", b"NaN", b"9" * 400, b"99999999999999999999", b"-9223372036854775809", b"0x10", b"1_000",
    "٣٤".encode(), "²".encode(), b"0001-01-01", b"9999-12-31", b"10000-01-01", b"2026-02-30", b"31 02 2026",
    b"00000000-0000-0000-0000-000000000000", b"{00000000-0000-0000-0000-000000000000}", b"urn:uuid:", b"[]", b"{}",
    b"null", b"true", b" ", b"", b"\t\n", b"a" * 5_000, "\u0301".encode() * 200, "😀".encode() * 300,
)  # fmt: skip
DAYS = ("0001", "9999", "10000", "0", "-1", "31", "32", "13", "février", "٣", "²", "", "99999999999999999999")
FILE_NAMES: tuple[bytes, ...] = (
    b"../../../etc/passwd", b"..\\..\\boot", b"C:/windows/x", b"\x00", b"", b"a" * 3_000, b"%2e%2e%2f", b"\xff\xfe",
    "\u202etxt".encode(), b"CON", b"note", b'no\"te', b".", b"; rm -rf", b"a\rb",
)  # fmt: skip
ENDINGS = (b".pdf", b".docx", b".odt", b".xlsx", b".txt", b".png", b".jpg", b".exe", b"", b".PDF.", b".pdf.html")
HEADS = (b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"MZ", b"\xd0\xcf\x11\xe0")
HOSTS = (
    "evil.example",
    "localhost:99999",
    "localhost@evil.example",
    "[::1",
    "local host",
    "..",
    "localhost.evil.example",
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("Cookie", "portal=\xff\xfe; portal=two; =; ;;"),
    ("Cookie", "portal=" + "z" * 4_000),
    ("Cookie", 'portal="quoted\\000"; known="'),
    ("Cookie", "portal=" + "0" * 43),
    ("If-None-Match", '"' + "a" * 2_000),
    ("If-Modified-Since", "Thu, 99 Foo 0000 99:99:99 GMT"),
    ("Range", "bytes=-1-,99999999999999999999-"),
    ("Accept", "\x7f;q=NaN,*/*;q=2"),
    ("Accept-Language", "xx-" * 500),
    ("Accept-Encoding", "\xa0"),
    ("Referer", "http://evil.example/\xff"),
    ("User-Agent", "\xf0\x9f\x98\x80" * 50),
    ("X-Forwarded-For", "not an address, ::1, " * 20),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Original-URL", "/region"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Authorization", "Basic ////"),
    ("Transfer-Encoding", "chunked, chunked"),
)
BODIES: tuple[tuple[str, bytes], ...] = (
    ("multipart/form-data", b"no boundary at all"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ncut off"),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x",
     b"--x\r\nContent-Disposition: form-data; name=\"\xff\"; filename=\"\x00\"\r\n\r\n\xff\r\n--x--"),
    ("multipart/form-data; boundary=" + "y" * 300, b"--"),
    ("multipart/form-data; boundary=x; charset=utf-7",
     b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n+AD4-\r\n--x--"),
    ("application/json", b"{\"a\": [1, 2"),
    ("application/json", b"\xff"),
    ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    ("application/x-www-form-urlencoded; charset=utf-16", "a=b".encode("utf-16")),
    ("application/x-www-form-urlencoded", b"&&&===&%&%zz=%zz&a"),
    ("application/x-www-form-urlencoded", b"a=1&" * 5_000),
    ("text/plain", b"csrf_token=x"),
    ("", b"nothing says what this is"),
    ("image/png; =;;", b"\x89PNG"),
)  # fmt: skip


@dataclass
class Malformed:
    """Makes requests from a seed, the same ones every time."""

    seed: int
    random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def text(self) -> bytes:
        """Return something that no form expects; now and then a million characters."""
        return MILLION.encode() if self.random.random() < 0.002 else self.random.choice(TEXTS)

    def in_path(self) -> str:
        """Return a part of a path, percent-encoded; a slash in it would make another path."""
        return quote_from_bytes(self.text()[:3_000] or b"%", safe="")

    def query(self, names: list[str]) -> str:
        """Return a query with parameters that are known and unknown, once and twice."""
        chosen = [self.random.choice(names) for _ in range(self.random.randint(1, 4))]
        parts = [f"{name}={quote_from_bytes(self.text()[:4_000])}" for name in chosen]
        return "&".join(parts + parts[: self.random.randint(0, 2)])

    def form(self, names: list[str], token: str) -> bytes:
        """Return a form with every field filled in badly, one or two of them twice."""
        pairs = [(name, self.field(name)) for name in names if name != "csrf_token"]
        pairs += self.random.sample(pairs, min(len(pairs), self.random.randint(0, 2)))
        pairs += [(self.random.choice(TEXTS).decode("latin-1"), b"x")]
        written = [f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in pairs]
        return "&".join([f"csrf_token={token}", *written]).encode()

    def upload(self, names: list[str], token: str) -> bytes:
        """Return a form with a file in every field, badly named and of bad bytes; now and then cut off."""
        parts = [b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n' + token.encode() + b"\r\n"]
        for name in [*names, "files"]:
            file_name = self.random.choice(FILE_NAMES) + self.random.choice(ENDINGS)
            head = f'Content-Disposition: form-data; name="{name}"; filename="'.encode() + file_name + b'"'
            content = self.random.choice(HEADS) + self.text()[:5_000]
            parts.append(b"--x\r\n" + head + b"\r\nContent-Type: text/html\r\n\r\n" + content + b"\r\n")
        whole = b"".join(parts) + b"--x--\r\n"
        return whole[: self.random.randrange(1, len(whole))] if self.random.random() < 0.1 else whole

    def field(self, name: str) -> bytes:
        """Return a value for a field: parts of days get what is almost a day."""
        is_day = name.endswith(("-day", "-month", "-year", "_on", "day", "until"))
        return self.random.choice(DAYS).encode() if is_day and self.random.random() < 0.7 else self.text()

    def sent(self, method: str, names: list[str], token: str) -> dict[str, Any]:
        """Return what is sent besides the address."""
        options: dict[str, Any] = {"method": method, "headers": []}
        if self.random.random() < 0.15:
            options["headers"].append(self.random.choice(HEADERS))
        if method == "POST":
            chosen = self.random.random()
            if chosen < 0.2:
                options["content_type"], options["data"] = self.random.choice(BODIES)
            elif chosen < 0.35:
                options["content_type"] = "multipart/form-data; boundary=x"
                options["data"] = self.upload(names, token)
            else:
                options["content_type"] = "application/x-www-form-urlencoded"
                options["data"] = self.form(names, token)
        return options
