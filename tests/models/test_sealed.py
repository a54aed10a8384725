"""Does what is sealed open where it was sealed, and nowhere else?"""

from __future__ import annotations

import gc
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from portal.models.keystore import KeyDestroyed, KeyStore, keystore
from portal.models.sealed import SealBroken, sealed_names
from tests.models.sealing import (
    Letter,
    ProbeBase,
    Reply,
    canary,
    fresh_database,
    portal_with,
    records_engine,
    store_at,
)

NAMES = ("words", "secret", "answers", "scan")
COLUMNS = [Letter.__table__.c[f"{name}_sealed"] for name in NAMES]


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database of records, inside an application whose key store is another file."""
    with fresh_database(request.param, tmp_path) as url, portal_with(store_at(tmp_path)):
        made = records_engine(url)
        ProbeBase.metadata.create_all(made)
        yield made
        made.dispose()


def letter(tenant: str = "ashby", **values: object) -> Letter:
    return Letter(**{"tenant": tenant, "topic": "a topic", "words": "Words of a letter", **values})


def stored(engine: Engine, *rows: object) -> Session:
    """Return a new session on a database that holds these rows."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.add_all(rows)
    return Session(engine)


def test_what_was_sealed_reads_back_as_it_was(engine: Engine) -> None:
    row = letter(
        words="Größe, ‘quotes’ and 😀", answers={"b": [1, None, True], "a": "ä"}, scan=bytes(range(256))
    )
    with stored(engine, row) as session:
        read = session.scalars(select(Letter)).one()
        assert read.words == "Größe, ‘quotes’ and 😀"
        assert read.answers == {"b": [1, None, True], "a": "ä"}
        assert read.scan == bytes(range(256))
        assert read.secret is None


def test_an_empty_text_is_not_the_same_as_none(engine: Engine) -> None:
    with stored(engine, letter(words="", answers=[], scan=b"")) as session:
        read = session.scalars(select(Letter)).one()
        assert (read.words, read.answers, read.scan) == ("", [], b"")


def test_setting_none_removes_what_was_sealed(engine: Engine) -> None:
    with stored(engine, letter()) as session:
        read = session.scalars(select(Letter)).one()
        read.words = None
        session.commit()
        assert session.execute(select(COLUMNS[0])).scalar() is None


def test_the_same_words_never_look_the_same_twice(engine: Engine) -> None:
    rows = [letter() for _ in range(50)]
    with stored(engine, *rows) as session:
        sealed = session.scalars(select(COLUMNS[0])).all()
    assert len(set(sealed)) == 50
    assert len({value[2:14] for value in sealed}) == 50


def test_setting_the_same_words_changes_nothing(engine: Engine) -> None:
    with stored(engine, letter()) as session:
        read = session.scalars(select(Letter)).one()
        read.words = "Words of a letter"
        assert not session.dirty


def test_answers_are_changed_by_setting_them_and_not_by_their_copy(engine: Engine) -> None:
    with stored(engine, letter(answers={"a": 1})) as session:
        read = session.scalars(select(Letter)).one()
        read.answers["a"] = 2
        assert read.answers == {"a": 1}
        read.answers = {"a": 2}
        assert read.answers == {"a": 2}


def test_a_rolled_back_change_reads_as_before(engine: Engine) -> None:
    with stored(engine, letter()) as session:
        read = session.scalars(select(Letter)).one()
        read.words = "Something else"
        assert read.words == "Something else"
        session.rollback()
        assert read.words == "Words of a letter"


def test_expiring_a_row_drops_what_was_decrypted(engine: Engine) -> None:
    with stored(engine, letter()) as session:
        read = session.scalars(select(Letter)).one()
        assert read.words
        assert "_opened" in vars(read)
        session.expire(read)
        assert "_opened" not in vars(read)


def test_a_row_of_another_row_s_unit_goes_with_it(engine: Engine) -> None:
    first = letter()
    reply = Reply(tenant="ashby", unit=first.unit, letter_id=first.id, words="An answer")
    other = letter()
    with stored(engine, first, reply, other) as session:
        keystore().destroy("ashby", first.unit)
        with pytest.raises(KeyDestroyed):
            _ = session.get_one(Letter, ("ashby", first.id)).words
        with pytest.raises(KeyDestroyed):
            _ = session.scalars(select(Reply)).one().words
        assert session.get_one(Letter, ("ashby", other.id)).words == "Words of a letter"


def test_a_row_that_begins_no_unit_must_name_one(engine: Engine) -> None:
    with pytest.raises(ValueError, match="needs the unit"):
        Reply(tenant="ashby", letter_id=uuid4(), words="An answer")


def test_a_row_stays_with_its_unit(engine: Engine) -> None:
    with stored(engine, letter()) as session, pytest.raises(ValueError, match="stays with the unit"):
        session.scalars(select(Letter)).one().unit = uuid4()


def test_nothing_can_be_sealed_with_the_unit_of_another_partnership(engine: Engine) -> None:
    foreign = letter("brough")
    with pytest.raises(KeyDestroyed):
        letter("ashby", unit=foreign.unit)


def test_the_key_is_stored_before_the_row(engine: Engine) -> None:
    row = letter()
    store = keystore()
    elsewhere = KeyStore(store.url, store._master_key)
    assert elsewhere.key("ashby", row.unit).version == 1
    elsewhere.close()


