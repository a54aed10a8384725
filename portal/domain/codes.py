"""Which coded facts about a child and an incident can be compared between partnerships?

The breakdowns follow what the Department for Education publishes of serious incident notifications and what
the National Panel's yearly reports count, so that a partnership can lay its own figures beside them; the
census 2021 gives the ethnic groups. A code is kept for ever once used; its words may be improved.
Families, practice and linked processes are in `factors.py`.
"""

from portal.domain.coded import Coded


class HarmKind(Coded):
    """What happened to the child: the Panel's yearly reports count death, serious harm and other."""

    DEATH = "death", "The child died"
    SERIOUS_HARM = "serious-harm", "The child was seriously harmed"
    OTHER = "other", "Neither"


class Suspicion(Coded):
    """Whether abuse or neglect is known or suspected: CA 2004 s.16C(1), "knows or suspects"."""

    KNOWN = "known", "Known"
    SUSPECTED = "suspected", "Suspected"
    NOT_SUSPECTED = "not-suspected", "Not suspected"
    NOT_KNOWN = "not-known", "Not known yet"


class CauseStatus(Coded):
    """How sure the cause is, as it stands."""

    CONFIRMED = "confirmed", "Confirmed"
    SUSPECTED = "suspected", "Suspected"
    NOT_KNOWN = "not-known", "Not known"


class YesNoNotKnown(Coded):
    """An answer that may honestly be missing."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not-known", "Not known"


class AgeBand(Coded):
    """Age at the incident, fixed from then on; care leavers to 24 since WT 2023."""

    UNBORN = "unborn", "Unborn"
    UNDER_THREE_MONTHS = "under-three-months", "Under three months"
    THREE_TO_ELEVEN_MONTHS = "three-to-eleven-months", "Three to eleven months"
    ONE_TO_FIVE = "one-to-five", "1 to 5 years"
    SIX_TO_TEN = "six-to-ten", "6 to 10 years"
    ELEVEN_TO_FIFTEEN = "eleven-to-fifteen", "11 to 15 years"
    SIXTEEN_TO_SEVENTEEN = "sixteen-to-seventeen", "16 to 17 years"
    CARE_LEAVER = "care-leaver", "Care leaver, 18 to 24 years"
    NOT_KNOWN = "not-known", "Not known"


class Sex(Coded):
    """As recorded by the agencies that knew the child."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    NOT_KNOWN = "not-known", "Not known"


class EthnicGroup(Coded):
    """The five broad groups of the 2021 census in England, within which small numbers are less telling."""

    ASIAN = "asian", "Asian or Asian British"
    BLACK = "black", "Black, Black British, Caribbean or African"
    MIXED = "mixed", "Mixed or multiple ethnic groups"
    WHITE = "white", "White"
    OTHER = "other", "Other ethnic group"
    NOT_KNOWN = "not-known", "Not known"


class Ethnicity(Coded):
    """The 19 answers of the 2021 census in England, and not known; `ETHNIC_GROUP` gives the broad group.

    Roma joined the list in 2021, so a record coded to the 18 answers of 2011 still finds its code here.
    """

    INDIAN = "indian", "Indian"
    PAKISTANI = "pakistani", "Pakistani"
    BANGLADESHI = "bangladeshi", "Bangladeshi"
    CHINESE = "chinese", "Chinese"
    OTHER_ASIAN = "other-asian", "Any other Asian background"
    CARIBBEAN = "caribbean", "Caribbean"
    AFRICAN = "african", "African"
    OTHER_BLACK = "other-black", "Any other Black, Black British or Caribbean background"
    WHITE_AND_BLACK_CARIBBEAN = "white-and-black-caribbean", "White and Black Caribbean"
    WHITE_AND_BLACK_AFRICAN = "white-and-black-african", "White and Black African"
    WHITE_AND_ASIAN = "white-and-asian", "White and Asian"
    OTHER_MIXED = "other-mixed", "Any other mixed or multiple ethnic background"
    WHITE_BRITISH = "white-british", "English, Welsh, Scottish, Northern Irish or British"
    IRISH = "irish", "Irish"
    GYPSY_OR_IRISH_TRAVELLER = "gypsy-or-irish-traveller", "Gypsy or Irish Traveller"
    ROMA = "roma", "Roma"
    OTHER_WHITE = "other-white", "Any other White background"
    ARAB = "arab", "Arab"
    OTHER = "other", "Any other ethnic group"
    NOT_KNOWN = "not-known", "Not known"


