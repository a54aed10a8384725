"""By which markers is the quality of a review checked, and how is each scored?

The eighteen are those of the Social Care Institute for Excellence, in the words of their headings.
"""

from portal.domain.coded import Coded


class Marker(Coded):
    """What is looked at, from setting a review up to what became of it."""

    REFERRAL = "referral", "Referral"
    DECISION_MAKING = "decision-making", "Decision making"
    ADVISING_BOARD_MEMBERS = "advising-board-members", "Advising board members"
    INFORMING_THE_FAMILY = "informing-the-family", "Informing the family"
    CLARITY_OF_PURPOSE = "clarity-of-purpose", "Clarity of purpose"
    COMMISSIONING = "commissioning", "Commissioning"
    GOVERNANCE = "governance", "Governance"
    MANAGEMENT = "management", "Management"
    PARALLEL_PROCESSES = "parallel-processes", "Parallel processes"
    ASSEMBLING_INFORMATION = "assembling-information", "Assembling information"
    PRACTITIONER_INVOLVEMENT = "practitioner-involvement", "Practitioner involvement"
    FAMILY_INVOLVEMENT = "family-involvement", "Family involvement"
    ANALYSIS = "analysis", "Analysis"
    REPORT = "report", "Report"
    IMPROVEMENT_ACTION = "improvement-action", "Improvement action"
    BOARD_WRITTEN_RESPONSE = "board-written-response", "Board written response"
    PUBLICATION = "publication", "Publication"
    IMPLEMENTATION = "implementation-and-evaluation", "Implementation and evaluation"


class Score(Coded):
    """How far a review meets a marker."""

    MET = "met", "Met"
    PARTLY_MET = "partly-met", "Partly met"
    NOT_MET = "not-met", "Not met"
    DOES_NOT_APPLY = "does-not-apply", "Does not apply"
