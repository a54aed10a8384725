"""What happened in the made-up cases that no partnership has told for itself?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.commands.fictional_learning import (
    BRUISE,
    MEDICINES,
    MISSING,
    SLEEP,
    TOGETHER,
)
from portal.commands.fictional_words import APPOINTMENTS, MOVES, Learning
from portal.domain.vocabulary import AgencyKind

YEAR = 365
SAFE = "A made-up account. "


@dataclass(frozen=True)
class Scene:
    """One kind of made-up case: the child's age in days at least and at most, what is said, and what was learned."""

    code: str
    ages: tuple[int, int]
    says: Mapping[str, object]
    agencies: tuple[AgencyKind, ...]
    learning: Learning
    scope: str


def scene(
    code: str, ages: tuple[int, int], learning: Learning, agencies: str, scope: str, account: str, **says: object
) -> Scene:
    """Return a scene; its other answers by core field, with an underscore for the full stop."""
    told = {name.replace("__", "."): said for name, said in says.items()}
    kinds = tuple(AgencyKind(kind) for kind in agencies.split())
    return Scene(code, ages, {"incident.account": SAFE + account, **told}, kinds, learning, scope)


SERIOUS = {"incident__harm": "serious-harm", "incident__abuse_or_neglect": "suspected"}

SCENES = (
    scene(
        "moves", (6 * YEAR, 10 * YEAR), MOVES, "childrens-social-care education general-practice housing",
        "How agencies keep sight of a child whose family moves home often.",
        "A child was found alone at home, cold and unwell, two weeks after the family’s fifth move in two years. The "
        "child is in hospital and is eating. Each agency had met the family for the first time this year.",
        **SERIOUS, incident__primary_harm="neglect", incident__action_taken="The child and a younger brother are with "
        "their grandmother. The duty social worker saw both on the same evening.",
        criteria__gate_reason="Neglect is suspected, and the child’s health was seriously harmed.",
        practice__concerns="Records followed weeks after the family. Nobody laid the moves beside each other.",
        practice__strengths="A teaching assistant wrote down the child’s own words.",
        practice__themes=["information-sharing", "voice-of-the-child"], referral__reasons=["child-seriously-harmed"],
        family__factors=["housing-or-poverty", "isolation"], child__agency_status=["child-in-need"],
    ),
    scene(
        "appointments", (7 * YEAR, 13 * YEAR), APPOINTMENTS, "hospital community-health education general-practice",
        "How services respond together when a child is not brought to appointments.",
        "A child with a long-term condition was taken to hospital very ill. Nine of fourteen appointments in the year "
        "had passed without the child. The child is recovering.",
        **SERIOUS, incident__primary_harm="neglect", incident__action_taken="A children’s nurse visits every day, and "
        "a taxi is booked for each appointment.",
        criteria__gate_reason="Medical neglect is suspected, and the harm may last.",
        practice__concerns="Each clinic wrote a letter. Nobody added the letters up.",
        practice__strengths="A community nurse went without being asked, and listened.",
        practice__themes=["professional-curiosity", "information-sharing"],
        referral__reasons=["child-seriously-harmed", "practice-not-robust"],
        family__factors=["parental-mental-health"], child__disabilities=["physical"],
    ),
    scene(
        "sleep", (30, 200), SLEEP, "community-health hospital general-practice police",
        "What helps a family to use advice about safe sleep when plans change.",
        "A baby was found not breathing after a night away from home, and died. The cause is not known. The parent had "
        "fallen asleep on a sofa with the baby. Police and a children’s doctor visited together.",
        incident__harm="death", incident__abuse_or_neglect="suspected",
        incident__primary_harm="sudden-unexpected-death-in-infancy", incident__action_taken="The family has a "
        "keyworker and bereavement support. There are no other children in the household.",
        criteria__gate_reason="A baby has died, and neglect may have contributed. That is not known yet.",
        practice__concerns="Advice was given for the home, and nobody asked about other nights.",
        practice__strengths="The midwife’s plan was written with the parent.",
        practice__themes=["fathers-and-partners", "early-help"], referral__reasons=["child-died"],
        family__factors=["alcohol"], child__factors=["born-early-or-small"], child__agency_status=["early-help"],
        parallel__proceedings=["inquest", "child-death-review"],
        incident__coroner_involvement="The coroner has been told. No date for an inquest is known.",
    ),
    scene(
        "bruise", (40, 150), BRUISE, "hospital community-health early-years police childrens-social-care",
        "How a bruise on a baby is seen, recorded and answered.",
        "A baby was taken to hospital with a head injury that nobody could explain. A bruise had been seen two weeks "
        "before. The baby is in intensive care.",
        incident__harm="serious-harm", incident__abuse_or_neglect="known", incident__primary_harm="abusive-head-injury",
        incident__action_taken="The baby is safe in hospital. An older sister is with an aunt. Police have made an "
        "arrest.", criteria__gate_reason="Physical abuse is known, and the baby is seriously harmed.",
        practice__concerns="The explanation for the bruise was written down as a fact.",
        practice__strengths="A nursery nurse drew a body map within the hour.",
        practice__themes=["bruising-in-babies", "challenge-and-escalation"],
        referral__reasons=["child-seriously-harmed"], family__factors=["young-parent", "domestic-abuse"],
        child__living_arrangement="both-parents", parallel__proceedings=["criminal", "family-proceedings"],
        incident__police_involvement="Police are investigating. Parents may be spoken to with police agreement.",
    ),
    scene(
        "missing", (14 * YEAR, 17 * YEAR), MISSING, "education police youth-justice childrens-social-care voluntary",
        "How agencies understand a young person who is missing from school and from home.",
        "A young person was stabbed in the street and has had two operations. The young person had been out of school "
        "for a term and reported missing eleven times.",
        **SERIOUS, incident__primary_harm="criminal-exploitation-or-violence", incident__location="public-place",
        incident__action_taken="Police stay near the ward. A place to live in another area is being found.",
        criteria__gate_reason="Exploitation is suspected, and the young person was seriously harmed.",
        practice__concerns="Missing was counted. Nobody asked where to.",
        practice__strengths="A football coach kept in touch.",
        practice__themes=["school-absence", "thresholds"], referral__reasons=["child-seriously-harmed"],
        child__factors=["missing", "exploitation", "excluded-or-absent"], incident__media_interest="yes",
        child__agency_status=["open-to-social-care"], parallel__proceedings=["criminal"],
    ),
    scene(
        "medicines", (500, 3 * YEAR), MEDICINES, "substance-use community-health hospital general-practice",
        "How services that treat adults think of the children at home.",
        "A toddler swallowed a parent’s medicine, became unconscious, and was taken to hospital. The toddler is awake "
        "and well.",
        **SERIOUS, incident__primary_harm="overdose-or-ingestion", incident__action_taken="The toddler and the parent "
        "are staying with grandparents. The medicine is taken at the pharmacy for now.",
        criteria__gate_reason="Neglect is suspected. Without treatment the toddler might have died.",
        practice__concerns="Services for adults and for children each thought the other had asked.",
        practice__strengths="A pharmacist asked who else could reach it.",
        practice__themes=["assessment-and-history", "early-help"],
        referral__reasons=["child-seriously-harmed", "near-miss"], family__factors=["drugs"],
    ),
)  # fmt: skip

