"""How is what happens to a case itself told?"""

from __future__ import annotations

from portal.web.happenings import Lane, register_words

register_words(
    "case",
    Lane.CASE,
    {
        "opened": "Case opened",
        "closed": "Case closed",
        "reopened": "Case reopened",
        "corrected": "What is known was corrected",
        "child-corrected": "What is known of a child was corrected",
        "child-added": "Child added",
        "access-granted": "Access given to a person",
        "access-ended": "A person’s access ended",
        "person-excluded": "Closed to a person who is involved",
    },
)
