"""What did made-up reviews learn? Each a briefing and a report that a reader may learn from."""

from __future__ import annotations

from portal.commands.fictional_words import APPOINTMENTS, MOVES, Learning

MADE_UP = "This report is made up for the demonstration. It describes no real child, family or worker."

SLEEP = Learning(
    "Safe sleep when routines change",
    (
        "This briefing is made up for the demonstration. It stands for a review after a baby died suddenly.",
        "A baby slept in a basket at home, and everybody had seen the basket. On a night away from home there was "
        "no basket, and a tired parent lay down on a sofa with the baby.",
        "- Advice was given well, for the home that workers knew.\n- Nobody asked where the baby would sleep when "
        "plans changed.\n- The father was never spoken to about sleep at all.",
        "A community midwife wrote the plan for the night on the back of a card, with the parent. The parent kept it.",
        "- Talk about the next night away, not only about the cot at home.\n- Speak with everybody who puts the baby "
        "to bed.\n- Ask again after a move, an argument or an illness.",
        "With one family this week, plan a night that is out of the ordinary: where, who, and what to take.",
        "- Whose advice have you never heard a father repeat?\n- What gets in the way of saying “I had a drink”?",
    ),
    f"""{MADE_UP}

## Summary of recommended improvements

1. Midwives and health visitors plan with each family for a night away from home.
2. Whoever puts a baby to bed is spoken to about safe sleep, fathers and grandparents too.
3. Workers who visit for other reasons know the three questions to ask.

## Why the review was carried out

A baby died in the night. Nobody could say why, and a known risk was present. The partnership wanted to know what would
have helped a family to use what they had been told.

## What we learned

### Advice fitted the home and not the night

Records showed advice at four visits. Each visit looked at the same basket. Life had changed twice since.

### Half of the family was not in the room

The father worked nights and slept in the mornings. Visits were in the mornings.

### Kindness made honesty possible

The parent told one worker how tired they were. That worker did not hurry. What was said then changed the next plan.
""",
)

BRUISE = Learning(
    "A bruise on a baby who cannot yet crawl",
    (
        "This briefing is made up for the demonstration. It stands for a review after a baby was badly hurt.",
        "A baby of a few months was taken to hospital and will need care for life. Two weeks before, a small bruise "
        "had been seen and explained.",
        "- Babies who do not move by themselves rarely bruise.\n- A likeable explanation was written down as a fact.\n"
        "- The worker who was uneasy did not know whom to ring.",
        "A nursery nurse drew the bruise on a body map within the hour. The drawing mattered more than any sentence.",
        "- Any bruise on a baby who does not crawl: a doctor sees the baby the same day.\n- Two people look.\n"
        "- If you are uneasy, say so, and say to whom.",
        "Find the number of your duty paediatrician and put it in your telephone. Say aloud what you would say.",
        "- When did you last change your mind about an explanation?\n- Who looks with you?",
    ),
    f"""{MADE_UP}

## Summary of recommended improvements

1. A baby who cannot crawl and has a bruise is seen by a children’s doctor on the same day.
2. Every worker who meets babies has a colleague to look with them.
3. An explanation is recorded as somebody’s account, with the name of whoever gave it.

## Why the review was carried out

A baby was seriously hurt. A small bruise had been seen earlier. The partnership wanted to understand why that moment
passed.

## What we learned

### The explanation was believed because the parent was liked

The home was warm and the parent tried hard. Both were true. Neither explained a bruise.

### The way to a second opinion was not known

Three workers would have rung somebody. None knew that a doctor waits for exactly this call.

### Good records shortened the second injury’s day

When the baby came to hospital, a body map was there. Decisions took minutes.
""",
)

MISSING = Learning(
    "When a young person is missing from school and from home",
    (
        "This briefing is made up for the demonstration. It stands for a review after a young person was attacked.",
        "A young person was out of school for a term, then out of the house at night, then in hospital with a wound. "
        "Adults had used the word “choice” of all three.",
        "- Going missing was counted, and nobody asked where to.\n- A part-time timetable took away the one adult who "
        "knew most.\n- New shoes were a clue, and were written down as a theft.",
        "A football coach kept ringing. The young person answered on the ninth day.",
        "- Within three days of coming home, somebody trusted asks what happened.\n- A school place is protection: "
        "plan for the hours without it.\n- Write “was made to”, not “chose to”, until you know.",
        "Look at one young person on a part-time timetable. Find out who sees them on the other days.",
        "- What would you have to see to think of exploitation?\n- Who would that young person ring?",
    ),
    f"""{MADE_UP}

## Summary of recommended improvements

1. Conversations after a young person was missing are held by somebody they know, within three days.
2. No part-time timetable begins without a plan for the remaining hours.
3. Agencies share what they know of places and older people, and not only of one young person.

## Why the review was carried out

A young person was seriously hurt in the street. Several agencies had parts of what was happening. The partnership
wanted to see the whole, as the young person had.

## What we learned

### The question was how often, and not where

There were eleven reports. Nine of eleven conversations afterwards were by telephone with a parent.

### Losing a school place came before everything else

Every measure became worse within four weeks of the part-time timetable.

### One adult stayed

The coach was not on any list of professionals. The plan that worked began with him.
""",
)

