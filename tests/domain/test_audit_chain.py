"""Is every tampering with an audit chain found, and a whole chain left alone?"""

import base64
import copy
import dataclasses
import hashlib
import hmac
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.domain import audit_chain
from portal.domain.audit_chain import (
    GENESIS,
    BrokenExport,
    Head,
    Link,
    canonical_json,
    mac,
    main,
    verify,
)

KEY = bytes(range(32))
Chain = list[Link]


def chain(length: int = 20, key: bytes = KEY) -> Chain:
    links: Chain = []
    for seq in range(1, length + 1):
        entry = {"action": "look", "seq_in_words": f"number {seq}", "fields": ["a", "b"], "object": None}
        links.append(Link.forge(key, links[-1].mac if links else GENESIS, seq, entry))
    return links


def head_of(links: Chain) -> Head:
    return Head(links[-1].seq, links[-1].mac)


def kinds(links: Chain, head: Head | None = None) -> set[str]:
    return {fault.kind for fault in verify(links, KEY, head)}


def edit_entry(links: Chain, chance: random.Random) -> None:
    at = chance.randrange(len(links))
    entry = copy.deepcopy(dict(links[at].entry))
    name = chance.choice(sorted(entry))
    entry[name] = chance.choice(["changed", 7, None, ["b", "a"]]) if entry[name] else "changed"
    links[at] = dataclasses.replace(links[at], entry=entry)


def edit_seal(links: Chain, chance: random.Random) -> None:
    at = chance.randrange(len(links))
    flipped = bytearray(links[at].mac)
    flipped[chance.randrange(32)] ^= 1 << chance.randrange(8)
    links[at] = dataclasses.replace(links[at], mac=bytes(flipped))


def edit_number(links: Chain, chance: random.Random) -> None:
    at = chance.randrange(len(links))
    links[at] = dataclasses.replace(links[at], seq=links[at].seq + chance.choice([-1, 1, 1000]))


def delete_one(links: Chain, chance: random.Random) -> None:
    del links[chance.randrange(len(links))]


def cut_the_end(links: Chain, chance: random.Random) -> None:
    del links[chance.randrange(len(links)) :]


def insert_a_copy(links: Chain, chance: random.Random) -> None:
    links.insert(chance.randrange(len(links) + 1), links[chance.randrange(len(links))])


def insert_a_forgery(links: Chain, chance: random.Random) -> None:
    at = chance.randrange(len(links) + 1)
    prev = links[at - 1].mac if at else GENESIS
    links.insert(at, Link.forge(chance.randbytes(32), prev, at + 1, {"action": "forged"}))


def swap_two(links: Chain, chance: random.Random) -> None:
    one, other = chance.sample(range(len(links)), 2)
    links[one], links[other] = links[other], links[one]


def reseal_with_another_key(links: Chain, chance: random.Random) -> None:
    start = chance.randrange(len(links))
    key = chance.randbytes(32)
    for at in range(start, len(links)):
        prev = links[at - 1].mac if at else GENESIS
        links[at] = Link.forge(key, prev, at + 1, {"action": "rewritten"})


TAMPERINGS: list[Callable[[Chain, random.Random], None]] = [
    edit_entry,
    edit_seal,
    edit_number,
    delete_one,
    cut_the_end,
    insert_a_copy,
    insert_a_forgery,
    swap_two,
    reseal_with_another_key,
]


def tamperings_found(rounds: int) -> int:
    chance = random.Random(20261122)
    found = 0
    for number in range(rounds):
        links = chain(chance.randrange(2, 30))
        head = head_of(links)
        TAMPERINGS[number % len(TAMPERINGS)](links, chance)
        found += bool(verify(links, KEY, head))
    return found


def test_a_whole_chain_has_no_fault_with_or_without_its_head() -> None:
    links = chain()
    assert verify(links, KEY) == []
    assert verify(links, KEY, head_of(links)) == []


def test_an_empty_chain_is_whole_until_a_head_says_that_there_was_something() -> None:
    assert verify([], KEY) == []
    assert verify([], KEY, Head(0, GENESIS)) == []
    assert {fault.kind for fault in verify([], KEY, head_of(chain(1)))} == {"head"}


def test_a_chain_that_has_grown_since_its_head_was_kept_is_whole() -> None:
    links = chain(20)
    assert verify(links, KEY, head_of(links[:12])) == []


def test_one_hundred_random_tamperings_are_all_found() -> None:
    assert tamperings_found(100) == 100


@pytest.mark.prove
def test_one_thousand_random_tamperings_are_all_found(figure: Callable[[str, object], None]) -> None:
    found = tamperings_found(1000)
    figure("tamperings with a chain found of 1000", found)
    assert found == 1000


