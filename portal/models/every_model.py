"""Which modules together make up the whole schema? For migrations and for tests that walk it."""

from __future__ import annotations

from importlib import import_module

MODULES = (
    "access_request",
    "account",
    "agency_action",
    "attachment",
    "audit",
    "briefing_use",
    "calendar_feed",
    "case",
    "clock_day",
    "correction",
    "decision",
    "deferral",
    "delegate",
    "draft_colleague",
    "emergency_access",
    "event",
    "follow_up",
    "information",
    "invited_as",
    "lead_reviewer",
    "likeness",
    "marker_score",
    "meeting",
    "meeting_record",
    "member_view",
    "minutes",
    "notification",
    "offer",
    "outbox",
    "output",
    "process_of_case",
    "published",
    "published_file",
    "published_learning",
    "quality_check",
    "recommendation",
    "referral",
    "referral_addition",
    "referral_letter",
    "referral_question",
    "release_part",
    "released",
    "reminder",
    "review",
    "review_work",
    "rung_mark",
    "screening",
    "sign_in",
    "unjoining",
    "wait_reminder",
)


def load() -> None:
    """Import every module that defines a table."""
    for name in MODULES:
        import_module(f"portal.models.{name}")
