"""What do the made-up reviews say? Every word here is invented and describes no real child, family or worker."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.vocabulary import OutputKind

# The names of trees: readers see at once that no child is meant.
TREES = (
    "Rowan",
    "Alder",
    "Hazel",
    "Linden",
    "Aspen",
    "Juniper",
    "Willow",
    "Maple",
    "Cedar",
    "Larch",
    "Elder",
    "Beech",
)


@dataclass(frozen=True)
class Learning:
    """One made-up piece of learning, as a briefing in seven boxes and as a report."""

    subject: str
    boxes: tuple[str, str, str, str, str, str, str]
    report: str

    def title_of(self, kind: OutputKind) -> str:
        """Return the title of what is written about it."""
        if kind is OutputKind.REPORT:
            return f"Learning {self.subject[:1].lower()}{self.subject[1:]}"
        return self.subject


MOVES = Learning(
    "When a family moves often",
    (
        "This briefing is made up for the demonstration. It stands for a review of how agencies worked with a family "
        "that moved home five times in two years.",
        "A child of primary-school age lived with a parent and a younger brother. Each move meant a new school and a "
        "new general practice. Each agency met the family for the first time, and none saw the whole story.",
        "- Records followed the child weeks after the child did.\n- Each worry looked small by itself.\n"
        "- Moving house was noted as a change of address and not as a sign of pressure.",
        "A teaching assistant noticed that the child no longer talked about home. She asked, listened, and wrote down "
        "the child’s own words. That note later brought the agencies together.",
        "- Pass on a summary within five working days of a move.\n- Name one worker who stays with the family while "
        "others change.\n- Look at a family’s moves together, as a chronology.",
        "Ask every family that is new to you where they lived before and who helped them there. Telephone that person "
        "this week. Write down what the child says, in the child’s words.",
        "- Who in your team would notice a third move in a year?\n- How long do records take to reach you?\n"
        "- What would a child say it is like to start again here?",
    ),
    """This report is made up for the demonstration. It describes no real child, family or worker.

## Summary of recommended improvements

1. When a child moves, agencies pass on a written summary within five working days.
2. One named worker stays with a family through a move until the next has met the child.
3. Supervision asks of every open family how often they have moved, and why.

## Why the review was carried out

A child was seriously harmed after a time in which several agencies each knew something of the family and none knew
enough. The partnership wanted to understand what made it hard to see the whole.

## What life was like for the child

The child went to four schools in two years. At each there was somebody whom the child liked. Saying goodbye became
ordinary. The child told one teaching assistant: “I don’t unpack now.”

## What we learned

### Records arrive after the child

Health and school records reached the next service after weeks. Workers met the family without knowing what others
knew. They did what their own procedures asked.

### A move is more than an address

Every move was recorded. Nobody laid the moves beside each other until after the harm. Seen together they showed a
family under pressure.

### Listening made the difference

The note of the child’s own words was the first thing that every agency read. It changed what people asked next.

## What happens now

| Improvement | Who | By when |
| --- | --- | --- |
| Summary within five working days | Every agency | Within six months |
| Named worker through a move | Children’s social care | Within six months |
| Moves looked at in supervision | Every agency | Within a year |
""",
)

APPOINTMENTS = Learning(
    "When a child is not brought",
    (
        "This briefing is made up for the demonstration. It stands for a review of how agencies responded when a child "
        "with a long-term health condition missed appointments.",
        "A child needed regular treatment. Over a year, nine of fourteen appointments were missed. Each clinic wrote a "
        "letter. The child’s condition became worse until the child was very ill.",
        "- A child does not miss an appointment: a child is not brought.\n- Each clinic followed its own rule and "
        "closed its own door.\n- The parent’s own health was nobody’s question.",
        "A community nurse visited without being asked to. She found a parent who was afraid of being blamed, and "
        "arranged transport the same week.",
        "- Use the words “was not brought” in every record.\n- After the second time, somebody telephones.\n"
        "- After the third, agencies talk to each other within five working days.",
        "Look at your list for this month. Choose one child who was not brought. Telephone the family and ask what "
        "would make it possible. Tell the general practice what you heard.",
        "- What does your letter say to a parent who is afraid?\n- Who adds up the appointments across services?\n"
        "- How would you know what the child thinks?",
    ),
    """This report is made up for the demonstration. It describes no real child, family or worker.

## Summary of recommended improvements

1. Every service records that a child was not brought, and asks why.
2. After a second time somebody speaks with the parent; after a third, agencies speak with each other.
3. Services that treat a child ask about the health of those who care for the child.

## Why the review was carried out

A child became very ill after a year in which many appointments passed without the child. The partnership wanted to
know how services that each did what was expected could together lose sight of a child.

## What life was like for the child

The child was tired, often away from school, and proud of a drawing that hung in a waiting room. Nobody had asked what
the treatment was like.