def test_a_cut_end_goes_unseen_without_a_head_and_is_seen_with_one() -> None:
    links = chain()
    assert kinds(links[:-3]) == set()
    assert kinds(links[:-3], head_of(links)) == {"head"}


def test_each_fault_is_called_by_its_name() -> None:
    links = chain()
    edited = [*links[:4], dataclasses.replace(links[4], entry={"action": "other"}), *links[5:]]
    assert kinds(edited) == {"seal"}
    assert kinds([*links[:4], *links[5:]]) == {"gap", "link"}
    assert "duplicate" in kinds([*links[:5], links[4], *links[5:]])
    assert "order" in kinds([*links[:3], links[5], links[4], *links[6:]])


def test_a_chain_rewritten_by_somebody_who_holds_the_key_is_found_by_its_head() -> None:
    links = chain()
    rewritten = [*links[:10]]
    for seq in range(11, 21):
        rewritten.append(Link.forge(KEY, rewritten[-1].mac, seq, {"action": "rewritten"}))
    assert kinds(rewritten) == set()
    assert kinds(rewritten, head_of(links)) == {"head"}


def test_the_seal_is_what_the_documentation_says() -> None:
    by_hand = hmac.new(
        KEY, b"\x00" + GENESIS + b"\x00\x00\x00\x00\x00\x00\x00\x01" + b'{"a":1}', hashlib.sha256
    )
    assert mac(KEY, GENESIS, 1, {"a": 1}) == by_hand.digest()


def test_an_entry_is_written_in_one_way_only() -> None:
    assert canonical_json({"b": "é", "a": [1, None, True]}) == b'{"a":[1,null,true],"b":"\\u00e9"}'
    assert canonical_json({"b": 1, "a": 2}) == canonical_json({"a": 2, "b": 1})


@pytest.mark.parametrize("value", [1.5, float("nan"), b"bytes", {1: "number for a name"}, [object()]])
def test_what_could_come_back_differently_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json({"value": value})  # type: ignore[dict-item]


def test_a_short_previous_seal_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        mac(KEY, b"short", 1, {})


def write_export(folder: Path, links: Chain) -> list[str]:
    export, key = folder / "export.jsonl", folder / "key"
    export.write_text("".join(link.to_line() + "\n" for link in links))
    key.write_text(base64.b64encode(KEY).decode() + "\n")
    return [str(export), "--key-file", str(key)]


def test_the_verifier_answers_by_its_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = chain()
    head = tmp_path / "head.json"
    head.write_text(head_of(links).to_json())
    assert main(write_export(tmp_path, links)) == 0
    assert "missing last entries would not be seen" in capsys.readouterr().out
    assert main([*write_export(tmp_path, links), "--head", str(head)]) == 0
    assert capsys.readouterr().out == "20 entries, 0 faults.\n"
    assert main([*write_export(tmp_path, links[:-1]), "--head", str(head)]) == 1
    assert "The head is entry 20; the last one here is 19." in capsys.readouterr().out


@pytest.mark.parametrize(
    "line", ["not json", "[]", '{"seq": "1"}', '{"seq": 1, "prev": "zz"}', '{"seq": true}']
)
def test_an_unreadable_export_is_not_called_whole(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = write_export(tmp_path, chain(2))
    with (tmp_path / "export.jsonl").open("a") as export:
        export.write(line + "\n")
    assert main(arguments) == 2
    assert "line 3" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_key_of_the_wrong_kind_is_refused(key: str, tmp_path: Path) -> None:
    arguments = write_export(tmp_path, chain(2))
    (tmp_path / "key").write_text(key)
    assert main(arguments) == 2


def test_a_key_may_be_in_either_alphabet(tmp_path: Path) -> None:
    key = b"\xff\xfe" * 16
    (tmp_path / "key").write_bytes(base64.urlsafe_b64encode(key).rstrip(b"="))
    assert audit_chain.read_key(tmp_path / "key") == key


def test_a_link_is_read_back_as_it_was_exported() -> None:
    for link in chain(3):
        assert Link.from_line(link.to_line()) == link
    with pytest.raises(BrokenExport):
        Head.from_json(json.dumps({"seq": 1, "mac": None}))


def test_the_verifier_runs_with_nothing_of_the_portal_installed(tmp_path: Path) -> None:
    arguments = write_export(tmp_path, chain())
    alone = tmp_path / "verifier.py"
    alone.write_text(Path(audit_chain.__file__).read_text("utf-8"), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(alone), *arguments], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    (tmp_path / "export.jsonl").write_text("".join(link.to_line() + "\n" for link in chain()[1:]))
    ran = subprocess.run(
        [sys.executable, "-I", "-S", str(alone), *arguments], capture_output=True, check=False
    )
    assert ran.returncode == 1
