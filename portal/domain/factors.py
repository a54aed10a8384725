"""Which coded facts about a family, a child's life, practice and linked processes can be compared?

The lists follow what the National Panel's yearly reports count among families and in practice.
"""

from portal.domain.coded import Coded


class FamilyFactor(Coded):
    """What was known of the family; several may apply, and none is a cause."""

    DOMESTIC_ABUSE = "domestic-abuse", "Domestic abuse"
    PARENTAL_MENTAL_HEALTH = "parental-mental-health", "A parent's mental health"
    ALCOHOL = "alcohol", "A parent's use of alcohol"
    DRUGS = "drugs", "A parent's use of drugs"
    PARENTAL_LEARNING_DISABILITY = "parental-learning-disability", "A parent's learning disability"
    OFFENDING = "offending", "Offending in the family"
    CARE_EXPERIENCED_PARENT = "care-experienced-parent", "A parent who was in care"
    YOUNG_PARENT = "young-parent", "A young parent"
    HOUSING_OR_POVERTY = "housing-or-poverty", "Housing or poverty"
    MIGRATION = "migration", "Migration, or no recourse to public funds"
    ISOLATION = "isolation", "Isolation"
    SEPARATION = "separation", "Separation or conflict about contact"
    UNKNOWN_ADULT = "unknown-adult", "An adult in the home whom agencies did not know"
    LARGE_FAMILY = "large-family", "A large family"
    BEREAVEMENT = "bereavement", "Bereavement"


class ChildFactor(Coded):
    """What was known of the child; several may apply."""

    BORN_EARLY_OR_SMALL = "born-early-or-small", "Born early or with a low birth weight"
    SPECIAL_EDUCATIONAL_NEEDS = "special-educational-needs", "Special educational needs or disability"
    MENTAL_HEALTH = "mental-health", "Mental health"
    HOME_EDUCATION = "home-education", "Educated at home"
    EXCLUDED_OR_ABSENT = "excluded-or-absent", "Excluded from school or often absent"
    MISSING = "missing", "Missing from home or care"
    EXPLOITATION = "exploitation", "Exploitation"
    YOUNG_CARER = "young-carer", "Young carer"
    HARMFUL_SEXUAL_BEHAVIOUR = "harmful-sexual-behaviour", "Harmful sexual behaviour"


class PracticeTheme(Coded):
    """What the learning is about: one list for reviews, recommendations and actions alike."""

    VOICE_OF_THE_CHILD = "voice-of-the-child", "The child's voice"
    PROFESSIONAL_CURIOSITY = "professional-curiosity", "Professional curiosity"
    INFORMATION_SHARING = "information-sharing", "Sharing information"
    ASSESSMENT_AND_HISTORY = "assessment-and-history", "Assessment and family history"
    FATHERS_AND_PARTNERS = "fathers-and-partners", "Fathers and partners not involved"
    APPARENT_COOPERATION = "apparent-cooperation", "Apparent cooperation"
    CHALLENGE_AND_ESCALATION = "challenge-and-escalation", "Challenge and escalation"
    THRESHOLDS = "thresholds", "Thresholds"
    SUPERVISION = "supervision", "Supervision and management oversight"
    CROSS_BORDER = "cross-border", "Working across areas"
    TRANSITIONS = "transitions", "Moving between services"
    CULTURE_IDENTITY_AND_RACISM = "culture-identity-and-racism", "Culture, identity and racism"
    BRUISING_IN_BABIES = "bruising-in-babies", "Bruising in babies who are not mobile"
    DISCHARGE_AND_MEDICAL_OPINION = "discharge-and-medical-opinion", "Discharge and medical opinion"
    RESOURCES = "resources", "Workload and resources"
    EARLY_HELP = "early-help", "Early help"
    CHILD_PROTECTION_PROCESS = "child-protection-process", "The child protection process"
    STEPPING_DOWN = "stepping-down", "Stepping down and closing"
    SCHOOL_ABSENCE = "school-absence", "Absence from school"


class LinkedProcess(Coded):
    """What else may be under way about the same events; a link, never a way of closing a case."""

    CRIMINAL = "criminal", "Criminal investigation or proceedings"
    INQUEST = "inquest", "Inquest"
    CHILD_DEATH_REVIEW = "child-death-review", "Child death review"
    DOMESTIC_ABUSE_RELATED_DEATH_REVIEW = (
        "domestic-abuse-related-death-review",
        "Domestic abuse related death review",
    )
    SAFEGUARDING_ADULT_REVIEW = "safeguarding-adult-review", "Safeguarding adult review"
    ALLEGATION_AGAINST_STAFF = (
        "allegation-against-staff",
        "Allegation against a person who works with children",
    )
    COMPLAINT = "complaint", "Complaint"
    HEALTH_INCIDENT = "health-incident", "Patient safety incident response"
    LEARNING_DISABILITY_MORTALITY_REVIEW = (
        "learning-disability-mortality-review",
        "Review of the death of a person with a learning disability or autism",
    )
    FAMILY_PROCEEDINGS = "family-proceedings", "Family court proceedings"
    PUBLIC_PROTECTION_REVIEW = (
        "public-protection-review",
        "Public protection or serious further offence review",
    )
    OFFENSIVE_WEAPONS_HOMICIDE_REVIEW = (
        "offensive-weapons-homicide-review",
        "Offensive weapons homicide review",
    )
    DEATH_IN_CUSTODY = "death-in-custody", "Prisons and Probation Ombudsman investigation"
    HEALTH_AND_SAFETY = "health-and-safety", "Health and Safety Executive investigation"