## What we learned

### Letters are not conversations

Fourteen letters were sent. The parent had stopped opening them. One telephone call changed what happened.

### Nobody added it up

Three clinics, a school nurse and a general practice each knew of two or three appointments. The number nine was first
written down for this review.

### Carers have needs of their own

The parent had been unwell for most of the year. No service that saw the child asked.

## What happens now

| Improvement | Who | By when |
| --- | --- | --- |
| “Was not brought” in every record | Health services | Within three months |
| A call after the second time | Health services, schools | Within three months |
| Agencies talk after the third | Every agency | Within six months |
""",
)

ONLINE = Learning(
    "When worry begins online",
    (
        "This briefing is made up for the demonstration. It stands for a review of how agencies understood harm that "
        "began in messages on a telephone.",
        "A young person of secondary-school age grew quiet over one winter. Messages from somebody unknown asked for "
        "pictures, and then threatened to show them.",
        "- Adults looked for the cause at home and at school.\n- The telephone was taken away, and with it the person "
        "the young person trusted most.\n- Shame kept the young person silent.",
        "A youth worker said: “You are not in trouble.” It was the first sentence that helped.",
        "- Ask about life online as you ask about school and sleep.\n- Keep what was sent, and do not pass it on.\n"
        "- Bring police, school and family together on the same day.",
        "Learn one way to have a picture taken down. Tell one young person that it exists.",
        "- Would a young person here know that you can help?\n- What do you say first?",
    ),
    "",
)

PUBLISHED = (MOVES, APPOINTMENTS)


def tree(number: int) -> str:
    """Return the name of a made-up child, by number."""
    return f"Child {TREES[number % len(TREES)]}"


def told(given_name: str) -> dict[str, object]:
    """Return what a made-up referral says, by core field."""
    return {
        "child.given_names": given_name,
        "child.family_name": "Madeup",
        "child.is_unborn": "no",
        "child.home_address": "1 Invented Street, Nowhere",
        "referral.referrer_name": "Robin Sample",
        "referral.referrer_role": "Made-up designated safeguarding lead",
        "incident.harm": "serious-harm",
        "incident.abuse_or_neglect": "suspected",
        "incident.account": "A made-up account. A child was taken to hospital with an injury that nobody could "
        "explain. Several agencies knew the family, each a little. Nothing here happened.",
        "incident.action_taken": "A made-up account. The child is safe with a relative.",
        "criteria.gate_reason": "A made-up reason. Abuse is suspected and the child was seriously harmed.",
        "family.siblings_are_safe": "yes",
        "has-siblings": "no",
        "referral.declaration": "yes",
    }


FAMILY_NAMES = ("Madeup", "Pretend", "Storybook", "Imaginary", "Makebelieve", "Fictional", "Invented")


def family_name_of(given_name: str) -> str:
    """Return the family name of a made-up child, the same every time."""
    return FAMILY_NAMES[sum(given_name.encode()) % len(FAMILY_NAMES)]


def everyday(given_name: str, age_in_days: int, area: str) -> dict[str, object]:
    """Return what a made-up referral says where its story has nothing of its own to say."""
    return {
        "child.given_names": given_name,
        "child.family_name": family_name_of(given_name),
        "child.is_unborn": "yes" if age_in_days < 0 else "no",
        "child.sex": "female" if len(given_name) % 2 else "male",
        "child.ethnicity": "not-known",
        "child.first_language": "English",
        "child.needs_interpreter": "no",
        "child.disabilities": ["none"],
        "child.home_address": "1 Invented Street, Nowhere",
        "child.home_area": area,
        "child.agency_status": ["universal-services-only"],
        "child.is_looked_after": "no",
        "child.legal_status": "none",
        "child.living_arrangement": "one-parent",
        "education-status": education_at(age_in_days),
        "child.education_setting": "Nowhere School",
        "referral.referrer_name": "Robin Sample",
        "referral.referrer_role": "Designated safeguarding lead",
        "referral.referrer_email": "robin.sample@demonstration.example",
        "referral.referrer_telephone": "01632 960 117",
        "referral.discussed_with": "Jordan Specimen, safeguarding lead, 01632 960 118",
        "incident.area": area,
        "incident.location": "family-home",
        "incident.media_interest": "no",
        "family.siblings_are_safe": "yes",
        "has-siblings": "no",
        "family.siblings_checked_by": "The duty social worker",
        "family.is_aware": "yes",
        "family.awareness_note": "The parent was told in person, with a worker whom they know. They were given a name "
        "and a number to ring.",
        "referral.declaration": "yes",
    }


def education_at(age_in_days: int) -> str:
    """Return how a child of this age is most likely educated."""
    years = age_in_days // 365
    return "not-yet-school-age" if years < 4 else "school" if years < 16 else "college-or-training"
