"""Is every partnership's table in a statement tied to the tenant of the session, whatever wrote the SQL?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

TENANT = "tenant"


@dataclass(frozen=True)
class Proof:
    """What a statement touches, which placeholders must carry the session's tenant, and what is unproven."""

    touches: frozenset[str] = frozenset()
    placeholders: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    is_write: bool = False


@dataclass(frozen=True)
class Known:
    """A value that is the session's tenant: proven already, or if these placeholders carry it."""

    placeholders: tuple[str, ...] = ()


@dataclass(eq=False)
class Source:
    """One table, derived table or function in a FROM clause, under the name it has there."""

    name: str
    is_owned: bool = False
    columns: dict[str, Known | None] = field(default_factory=dict)
    is_proven: bool = False


@dataclass(frozen=True)
class Fact:
    """A conjunct `column = value`: it proves only the sources named in `about` (an outer join's nullable side)."""

    left: exp.Expr
    right: exp.Expr
    about: frozenset[Source]


@dataclass(eq=False)
class Frame:
    """The sources of one SELECT, UPDATE or DELETE, with the frame around it and the WITH names in reach."""

    outer: Frame | None
    ctes: dict[str, list[tuple[str, Known | None]]]
    sources: dict[str, Source] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    later: list[exp.Expr] = field(default_factory=list)

    def find(self, column: exp.Column) -> Source | None:
        """Return the source a column is read from: the nearest of its qualifier, or the only one there is."""
        qualifier = column.table.lower()
        if not qualifier:
            return next(iter(self.sources.values())) if len(self.sources) == 1 else None
        found = self.sources.get(qualifier)
        return found if found or self.outer is None else self.outer.find(column)


_MARKS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|\?|%\((\w+)\)s|%%", re.DOTALL)
_WORDS = re.compile(r"\w+")
_ESCAPED_NAMES = re.compile(r"\bu&[\"']", re.IGNORECASE)


def numbered(sql: str) -> str:
    """Return the SQL with `?` as `:p0`, `:p1` in the order of the text, and `%(name)s` as `:name`."""
    count = 0

    def rename(match: re.Match[str]) -> str:
        nonlocal count
        if match[1]:
            return f":{match[1]}"
        if match[0] == "%%":
            return "%"
        if match[0] != "?":
            return match[0]
        count += 1
        return f":p{count - 1}"

    return _MARKS.sub(rename, sql)


def prove(sql: str, dialect: str, owned: frozenset[str]) -> Proof:
    """Return the proof of one statement; where it cannot be read, each owned table it may name is a fault."""
    named = owned & set(_WORDS.findall(sql.lower()))
    if _ESCAPED_NAMES.search(sql):
        return Proof(owned, faults=("names are written in escapes",))
    if not named:
        return Proof()
    try:
        statements = sqlglot.parse(numbered(sql), read=dialect)
    except (SqlglotError, RecursionError):
        return Proof(named, faults=("cannot be read",))
    if len(statements) != 1 or not isinstance(statements[0], (exp.Query, exp.DML)):
        return Proof(named, faults=("is not one query, insert, update or delete",))
    return Prover(owned).proof(statements[0])


def bare(node: Any) -> Any:
    """Return the expression inside its brackets and casts."""
    while isinstance(node, (exp.Paren, exp.Cast)):
        node = node.this
    return node


def conjuncts(node: exp.Expr | None) -> list[exp.Expr]:
    """Return the conditions that must all hold for a WHERE or ON clause to hold."""
    if node is None:
        return []
    if isinstance(node, (exp.Where, exp.Paren)):
        return conjuncts(node.this)
    if isinstance(node, exp.And):
        return conjuncts(node.this) + conjuncts(node.expression)
    return [node]


def proven_by_on(side: str, left: set[Source], right: set[Source]) -> set[Source]:
    """Return the sources of which an ON clause says what is true of every row: an outer join's nullable side."""
    return {"LEFT": right, "RIGHT": left, "FULL": set[Source]()}.get(side, left | right)


