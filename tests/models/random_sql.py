"""What would a thousand careless authors write? Random statements over three tables, about half of them tied."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

TABLES = ("parent", "child", "tag")
KINDS = ("join", "join", "left join", "left join", "right join", "full join", "cross join")
COLUMNS = ("tenant", "id", "ref", "word")


@dataclass
class Author:
    """Writes statements; every `?` will be bound to the session's own tenant."""

    chance: Random
    names: int = 0
    ctes: list[str] = field(default_factory=list)

    def statement(self) -> str:
        """Return a query or, one time in four, a change."""
        self.names, self.ctes = 0, []
        kind = self.chance.random()
        if kind < 0.1:
            return self.update()
        if kind < 0.2:
            return self.delete()
        if kind < 0.25:
            return f"insert into tag (tenant, id, ref, word) select {self.tenant_given()}"
        return self.with_query() if kind < 0.4 else self.query(2, [])

    def tenant_given(self) -> str:
        """Return the rest of an INSERT from a query, with some tenant first."""
        source, aliases, _ = self.source(1)
        name = self.chance.choice(aliases)
        first = self.chance.choice(["?", f"{name}.tenant", f"{name}.tenant"])
        where = self.conditions(aliases, [], 1)
        return f"{first}, {name}.id + 100, {name}.ref, {name}.word from {source} where {where}"

    def update(self) -> str:
        """Return an UPDATE, perhaps from other tables."""
        source, aliases, _ = self.source(1)
        if self.chance.random() < 0.5:
            return f"update parent set word = 'taken' where {self.conditions(['parent'], [], 1)}"
        where = self.conditions([*aliases, "parent"], [], 1)
        return f"update parent set word = 'taken' from {source} where {where}"

    def delete(self) -> str:
        """Return a DELETE."""
        return f"delete from child where {self.conditions(['child'], [], 1)}"

    def with_query(self) -> str:
        """Return a query over a WITH name."""
        name = self.name()
        inner = self.plain(1, [])
        self.ctes.append(name)
        return f"with {name} as ({inner}) {self.query(2, [])}"

    def query(self, depth: int, outer: list[str]) -> str:
        """Return a query, or two joined by a set operator."""
        if depth == 2 and self.chance.random() < 0.12:
            operator = self.chance.choice(["union", "union all", "except", "intersect"])
            return f"{self.plain(1, outer)} {operator} {self.plain(1, outer)}"
        if depth == 2 and self.chance.random() < 0.2:
            source, aliases, _ = self.source(depth)
            where = self.conditions(aliases, outer, depth)
            return f"select count(*), max({self.chance.choice(aliases)}.word) from {source} where {where}"
        return self.plain(depth, outer)

    def plain(self, depth: int, outer: list[str]) -> str:
        """Return a SELECT of the four columns."""
        source, aliases, _ = self.source(depth)
        shown = [f"{self.chance.choice(aliases)}.{column} as {column}" for column in COLUMNS]
        if depth > 1 and self.chance.random() < 0.15:
            shown[3] = f"({self.scalar(aliases)}) as word"
        where = self.conditions(aliases, outer, depth)
        return f"select {', '.join(shown)} from {source} where {where}"

    def scalar(self, outer: list[str]) -> str:
        """Return a subquery with one value."""
        source, aliases, _ = self.source(0)
        return f"select max({aliases[0]}.word) from {source} where {self.conditions(aliases, outer, 0)}"

    def source(self, depth: int) -> tuple[str, list[str], list[str]]:
        """Return a FROM clause of one to three sources, and their names."""
        text, aliases = self.leaf(depth)
        for _ in range(self.chance.choice([0, 0, 1, 1, 2])):
            right, more = self.leaf(depth)
            if self.chance.random() < 0.15:
                other, others = self.leaf(depth)
                kind = self.chance.choice(["join", "left join", "full join"])
                right = f"({right} {kind} {other} on {self.on([*more, *others], others, more)})"
                more = more + others
            kind = self.chance.choice(KINDS)
            on = "" if kind == "cross join" else f" on {self.on([*aliases, *more], more, aliases)}"
            text, aliases = f"{text} {kind} {right}{on}", aliases + more
        return text, aliases, []

    def leaf(self, depth: int) -> tuple[str, list[str]]:
        """Return one table, derived table or WITH name under a new name."""
        name = self.name()
        if depth and self.chance.random() < 0.2:
            return f"({self.plain(0, [])}) {name}", [name]
        return f"{self.chance.choice([*TABLES, *self.ctes])} {name}", [name]

    def on(self, aliases: list[str], right: list[str], left: list[str]) -> str:
        """Return an ON clause, usually with the right side tied to the left."""
        parts = [self.condition(aliases) for _ in range(self.chance.choice([0, 1]))]
        if self.chance.random() < 0.75:
            parts.append(f"{self.chance.choice(right)}.tenant = {self.chance.choice(left)}.tenant")
        if self.chance.random() < 0.3:
            parts.append(f"{self.chance.choice(aliases)}.tenant = ?")
        return " and ".join(parts) or "1 = 1"

    def conditions(self, aliases: list[str], outer: list[str], depth: int) -> str:
        """Return a WHERE clause, usually with its first source tied."""
        parts = [self.condition([*aliases, *outer]) for _ in range(self.chance.choice([0, 0, 1]))]
        for alias in aliases:
            if self.chance.random() < 0.45:
                value = self.chance.choice(["?", "?", f"{self.chance.choice(aliases)}.tenant"])
                parts.append(f"{alias}.tenant = {value}")
        if self.chance.random() < 0.6:
            parts.append(f"{aliases[0]}.tenant = ?")
        if outer and self.chance.random() < 0.5:
            parts.append(f"{self.chance.choice(aliases)}.tenant = {self.chance.choice(outer)}.tenant")
        if depth and self.chance.random() < 0.3:
            parts.append(self.subquery(depth - 1, [*aliases, *outer]))
        self.chance.shuffle(parts)
        return " and ".join(parts) or "1 = 1"

    def subquery(self, depth: int, outer: list[str]) -> str:
        """Return a condition that asks a query of its own."""
        source, aliases, _ = self.source(depth)
        no = self.chance.choice(["", "", "not "])
        where = self.conditions(aliases, outer, depth)
        if self.chance.random() < 0.5:
            return f"{no}exists (select 1 from {source} where {where})"
        asked = f"select {self.chance.choice(aliases)}.ref from {source} where {where}"
        return f"{self.chance.choice(outer)}.id {no}in ({asked})"

    def condition(self, aliases: list[str]) -> str:
        """Return some condition or other."""
        one, two = self.chance.choice(aliases), self.chance.choice(aliases)
        return self.chance.choice(
            [
                f"{one}.id = {two}.ref",
                f"{one}.id = {two}.id",
                f"{one}.ref is null",
                f"({one}.tenant = ? or {two}.id = 1)",
                f"not ({one}.tenant = ?)",
                f"{one}.tenant <> {two}.tenant",
                f"({one}.tenant = ? and {two}.id > 1)",
                f"{one}.word like 'Z%'",
            ]
        )

    def name(self) -> str:
        """Return a new name."""
        self.names += 1
        return f"n{self.names}"