_E = Ethnicity
_MEMBERS_OF: dict[EthnicGroup, tuple[Ethnicity, ...]] = {
    EthnicGroup.ASIAN: (_E.INDIAN, _E.PAKISTANI, _E.BANGLADESHI, _E.CHINESE, _E.OTHER_ASIAN),
    EthnicGroup.BLACK: (_E.CARIBBEAN, _E.AFRICAN, _E.OTHER_BLACK),
    EthnicGroup.MIXED: (
        _E.WHITE_AND_BLACK_CARIBBEAN,
        _E.WHITE_AND_BLACK_AFRICAN,
        _E.WHITE_AND_ASIAN,
        _E.OTHER_MIXED,
    ),
    EthnicGroup.WHITE: (
        _E.WHITE_BRITISH,
        _E.IRISH,
        _E.GYPSY_OR_IRISH_TRAVELLER,
        _E.ROMA,
        _E.OTHER_WHITE,
    ),
    EthnicGroup.OTHER: (_E.ARAB, _E.OTHER),
    EthnicGroup.NOT_KNOWN: (_E.NOT_KNOWN,),
}
ETHNIC_GROUP: dict[Ethnicity, EthnicGroup] = {
    ethnicity: group for group, members in _MEMBERS_OF.items() for ethnicity in members
}


class Disability(Coded):
    """Several may apply to one child."""

    NONE = "none", "None known"
    PHYSICAL = "physical", "Physical disability"
    LEARNING = "learning", "Learning disability"
    AUTISM = "autism", "Autism"
    ADHD = "adhd", "Attention deficit hyperactivity disorder"
    SENSORY = "sensory", "Sensory impairment"
    MENTAL_HEALTH = "mental-health", "Mental health condition"
    OTHER = "other", "Another disability"
    NOT_KNOWN = "not-known", "Not known"


class PrimaryHarm(Coded):
    """The likely main harm, after the causes in the National Panel's yearly reports."""

    PHYSICAL_ABUSE = "physical-abuse", "Physical abuse or non-accidental injury"
    ABUSIVE_HEAD_INJURY = "abusive-head-injury", "Abusive head injury"
    NEGLECT = "neglect", "Neglect"
    SUDDEN_UNEXPECTED_DEATH_IN_INFANCY = (
        "sudden-unexpected-death-in-infancy",
        "Sudden unexpected death in infancy, or unsafe sleep",
    )
    FATAL_ASSAULT_IN_THE_FAMILY = "fatal-assault-in-the-family", "Fatal assault within the family"
    KILLED_BY_A_PARENT = "killed-by-a-parent", "Killed by a parent, with intent"
    SEXUAL_ABUSE_IN_THE_FAMILY = "sexual-abuse-in-the-family", "Sexual abuse within the family"
    SEXUAL_ABUSE_OUTSIDE_THE_FAMILY = (
        "sexual-abuse-outside-the-family",
        "Sexual abuse or exploitation outside the family",
    )
    CRIMINAL_EXPLOITATION_OR_VIOLENCE = (
        "criminal-exploitation-or-violence",
        "Criminal exploitation or serious youth violence",
    )
    HARMFUL_SEXUAL_BEHAVIOUR = "harmful-sexual-behaviour", "Harmful sexual behaviour between children"
    SUICIDE_OR_SELF_HARM = "suicide-or-self-harm", "Suicide or self-harm"
    OVERDOSE_OR_INGESTION = "overdose-or-ingestion", "Overdose or ingestion"
    FABRICATED_OR_INDUCED_ILLNESS = "fabricated-or-induced-illness", "Fabricated or induced illness"
    HONOUR_BASED_ABUSE = "honour-based-abuse", "Female genital mutilation or so-called honour-based abuse"
    BURN_OR_SCALD = "burn-or-scald", "Burn or scald"
    ACCIDENT_OR_DROWNING = "accident-or-drowning", "Accident or drowning while supervision is in question"
    ONLINE = "online", "Harm online"
    INSTITUTIONAL = "institutional", "Abuse in an institution"
    OTHER = "other", "Another harm"
    NOT_KNOWN = "not-known", "Not known yet"


