"""What may follow when somebody asks for a case in an emergency, and how long does it stay open to them?"""

from datetime import timedelta

from portal.domain.coded import Coded

# Long enough to find an address and to ring somebody; nobody can make it longer.
LASTS = timedelta(minutes=60)
# In any quarter of an hour, whatever came of it: whoever guesses at references is soon done.
MOST_ASKED = 5


class EmergencyStatus(Coded):
    """Where somebody's asking for a case in an emergency stands: a second person looks at each afterwards."""

    ASKED = "asked", "Waits to be looked at"
    RIGHT = "right", "It was right"
    NOT_RIGHT = "not-right", "It was not right"
