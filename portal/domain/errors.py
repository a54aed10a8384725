"""What can go wrong with an instruction to the portal, in words that a page can show?"""


class DomainError(Exception):
    """An instruction that the rules refuse; `field` names the answer at fault, where one is."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """This person may not do this, here, now."""


class NotFound(DomainError):
    """Nothing here by that name: missing, another partnership's and hidden all answer alike."""


class Conflict(DomainError):
    """The thing has moved on: the action does not start from where it now stands."""


class InvalidAnswer(DomainError):
    """An answer that cannot be read or kept."""


class BeyondHorizon(DomainError):
    """A date later or earlier than the bank holidays the portal knows."""