MEDICINES = Learning(
    "Medicines and small hands",
    (
        "This briefing is made up for the demonstration. It stands for a review after a toddler swallowed a medicine.",
        "A toddler became very ill from a medicine that was a parent’s own treatment. The toddler is well again.",
        "- The treatment was going well, and nobody thought of the child.\n- A locked box had been given, and not the "
        "shelf to fix it to.\n- Services for adults and for children each thought that the other had asked.",
        "A pharmacist asked: “Who else can reach it?” and sat down to hear the answer.",
        "- Services that treat adults ask who lives at home.\n- See the box where it is used.\n- Ask again when a baby "
        "begins to climb.",
        "Ask one adult you work with who can reach their medicines. Look with them.",
        "- Whose child do you know only by name?\n- What would make it easy to say “I left it out”?",
    ),
    f"""{MADE_UP}

## Summary of recommended improvements

1. Services that prescribe to parents ask at every review who lives at home, and record it.
2. A locked box is seen in the place where it is used.
3. Pharmacies can reach the health visitor by one telephone call.

## Why the review was carried out

A toddler was seriously harmed by a medicine at home and recovered. The partnership wanted to learn while the family
and the workers remembered it well.

## What we learned

### Recovery made the child invisible

Every record spoke of progress, and it was true. The child was in none of them.

### Equipment is not safety

The box was there. It stood open on a windowsill because the kitchen had no wall that would hold a screw.

### The family wanted to talk

The parent came to both meetings. Their idea, a magnet that clicks, is now given with every box.
""",
)

TOGETHER = Learning(
    "What went right: one plan, and everybody in it",
    (
        "This briefing is made up for the demonstration. It stands for a review of work that went well.",
        "A child had missed most of a year of school and was often alone at night. Two years later the child is in "
        "school, sleeps at home, and has asked to help at the breakfast club.",
        "- One plan on one page, in the family’s words.\n- The same worker throughout.\n- Small promises, all kept.",
        "The school opened a side door ten minutes early. That is where it began.",
        "- Ask what has been kept, as often as what has gone wrong.\n- Give the plan to the child first.\n"
        "- Say thank you to each other, in writing.",
        "Choose one promise that you can keep this week. Make it small. Keep it.",
        "- What did you do that worked?\n- Who should hear of it?",
    ),
    f"""{MADE_UP}

## Summary of recommended improvements

1. Plans for a family fit on one page and are written in the family’s words.
2. A worker who has a child’s trust stays until the child says goodbye.

## Why the review was carried out

Partners learn more often from harm than from help. Here agencies helped a child well, and the partnership wanted to
know how, so that it can be done again.

## What we learned

### One page

Five agencies had five plans. A family support worker asked the child to choose what mattered most and made them one.

### The same face

The worker changed jobs and asked to keep this family. Two managers agreed by telephone in an afternoon.
""",
)

LEARNING = (MOVES, APPOINTMENTS, SLEEP, BRUISE, MISSING, MEDICINES)

# What each asks for: the words, what will change for children, the kinds of agency, and the themes.
ASKS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    MOVES.subject: (
        ("When a child moves, pass on a written summary within five working days.",
         "Whoever meets a child next knows what went before.",
         "childrens-social-care education general-practice", "information-sharing"),
        ("Ask in supervision how often each open family has moved, and why.",
         "A family under pressure is seen as one.", "childrens-social-care police", "assessment-and-history"),
    ),
    APPOINTMENTS.subject: (
        ("Record that a child was not brought, and telephone after the second time.",
         "Somebody asks why while there is time.", "hospital community-health", "voice-of-the-child"),
        ("Commission one place in which missed appointments are added up.",
         "Nine missed appointments are seen as nine.", "integrated-care-board", "information-sharing"),
    ),
    SLEEP.subject: (
        ("Plan with each family for a night away from home.", "A baby has a safe place to sleep wherever it is.",
         "community-health hospital", "early-help"),
        ("Speak about safe sleep with everybody who puts the baby to bed.", "Fathers know what mothers were told.",
         "community-health general-practice", "fathers-and-partners"),
    ),
    BRUISE.subject: (
        ("See a baby who cannot crawl and has a bruise on the same day.", "A first injury is the last.",
         "hospital community-health early-years", "bruising-in-babies"),
        ("Make known the telephone number of the duty paediatrician to all who meet babies.",
         "Unease reaches somebody who can act.", "integrated-care-board police", "challenge-and-escalation"),
    ),
    MISSING.subject: (
        ("Talk with a young person who was missing within three days, by somebody they know.",
         "Adults learn where, and with whom.", "police childrens-social-care", "voice-of-the-child"),
        ("Begin no part-time timetable without a plan for the other hours.", "A school place protects.",
         "education", "school-absence"),
    ),
    MEDICINES.subject: (
        ("Ask at every review of a parent’s treatment who lives at home.", "Children of adult patients are seen.",
         "substance-use general-practice integrated-care-board", "assessment-and-history"),
        ("See the locked box in the place where it is used.", "Medicines are out of reach.",
         "substance-use", "professional-curiosity"),
    ),
    TOGETHER.subject: (
        ("Write a family’s plan on one page, in its own words.", "A child can read what will happen.",
         "early-help education", "voice-of-the-child"),
    ),
}  # fmt: skip