BELOW = scene(
    "below", (5 * YEAR, 15 * YEAR), APPOINTMENTS, "education early-help childrens-social-care",
    "How agencies worked together when worries were small and many.",
    "A school was worried over a year about a child who came hungry and tired. Help was offered three times by three "
    "agencies, and no offer knew of the others. The child was not seriously harmed.",
    incident__harm="other", incident__abuse_or_neglect="suspected", incident__primary_harm="neglect",
    incident__action_taken="Early help has begun, with one worker for the family.",
    practice__concerns="Three offers of help did not know of one another.",
    practice__strengths="The school kept a careful record.", practice__themes=["early-help", "thresholds"],
    referral__reasons=["practice-not-robust"], family__factors=["housing-or-poverty"],
)  # fmt: skip

GOOD = scene(
    "good", (9 * YEAR, 14 * YEAR), TOGETHER, "education early-help community-health",
    "How agencies, a school and a family made one plan, and kept it.",
    "A child who had missed most of a year of school is back, sleeps at home and helps at the breakfast club.",
    practice__concerns="The child was often alone at night and did not come to school.",
    practice__strengths="One plan on one page, and the same worker throughout.",
    practice__difference_made="The child has been in school every day this term.",
    practice__child_view="“You did what you said.”",
    practice__immediate_learning="Small promises, all kept.", practice__themes=["voice-of-the-child", "early-help"],
    referral__reasons=["seriously-good-outcome"],
)  # fmt: skip
