"""How does a partnership's folder say when nothing is sent, and how long something waits before it is asked after?"""

from __future__ import annotations

from datetime import time
from typing import Any

from marshmallow import ValidationError, post_load

from portal.domain.reminding import FirstDays, QuietHours
from portal.tenancy.fields import Strict, flag, number, shaped, words

TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"


class QuietHoursSchema(Strict):
    begins = shaped(TIME, "write the time as 19:00", is_required=True)
    ends = shaped(TIME, "write the time as 07:00", is_required=True)
    on_days_off = flag(default=True)
    digest_at = shaped(TIME, "write the time as 09:00")

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> QuietHours:
        times = {key: time.fromisoformat(values[key] or "09:00") for key in ("begins", "ends", "digest_at")}
        quiet = QuietHours(**{**values, **times})
        if quiet.begins != quiet.ends and quiet.is_night(quiet.digest_at):
            raise ValidationError("give a time outside the quiet hours", "digest_at")
        return quiet


class FirstDaysSchema(Strict):
    remind_after = number(1, 10, "working days after it began to wait", default=1)
    pass_up_after = number(1, 10, "working days after it began to wait", default=1)
    source = words(is_required=True)

    @post_load
    def build(self, values: dict[str, Any], **_: Any) -> FirstDays:
        return FirstDays(**values)