class LegalStatus(Coded):
    """The child's legal status at the incident: Children Act 1989; Adoption and Children Act 2002."""

    NONE = "none", "None"
    ACCOMMODATED = "accommodated", "Accommodated by agreement (section 20)"
    INTERIM_CARE_ORDER = "interim-care-order", "Interim care order"
    CARE_ORDER = "care-order", "Care order"
    SUPERVISION_ORDER = "supervision-order", "Supervision order"
    EMERGENCY_PROTECTION_ORDER = "emergency-protection-order", "Emergency protection order"
    POLICE_PROTECTION = "police-protection", "Police protection"
    SPECIAL_GUARDIANSHIP_ORDER = "special-guardianship-order", "Special guardianship order"
    PLACEMENT_ORDER = "placement-order", "Placement order"
    REMAND = "remand", "Remanded"
    NOT_KNOWN = "not-known", "Not known"


class LivingArrangement(Coded):
    """Where and with whom the child lived at the incident."""

    BOTH_PARENTS = "both-parents", "With parents"
    ONE_PARENT = "one-parent", "With one parent"
    KIN = "kin", "With family or friends"
    PRIVATE_FOSTERING = "private-fostering", "In private fostering"
    FOSTER_CARE = "foster-care", "In foster care"
    CHILDRENS_HOME = "childrens-home", "In a children's home"
    SECURE_CHILDRENS_HOME = "secure-childrens-home", "In a secure children's home"
    YOUNG_OFFENDER_INSTITUTION = (
        "young-offender-institution",
        "In a young offender institution or secure training centre",
    )
    HOSPITAL = "hospital", "In hospital"
    ADOPTIVE_FAMILY = "adoptive-family", "With an adoptive family"
    SUPPORTED_ACCOMMODATION = "supported-accommodation", "In supported or semi-independent accommodation"
    UNACCOMPANIED = "unaccompanied", "Unaccompanied child seeking asylum"
    HOMELESS = "homeless", "Homeless or in temporary accommodation"
    OTHER = "other", "Another arrangement"
    NOT_KNOWN = "not-known", "Not known"


class ProtectionPlan(Coded):
    """Whether the child was the subject of a child protection plan: WT 2018 ch. 1, WT 2023 ch. 3."""

    NOW = "now", "Yes, at the time"
    BEFORE = "before", "Not then, but before"
    NEVER = "never", "Never"
    NOT_KNOWN = "not-known", "Not known"


class ProtectionCategory(Coded):
    """What a child protection plan was for: the four kinds of abuse and neglect of WT's glossary."""

    NEGLECT = "neglect", "Neglect"
    PHYSICAL_ABUSE = "physical-abuse", "Physical abuse"
    SEXUAL_ABUSE = "sexual-abuse", "Sexual abuse"
    EMOTIONAL_ABUSE = "emotional-abuse", "Emotional abuse"
    NOT_KNOWN = "not-known", "Not known"


class AgencyStatus(Coded):
    """What support the child had at the incident; the protection plan's category is asked apart."""

    CHILD_PROTECTION_PLAN = "child-protection-plan", "On a child protection plan"
    LOOKED_AFTER = "looked-after", "Looked-after child"
    CHILD_IN_NEED = "child-in-need", "Child in need"
    OPEN_TO_SOCIAL_CARE = "open-to-social-care", "Open to children's social care"
    EARLY_HELP = "early-help", "Early help"
    CLOSED_WITHIN_A_YEAR = "closed-within-a-year", "Closed to children's social care within twelve months"
    UNIVERSAL_SERVICES_ONLY = "universal-services-only", "Universal services only"
    NONE = "none", "Not known to any service"
    NOT_KNOWN = "not-known", "Not known"
