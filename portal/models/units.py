"""Which disposal units have rows, so that a key without any can be told apart and swept?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import every_model
from portal.models.base import Base, TenantOwned
from portal.models.keystore import RESERVED_TENANT
from portal.models.sealed import Sealable


def sealing_models() -> list[Any]:
    """Return every model that seals something, by the name of its table."""
    every_model.load()
    found = {mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Sealable)}
    return sorted(found, key=lambda model: str(model.__tablename__))


def units_with_rows(session: Session, tenant: str) -> set[UUID]:
    """Return the units of a partnership's rows; for the reserved one, those of rows that have no partnership."""
    units: set[UUID] = set()
    for model in sealing_models():
        if issubclass(model, TenantOwned):
            units.update(session.scalars(select(model.unit).where(model.tenant == tenant).distinct()))
        elif tenant == RESERVED_TENANT:
            units.update(session.scalars(select(model.unit).distinct()))
    return units