@pytest.mark.parametrize("wrong", [("words", b"bytes"), ("scan", "text"), ("answers", {1, 2})])
def test_a_value_of_the_wrong_kind_is_refused(engine: Engine, wrong: tuple[str, object]) -> None:
    with pytest.raises(TypeError):
        letter(**dict([wrong]))


def test_plain_words_cannot_be_asked_for_in_a_query() -> None:
    from sqlalchemy.exc import ArgumentError

    with pytest.raises(ArgumentError):
        select(Letter.words)


def test_a_model_names_what_it_seals() -> None:
    assert sealed_names(Letter) == ["answers", "scan", "secret", "words"]


# --- moved, changed, stolen --------------------------------------------------------------------------------


def raw(session: Session, row: tuple[str, UUID], column: int) -> bytes:
    table = Letter.__table__
    found = session.scalar(select(COLUMNS[column]).where(table.c.tenant == row[0], table.c.id == row[1]))
    assert isinstance(found, bytes)
    return found


def put(session: Session, row: tuple[str, UUID], column: int, sealed: bytes) -> None:
    table = Letter.__table__
    session.execute(
        update(table).where(table.c.tenant == row[0], table.c.id == row[1]).values({COLUMNS[column]: sealed})
    )


def twins(engine: Engine) -> tuple[Session, list[tuple[str, UUID]]]:
    """Return four full rows: three of one unit, one of another partnership."""
    first = letter()
    rows = [first, letter(unit=first.unit), letter(unit=first.unit), letter("brough")]
    for row in rows:
        row.secret, row.answers, row.scan = "A secret", {"an": "answer"}, b"a scan"
    keys = [(row.tenant, row.id) for row in rows]
    return stored(engine, *rows), keys


def test_sealed_values_moved_to_another_row_column_or_partnership_do_not_open(engine: Engine) -> None:
    chance = random.Random(7)
    session, rows = twins(engine)
    with session:
        places = [(row, column) for row in rows for column in range(len(NAMES))]
        refused = 0
        for _ in range(100):
            source, target = chance.sample(places, 2)
            put(session, target[0], target[1], raw(session, *source))
            session.expire_all()
            with pytest.raises(SealBroken):
                getattr(session.get_one(Letter, target[0]), NAMES[target[1]])
            refused += 1
            session.rollback()
        assert refused == 100


def test_any_changed_byte_of_a_sealed_value_is_noticed(engine: Engine) -> None:
    session, rows = twins(engine)
    with session:
        whole = raw(session, rows[0], 0)
        for place in range(len(whole)):
            changed = bytearray(whole)
            changed[place] ^= 0x01
            put(session, rows[0], 0, bytes(changed))
            session.expire_all()
            with pytest.raises((SealBroken, KeyDestroyed)):
                _ = session.get_one(Letter, rows[0]).words
            session.rollback()


@pytest.mark.parametrize("length", [0, 1, 13, 14, 20])
def test_a_cut_value_is_noticed(engine: Engine, length: int) -> None:
    session, rows = twins(engine)
    with session:
        put(session, rows[0], 0, raw(session, rows[0], 0)[:length])
        session.expire_all()
        with pytest.raises((SealBroken, KeyDestroyed)):
            _ = session.get_one(Letter, rows[0]).words


def test_a_stolen_database_opens_nothing_without_its_key_store(engine: Engine, tmp_path: Path) -> None:
    session, rows = twins(engine)
    stolen = store_at(tmp_path / "elsewhere")
    with session, portal_with(stolen):
        for row in rows:
            with pytest.raises(KeyDestroyed):
                _ = session.get_one(Letter, row).words


def test_nothing_sealed_can_be_found_in_the_stored_bytes(engine: Engine, tmp_path: Path) -> None:
    """1,000 canaries in text, answers and files: none in the database, its log, a dump or the key store."""
    canaries = [canary() for _ in range(1000)]
    for start in range(0, 1000, 4):
        words, secret, answer, scan = canaries[start : start + 4]
        row = letter(
            topic="InTheClear", words=words, secret=secret, answers={"q": answer}, scan=scan.encode()
        )
        stored(engine, row).close()
    copies = stored_bytes(engine, tmp_path)
    assert any(b"InTheClear" in copy for copy in copies), "the search itself must be able to find"
    spelt = [(word.encode(), word.encode().hex().encode()) for word in canaries]  # a dump writes bytes in hex
    found = [plain for plain, in_hex in spelt if any(plain in copy or in_hex in copy for copy in copies)]
    assert found == []


def stored_bytes(engine: Engine, folder: Path) -> list[bytes]:
    """Return the content of every file of the database, or its dump, and of the key store."""
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    if engine.dialect.name == "sqlite":
        return files
    from tests.postgres import _programs

    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    dump = subprocess.run(
        [str(_programs() / "pg_dump"), "--inserts", address], capture_output=True, check=True
    )
    return [*files, dump.stdout]


def test_a_row_that_nobody_holds_any_more_can_be_committed(engine: Engine) -> None:
    """The session keeps the key of such a row, not the row: its expiry has nothing to forget."""
    with Session(engine) as session:
        session.add_all([letter() for _ in range(50)])
        session.flush()
        gc.collect()
        session.commit()
        assert len(session.scalars(select(COLUMNS[0])).all()) == 50
