"""Which steps does the law or national guidance time, from what, and who says so?

The rows are defaults. A partnership's folder may tighten one or add its own; none may be lengthened.
"""

from portal.domain.clocks import CaseFact, ClockRule, ClockUnit, Direction, Force

_DAYS, _MONTHS = ClockUnit.WORKING_DAYS, ClockUnit.MONTHS
_ON, _BACK = Direction.FORWARD, Direction.BACK

_RULES = (
    ClockRule(
        "incident-notification",
        "Notify the National Panel of a serious incident",
        "the day the council became aware of the incident",
        5,
        _DAYS,
        _ON,
        Force.STATUTORY,
        "Children Act 2004 s.16C(1); the five working days are in Working Together 2018 ch. 4 and 2023 ch. 5",
    ),
    ClockRule(
        "looked-after-child-death",
        "Notify the Secretary of State and Ofsted of the death of a looked-after child",
        "the day the council became aware of the death",
        5,
        _DAYS,
        _ON,
        Force.STATUTORY,
        "Working Together 2018 ch. 4 and 2023 ch. 5: every such death, whatever its cause",
    ),
    ClockRule(
        "care-leaver-death",
        "Notify the Secretary of State and Ofsted of the death of a care leaver aged up to 24",
        "the day the council became aware of the death",
        5,
        _DAYS,
        _ON,
        Force.EXPECTED,
        "Working Together 2023 ch. 5; it does not of itself begin a rapid review",
    ),
    ClockRule(
        "rapid-review",
        "Send the rapid review and its decision to the National Panel",
        "the day the notification was sent to the National Panel",
        15,
        _DAYS,
        _ON,
        Force.EXPECTED,
        "Working Together 2023 ch. 5 and the National Panel's guidance",
        # Until 2022 many counted from the council's awareness, and a partnership's folder may.
        starts_from=CaseFact.NOTIFICATION,
    ),
    ClockRule(
        "practice-review-publication",
        "Complete and publish the local child safeguarding practice review",
        "the day of the decision that initiated the review",
        6,
        _MONTHS,
        _ON,
        Force.EXPECTED,
        "Working Together 2018 ch. 4 and 2023 ch. 5: as soon as possible and no later than six months; "
        "a delay is explained to the National Panel and the Secretary of State",
        # Six months are long: a month before there is still time to say why it will be late.
        remind=(-20, -5, 0, 1),
    ),
    ClockRule(
        "report-before-publication",
        "Send the full report to the National Panel, the Secretary of State and Ofsted",
        "the day of publication",
        7,
        _DAYS,
        _BACK,
        Force.STATUTORY,
        "SI 2018/789 Part 3; the seven working days are in Working Together 2018 ch. 4 and 2023 ch. 5",
    ),
    ClockRule(
        "reasons-for-not-publishing",
        "Give the National Panel and the Secretary of State the reasons for not publishing the report",
        "the day on which the improvements are published instead",
        7,
        _DAYS,
        _BACK,
        Force.STATUTORY,
        "Working Together 2018 ch. 4 and 2023 ch. 5",
    ),
    ClockRule(
        "report-kept-available",
        "Keep the report publicly available, at least",
        "the day of publication",
        12,
        _MONTHS,
        _ON,
        Force.STATUTORY,
        "Working Together 2018 ch. 4; SI 2018/789 Part 3",
    ),
    ClockRule(
        "improvements-kept-available",
        "Keep the information about improvements publicly available, at least",
        "the day of publication",
        12,
        _MONTHS,
        _ON,
        Force.STATUTORY,
        "Children Act 2004 s.16F; Working Together 2018 ch. 4",
    ),
    # Of no case and no review: `clock explain` counts it, and nothing in the portal is met or late by it.
    ClockRule(
        "yearly-report",
        "Publish the partnership’s yearly report",
        "the last day of the year that it reports on",
        6,
        _MONTHS,
        _ON,
        Force.EXPECTED,
        "Children Act 2004 s.16G; the end of September is in Working Together 2023",
    ),
)

STATUTORY_CLOCKS: dict[str, ClockRule] = {rule.code: rule for rule in _RULES}
