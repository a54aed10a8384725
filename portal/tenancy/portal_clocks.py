"""Which clocks are there without being written, and from what may a rapid review be counted?"""

from __future__ import annotations

from portal.domain.clocks import CaseFact, ClockRule
from portal.domain.deciding import DECISION_CLOCKS
from portal.domain.information import INFORMATION_CLOCKS
from portal.domain.notifying import PANEL_CLOCKS
from portal.domain.statutory_clocks import STATUTORY_CLOCKS

# They count from what the law, a letter or a request says, whatever a partnership's own clocks count from.
PORTALS_OWN: dict[str, ClockRule] = {**STATUTORY_CLOCKS, **INFORMATION_CLOCKS, **DECISION_CLOCKS, **PANEL_CLOCKS}
# The notification, or the council's awareness, of which earlier guidance spoke.
RAPID_REVIEW_STARTS = (CaseFact.NOTIFICATION.value, CaseFact.COUNCIL_AWARE.value)
