"""How is what passes between the council and the National Panel told?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "case",
    Lane.NOTIFICATION,
    {
        "notification-recorded": "Notification to the National Panel recorded",
        "notification-corrected": "Notification corrected",
        "notification-found-not-met": "Notification found not to meet the criteria",
        "rapid-review-sent": "Rapid review sent to the National Panel",
        "panel-replied": "Letter from the National Panel recorded",
        "panel-answered": "National Panel answered",
        "late-step-explained": "Late step explained",
    },
    twins=["rapid-review-sent"],
)
register_words(
    "review",
    Lane.NOTIFICATION,
    {
        "sent-to-panel": "Sent to the National Panel",
        "told-to-panel": "National Panel, Ofsted and the Department for Education told of the review",
    },
)
