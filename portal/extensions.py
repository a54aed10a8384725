"""Which Flask extensions does the portal use, each made once?"""

from __future__ import annotations

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from portal.models.base import Base
from portal.models.engines import Database
from portal.models.session import PortalSession

db = Database(
    model_class=Base,
    session_options={"class_": PortalSession},
    disable_autonaming=True,
)
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
