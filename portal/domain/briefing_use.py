"""In which settings do people use a briefing, and how many can have taken part?"""

from portal.domain.coded import Coded


class Setting(Coded):
    """Where people spoke about a briefing."""

    TEAM_MEETING = "team-meeting", "Team meeting"
    SUPERVISION = "supervision", "Supervision"
    TRAINING = "training", "Training"
    INDUCTION = "induction", "Induction"
    FORUM = "forum", "Forum or conference"
    OTHER = "other", "Another setting"


MOST_PEOPLE = 5_000