class Prover:
    """Walks one statement, scope by scope, and keeps what it finds."""

    def __init__(self, owned: frozenset[str]) -> None:
        self.owned = owned
        self.touches: set[str] = set()
        self.placeholders: set[str] = set()
        self.faults: list[str] = []
        self.placed: set[int] = set()

    def proof(self, statement: exp.Expr) -> Proof:
        """Return the finding; a table that no scope placed is a fault, so that nothing is overlooked."""
        self.statement(statement, None, {})
        for table in statement.find_all(exp.Table):
            # FOR UPDATE OF names a table that its FROM clause has placed already.
            if id(table) in self.placed or isinstance(table.parent, exp.Lock):
                continue
            if table.name.lower() in self.owned:
                self.touches.add(table.name.lower())
                self.faults.append(f"{table.name} stands where no rule looks")
        is_write = statement.find(exp.Insert, exp.Update, exp.Delete, exp.Merge) is not None
        return Proof(frozenset(self.touches), tuple(sorted(self.placeholders)), tuple(self.faults), is_write)

    def statement(
        self, node: Any, outer: Frame | None, ctes: dict[str, Any]
    ) -> list[tuple[str, Known | None]]:
        """Prove one query or change; return its output columns, each with what is known of it."""
        ctes = self._with(node, outer, ctes)
        if isinstance(node, exp.Select):
            return self._select(node, outer, ctes)
        if isinstance(node, exp.SetOperation):
            left = self.statement(node.this, outer, ctes)
            right = self.statement(node.expression, outer, ctes)
            self._nested(node, Frame(outer, ctes), skip={"this", "expression", "with_"})
            return _both(left, right)
        if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
            found = self.statement(node.this, outer, ctes)
            self._nested(node, Frame(outer, ctes), skip={"this", "with_"})
            return found
        if isinstance(node, exp.Values):
            self._nested(node, Frame(outer, ctes), skip={"with_"})
            return self._values(node)
        if isinstance(node, exp.Insert):
            self._insert(node, outer, ctes)
        elif isinstance(node, exp.Update):
            self._update(node, outer, ctes)
        elif isinstance(node, exp.Delete):
            self._delete(node, outer, ctes)
        else:
            self.faults.append(f"a {type(node).__name__} is not understood")
        return []

    def _with(self, node: Any, outer: Frame | None, ctes: dict[str, Any]) -> dict[str, Any]:
        clause = node.args.get("with_")
        if clause is None:
            return ctes
        ctes = dict(ctes)
        for cte in clause.expressions:
            name = cte.alias.lower()
            if clause.args.get("recursive"):
                # Inside itself it promises nothing: what it reads must be tied without it.
                ctes[name] = []
            ctes[name] = _renamed(cte, self.statement(cte.this, outer, ctes))
        return ctes

    def _select(self, node: exp.Select, outer: Frame | None, ctes: dict[str, Any]) -> list[Any]:
        frame = Frame(outer, ctes)
        if node.args.get("from_"):
            self._tree(node.args["from_"].this, frame, node.args.get("joins") or [])
        self._settle(frame, node.args.get("where"))
        self._nested(node, frame, skip={"from_", "joins", "with_"})
        return [self._output(each, frame) for each in node.expressions]

    def _tree(self, first: Any, frame: Frame, joins: list[exp.Join] | None = None) -> set[Source]:
        """Place a table and what is joined to it; keep of each ON clause what it may prove."""
        left = self._place(first, frame)
        for join in (first.args.get("joins") or []) + (joins or []):
            right = self._tree(join.this, frame)
            if join.args.get("on"):
                self._keep(join.args["on"], frame, proven_by_on(join.side.upper(), left, right))
                frame.later.append(join.args["on"])
            left = left | right
        return left

    def _place(self, node: Any, frame: Frame) -> set[Source]:
        if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table) and not node.alias:
            return self._tree(node.this, frame)
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
            return {self._table(node, frame)}
        source = Source(node.alias.lower())
        if isinstance(node, exp.Values) or (
            isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query)
        ):
            source.columns = dict(_renamed(node, self.statement(node, frame.outer, frame.ctes)))
        else:
            # A function, or a LATERAL query: it may lean on its neighbours once they are proven.
            frame.later.append(node)
        return {self._name(source, frame)}

    def _table(self, node: exp.Table, frame: Frame) -> Source:
        self.placed.add(id(node))
        table = node.name.lower()
        source = Source(node.alias_or_name.lower())
        if table in frame.ctes and not node.db:
            source.columns = dict(_renamed(node, frame.ctes[table]))
        elif table in self.owned:
            self.touches.add(table)
            source.is_owned = True
        return self._name(source, frame)

    def _name(self, source: Source, frame: Frame) -> Source:
        if source.name in frame.sources:
            self.faults.append(f"two sources are called {source.name}")
        frame.sources[source.name or f"unnamed {len(frame.sources)}"] = source
        return source

    def _keep(self, clause: exp.Expr | None, frame: Frame, about: set[Source]) -> None:
        for condition in conjuncts(clause):
            if isinstance(condition, exp.EQ):
                frame.facts.append(Fact(condition.this, condition.expression, frozenset(about)))
                frame.facts.append(Fact(condition.expression, condition.this, frozenset(about)))

    def _settle(self, frame: Frame, where: exp.Expr | None) -> None:
        """Draw every conclusion from the facts; then each owned table must be tied to the tenant."""
        self._keep(where, frame, set(frame.sources.values()))
        while any(self._concludes(fact, frame) for fact in frame.facts):
            continue
        for source in frame.sources.values():
            if source.is_owned and not source.is_proven:
                self.faults.append(f"{source.name} is not tied to the tenant")
        for node in frame.later:
            self._inside(node, frame)

    def _concludes(self, fact: Fact, frame: Frame) -> bool:
        """Say whether a fact proves something new; a second equality with a placeholder still binds it."""
        column = fact.left
        if not isinstance(column, exp.Column) or column.name.lower() != TENANT:
            return False
        source = frame.find(column)
        if source is None or not source.is_owned or source not in fact.about:
            return False
        known = self._known(fact.right, frame)
        if known is None:
            return False
        is_new = not source.is_proven
        source.is_proven = True
        self.placeholders.update(known.placeholders)
        return is_new

    def _known(self, node: Any, frame: Frame) -> Known | None:
        """Return what ties an expression to the tenant: a placeholder, or a column that is proven already."""
        if isinstance(bare(node), exp.Placeholder):
            return Known((bare(node).name,))
        if not isinstance(node, exp.Column):
            return None
        source = frame.find(node)
        if source is None:
            return None
        if source.is_owned:
            return Known() if source.is_proven and node.name.lower() == TENANT else None
        return source.columns.get(node.name.lower())

    def _output(self, node: Any, frame: Frame) -> tuple[str, Known | None]:
        value = node.this if isinstance(node, exp.Alias) else node
        return node.alias_or_name.lower(), self._known(bare(value), frame)

    def _nested(self, node: exp.Expr, frame: Frame, skip: set[str]) -> None:
        """Prove the queries inside an expression; they may lean on what the frame around them has proven."""
        for key, value in node.args.items():
            for child in value if isinstance(value, list) else [value]:
                if key not in skip and isinstance(child, exp.Expr):
                    self._inside(child, frame)

    def _inside(self, node: exp.Expr, frame: Frame) -> None:
        if isinstance(node, (exp.Query, exp.DML)):
            self.statement(node, frame, frame.ctes)
        elif isinstance(node, exp.In) and node.args.get("field"):
            self.faults.append("IN names a table instead of a list")
        else:
            self._nested(node, frame, skip=set())

    def _values(self, node: exp.Values) -> list[tuple[str, Known | None]]:
        rows = [row.expressions if isinstance(row, exp.Tuple) else [row] for row in node.expressions]
        return [(f"column{at + 1}", _carried(column)) for at, column in enumerate(zip(*rows, strict=False))]

    def _insert(self, node: exp.Insert, outer: Frame | None, ctes: dict[str, Any]) -> None:
        schema = node.this
        target = schema.this if isinstance(schema, exp.Schema) else schema
        columns = [each.name.lower() for each in schema.expressions] if isinstance(schema, exp.Schema) else []
        found = self.statement(node.expression, outer, ctes) if node.expression else []
        frame = Frame(outer, ctes)
        source = self._table(target, frame)
        if source.is_owned:
            self._given(source, dict(zip(columns, (known for _, known in found), strict=False)).get(TENANT))
        conflict = node.args.get("conflict")
        self._assignments(conflict.expressions if conflict else [], source, frame)
        self._nested(node, frame, skip={"this", "expression", "with_"})

    def _given(self, source: Source, known: Known | None) -> None:
        source.is_proven = known is not None
        if known is None:
            self.faults.append(f"{source.name} is given a row whose tenant is not bound")
        else:
            self.placeholders.update(known.placeholders)

    def _update(self, node: exp.Update, outer: Frame | None, ctes: dict[str, Any]) -> None:
        frame = Frame(outer, ctes)
        target = self._table(node.this, frame)
        if node.args.get("from_"):
            self._tree(node.args["from_"].this, frame)
        self._settle(frame, node.args.get("where"))
        self._assignments(node.expressions, target, frame)
        self._nested(node, frame, skip={"this", "from_", "with_"})

    def _assignments(self, assignments: list[exp.Expr], target: Source, frame: Frame) -> None:
        """A row may be told its own tenant again, never another."""
        for each in assignments:
            if not target.is_owned or not isinstance(each, exp.EQ):
                continue
            names = [part.name.lower() for part in each.this.find_all(exp.Column, exp.Identifier)]
            if TENANT not in names:
                continue
            known = self._known(each.expression, frame) if isinstance(each.this, exp.Column) else None
            if known is None:
                self.faults.append(f"{target.name} is moved to a tenant that is not bound")
            else:
                self.placeholders.update(known.placeholders)

    def _delete(self, node: exp.Delete, outer: Frame | None, ctes: dict[str, Any]) -> None:
        frame = Frame(outer, ctes)
        self._table(node.this, frame)
        for other in node.args.get("using") or []:
            self._tree(other, frame)
        self._settle(frame, node.args.get("where"))
        self._nested(node, frame, skip={"this", "using", "with_"})


def _carried(values: tuple[Any, ...]) -> Known | None:
    """Return the placeholders of one column of VALUES, if it holds nothing else."""
    inner = [bare(value) for value in values]
    if not all(isinstance(value, exp.Placeholder) for value in inner):
        return None
    return Known(tuple(value.name for value in inner))


def _both(left: list[Any], right: list[Any]) -> list[tuple[str, Known | None]]:
    """Return the columns of a union: known only where both sides know them."""
    return [
        (name, Known(mine.placeholders + theirs.placeholders) if mine and theirs else None)
        for (name, mine), (_, theirs) in zip(left, right, strict=False)
    ]


def _renamed(node: Any, found: list[tuple[str, Known | None]]) -> list[tuple[str, Known | None]]:
    """Return the columns under the names that an alias gives them: `AS x(a, b)`."""
    alias = node.args.get("alias")
    names = [column.name.lower() for column in alias.columns] if isinstance(alias, exp.TableAlias) else []
    return [(names[at] if at < len(names) else name, known) for at, (name, known) in enumerate(found)]
