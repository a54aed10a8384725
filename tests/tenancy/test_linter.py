"""Does the check find each fault, and say where it is and what to do?"""

# ruff: noqa: E501 - one fault a line is a table that can be read down

from __future__ import annotations

from pathlib import Path

import pytest

from portal.tenancy.faults import FaultyConfiguration
from portal.tenancy.linter import RESERVED_SLUGS
from portal.tenancy.loader import check, load
from tests.tenancy.folders import OURS, Spoil, append, edit, invented, remove, rename, twin

TENANT = "eastmere/tenant.toml"
FORM = "eastmere/forms/incident.toml"
OVERLAY = "eastmere/forms/concern.toml"
BASE = "shared/forms/concern.toml"
PAGE = "eastmere/pages/for-families.md"
CATALOGUE = "eastmere/catalogue.csv"
LINE = "Our reviews,,Lessons of the lake,,,Paper,,,none,,not stated,,,,,4"


def line(**values: str) -> Spoil:
    """Spoil the last line of the catalogue."""
    columns = (
        "source,source_heading,title,review,kind,kind_as_given,date_text,date_from,precision,date_means,"
        "report_status,publisher_as_given,joint_with,format,size,position"
    )
    held = dict(zip(columns.split(","), LINE.split(","), strict=True)) | values
    return edit(CATALOGUE, LINE, ",".join(held.values()))


def question(code: str, *keys: str) -> str:
    """A question that feeds nothing, as TOML."""
    return "\n".join(
        ["", "[[section.question]]", f'code = "{code}"', *keys, 'label = "?"', "kept_as_answered = true", ""]
    )


def asks(code: str, when: str) -> str:
    """A question with a condition."""
    return question(code, 'kind = "text"', f"when = {when}")


def change(action: str, target: str, *keys: str) -> str:
    """A change of an overlay, as TOML."""
    return "\n".join(["", "[[change]]", f'action = "{action}"', f'target = "{target}"', *keys, ""])


def in_no_region(directory: Path) -> None:
    """Make a second partnership that no region names."""
    before = (directory / "regions.toml").read_text(encoding="utf-8")
    twin("eastmere", "westmere")(directory)
    (directory / "regions.toml").write_text(before, encoding="utf-8")


def in_another_encoding(directory: Path) -> None:
    """Save a page in letters that are not UTF-8."""
    (directory / PAGE).write_bytes("+++ é".encode("latin-1"))


MINIMUM = """
[[clocks]]
code = "report-before-publication"
label = "Send the report"
starts = "the day of publication"
amount = 5
unit = "working-days"
direction = "back"
force = "statutory"
source = "Invented for the tests"
"""
ELSEWHERE = """
[[clocks]]
code = "information-rapid-review"
label = "Answer for the rapid review"
starts = "the day the request is sent"
amount = 4
unit = "working-days"
force = "local"
source = "Invented for the tests"
"""
FAULTS: dict[str, tuple[Spoil, str, str, str]] = {
    # tenant.toml
    "a misspelt key": (edit(TENANT, "short_name =", "shortname ="), TENANT, "shortname", "did you mean 'short_name'"),
    "a key left out": (edit(TENANT, 'area = "Eastmere"\n', ""), TENANT, "area", "is missing; add it"),
    "an empty name": (edit(TENANT, '"Eastmere Borough Council"', '" "'), TENANT, "council", "is empty"),
    "an unknown key in a table": (edit(TENANT, "text_mark =", 'motto = "x"\ntext_mark ='), TENANT, "brand.motto", "is not a key here"),
    "a pale brand colour": (edit(TENANT, "#3b3f8f", "#8f93e0"), TENANT, "brand.colour", "darken it to reach 4.5:1"),
    "a pale link colour": (edit(TENANT, "#2d4fa2", "#7fa2f0"), TENANT, "brand.link_colour", "darken it"),
    "a colour by name": (edit(TENANT, "#e07a5f", "tomato"), TENANT, "brand.accent_colour", "#rrggbb"),
    "a yes in words": (edit(TENANT, "requires_quality_assurance = true", 'requires_quality_assurance = "yes"'), TENANT, "requires_quality_assurance", "true or false"),
    "an unknown way with deaths in custody": (edit(TENANT, '"reason-required"', '"always"'), TENANT, "automatic_review_circumstances", "not one of: reason-required, prompt"),
    "an outcome that does not exist": (edit(TENANT, 'code = "local-learning-review"', 'code = "local-lerning-review"'), TENANT, "outcomes[local-lerning-review].code", "did you mean 'local-learning-review'"),
    "an outcome twice": (edit(TENANT, 'code = "no-further-action"', 'code = "more-information"'), TENANT, "outcomes", "more than one has code 'more-information'"),
    "an outcome that opens the wrong review": (edit(TENANT, 'opens = "local-learning-review"', 'opens = "thematic-review"'), TENANT, "outcomes[local-learning-review].opens", "write opens = 'local-learning-review'"),
    "an outcome that opens what it cannot": (edit(TENANT, 'label = "Ask for more"', 'label = "Ask"\nopens = "rapid-review"'), TENANT, "outcomes[more-information].opens", "leave it out"),
    "a local review called statutory": (edit(TENANT, 'opens = "local-learning-review"', 'opens = "local-learning-review"\nis_statutory = true'), TENANT, "outcomes[local-learning-review].is_statutory", "write false"),
    "an outcome without its label": (edit(TENANT, 'label = "Leave it there"\n', ""), TENANT, "outcomes[no-further-action].label", "is missing"),
    "no rapid review": (edit(TENANT, '[[outcomes]]\ncode = "rapid-review"\nlabel = "Notify and hold a rapid review"\nopens = "rapid-review"\nis_statutory = true\n', ""), TENANT, "outcomes", "offer rapid-review"),
    "a stage at which nothing can be decided": (edit(TENANT, '[[outcomes]]\ncode = "publish-report"\nlabel = "Publish the report"\n', ""), TENANT, "outcomes", "nothing can be decided on publication"),
    "a kind of output without a rule": (edit(TENANT, '[[retention]]\noutput_kind = "appendix"\nthen = "person-decides"\nsource = "Invented for the tests"\n', ""), TENANT, "retention", "add a rule for appendix"),
    "two rules for one kind": (edit(TENANT, 'output_kind = "appendix"', 'output_kind = "response"'), TENANT, "retention", "more than one has output_kind 'response'"),
    "retention below the floor": (edit(TENANT, "keep_months = 18", "keep_months = 11"), TENANT, "retention[report].keep_months", "the floor is twelve months"),
    "a withdrawal without a time": (edit(TENANT, "keep_months = 18\n", ""), TENANT, "retention[report].keep_months", "after how many months"),
    "something kept for some months": (edit(TENANT, 'then = "keep"', 'then = "keep"\nkeep_months = 30'), TENANT, "retention[seven-minute-briefing].keep_months", "take it away"),
    "a report on request that nobody offers": (edit(TENANT, "reports_on_request = true", "reports_on_request = false"), TENANT, "retention[report].offered_on_request", "write false, or"),
    "an offer of nothing": (edit(TENANT, "offered_on_request = true", "offered_on_request = false"), TENANT, "retention", "no kind is offered_on_request"),
    "an offer without an address": (edit(TENANT, 'email = "partnership@eastmere.example"\n', ""), TENANT, "contact.email", "by e-mail"),
    "a statutory clock made longer": (edit(TENANT, "amount = 12", "amount = 16"), TENANT, "clocks[rapid-review].amount", "15 or fewer"),
    "a minimum made shorter": (append(TENANT, MINIMUM), TENANT, "clocks[report-before-publication].amount", "7 or more"),
    "a statutory clock called local": (append(TENANT, MINIMUM.replace("statutory", "local")), TENANT, "clocks[report-before-publication].force", "keep statutory"),
    "a clock met by what comes before": (edit(TENANT, 'force = "local"', 'force = "local"\nstarts_from = "advice"'), TENANT, "clocks[agency-referral].met_by", "'notification', 'decision'"),
    "a clock of the law that counts from elsewhere": (edit(TENANT, "amount = 12", 'amount = 12\nstarts_from = "referral"'), TENANT, "clocks[rapid-review].starts_from", "name 'notification' or 'council-aware'"),
    "a clock of the portal’s said to count from elsewhere": (append(TENANT, ELSEWHERE), TENANT, "clocks[information-rapid-review].starts", "the day the notification was sent"),
    "a clock from no known fact": (edit(TENANT, 'force = "local"', 'force = "local"\nstarts_from = "the beginning"'), TENANT, "clocks[agency-referral].starts_from", "not one of"),
    "a local clock called statutory": (edit(TENANT, 'force = "local"', 'force = "statutory"'), TENANT, "clocks[agency-referral].force", "not statutory"),
    "a reminder twice": (edit(TENANT, "amount = 12", "amount = 12\nremind = [1, 1]"), TENANT, "clocks[rapid-review].remind", "keep 1 once"),
    "a late step passed to a role that reads no case": (edit(TENANT, "amount = 12", 'amount = 12\nescalate_to = "publisher"'), TENANT, "clocks[rapid-review].escalate_to", "not one of"),
    "reminders that leave at night": (append(TENANT, '\n[quiet_hours]\nbegins = "19:00"\nends = "07:00"\ndigest_at = "06:30"\n'), TENANT, "quiet_hours.digest_at", "outside the quiet hours"),
    "a time that is none": (append(TENANT, '\n[quiet_hours]\nbegins = "25:00"\nends = "07:00"\n'), TENANT, "quiet_hours.begins", "write the time"),
    "a step after the rapid review is due": (edit(TENANT, 'code = "send"\nby_day = 12', 'code = "send"\nby_day = 13'), TENANT, "rapid_review_ladder[send].by_day", "due on working day 12 here"),
    "a step that ends before it begins": (edit(TENANT, "from_day = 7", "from_day = 10"), TENANT, "rapid_review_ladder[hold-meeting].from_day", "give 9 or an earlier day"),
    "a part of a day for a step of several": (edit(TENANT, "from_day = 7", 'from_day = 7\npart_of_day = "noon"'), TENANT, "rapid_review_ladder[hold-meeting].part_of_day", "more than one day"),
    "a step of its own without a day": (edit(TENANT, 'by_day = 2\npart_of_day = "noon"\n', ""), TENANT, "rapid_review_ladder[tide-tables].by_day", "needs it"),
    "a step of its own left out": (edit(TENANT, 'code = "staff-support"', 'code = "staff-suport"'), TENANT, "rapid_review_ladder[staff-suport].is_left_out", "only a step of the usual ladder"),
    "a step met by no known fact": (edit(TENANT, '"by-hand"', '"by-foot"'), TENANT, "rapid_review_ladder[sign-off].met_by", "not one of"),
    "a step twice": (edit(TENANT, 'code = "tide-tables"', 'code = "send"'), TENANT, "rapid_review_ladder", "more than one has code 'send'"),
    "a listing in no known style": (edit(TENANT, '"current-then-previous"', '"newest"'), TENANT, "listing.style", "not one of"),
    "an agency of no known kind": (edit(TENANT, 'kind = "education"', 'kind = "school"'), TENANT, "agencies[ferry-school].kind", "not one of"),
    "an agency twice": (edit(TENANT, 'code = "ferry-school"', 'code = "police"'), TENANT, "agencies", "more than one has code 'police'"),
    "an agency called other": (edit(TENANT, 'code = "ferry-school"', 'code = "other"'), TENANT, "agencies[other].code", "choose another code"),
    "a prefix in small letters": (edit(TENANT, '"ECSP"', '"ecsp"'), TENANT, "reference_prefix", "capital letters"),
    "a host name with a scheme": (edit(TENANT, '"reviews.eastmere.example"', '"https://reviews.eastmere.example"'), TENANT, "hostname", "host name only"),
    "no tenant.toml": (remove(TENANT), TENANT, "the file", "is missing"),
    "a file that is not TOML": (append(TENANT, "\n= nothing\n"), TENANT, "the file", "is not TOML"),
    # folders and regions
    "a reserved slug": (rename("eastmere", "regions"), "regions", "the folder", "the portal keeps this address"),
    "a slug in capitals": (rename("eastmere", "East_Mere"), "East_Mere", "the folder", "lower-case letters"),
    "a slug too long": (rename("eastmere", "e" * 41), "e" * 41, "the folder", "at most 40"),
    "a reference prefix twice": (twin("eastmere", "westmere", ("reviews.eastmere", "reviews.westmere")), "westmere/tenant.toml", "reference_prefix", "eastmere has ECSP already"),
    "a host name twice": (twin("eastmere", "westmere", ("ECSP", "WCSP")), "westmere/tenant.toml", "hostname", "eastmere has reviews.eastmere.example already"),
    "a region of a stranger": (edit("regions.toml", 'tenants = ["eastmere"]', 'tenants = ["eastmere", "westmere"]'), "regions.toml", "region[lake-country].tenants", "no folder 'westmere'"),
    "a partnership in no region": (in_no_region, "regions.toml", "region", "westmere is in no region"),
    "a region twice": (edit("regions.toml", 'slug = "all-partnerships"', 'slug = "lake-country"'), "regions.toml", "region", "more than one has slug"),
    "no regions": (remove("regions.toml"), "regions.toml", "the file", "is missing"),
    # forms
    "a condition on a later question": (edit(FORM, "maps_to = \"referral.agency\"", 'maps_to = "referral.agency"\nwhen = { tests = [["harm", ["death"]]] }'), FORM, "question[agency].when", "harm is asked later"),
    "a condition on no question": (edit(FORM, '["siblings-are-safe", ["yes"]]', '["sibling-safety", ["yes"]]'), FORM, "question[siblings-checked-by].when", "there is no question 'sibling-safety'"),
    "a condition on a missing option": (edit(FORM, '["harm", ["death"]]', '["harm", ["dead"]]'), FORM, "question[died-on].when", "harm has no answer dead"),
    "a condition on no choice": (append(FORM, asks("x", '{ tests = [["account", ["fire"]]] }')), FORM, "question[x].when", "is paragraph, not a choice"),
    "a condition on itself": (append(FORM, asks("x", '{ tests = [["x", ["yes"]]] }')), FORM, "question[x].when", "waits for its own answer"),
    "a condition without a test": (append(FORM, asks("x", "{ tests = [] }")), FORM, "section[the-ring].question[x].when.tests", "at least one test"),
    "a question that no answers reach": (append(FORM, asks("x", '{ tests = [["harm", ["death"]], ["harm", ["serious-harm"]]] }')), FORM, "question[x].when", "no answers can ever lead"),
    "a question beyond an unreached one": (append(FORM, question("x", 'kind = "yes-no-not-known"', 'when = { tests = [["harm", ["death"]]] }') + asks("y", '{ tests = [["x", ["yes"]], ["harm", ["other"]]] }')), FORM, "question[y].when", "no answers can ever lead"),
    "a question twice": (edit(FORM, 'code = "children-present"', 'code = "discovery"'), FORM, "question[discovery].code", "more than one question"),
    "a section twice": (edit(FORM, 'code = "the-ring"', 'code = "the-child"'), FORM, "section[the-child].code", "more than one section"),
    "a form twice": (edit(OVERLAY, 'code = "concern"', 'code = "incident"'), "eastmere/forms", "code", "more than one form has the code 'incident'"),
    "a choice without options": (edit(FORM, 'options_from = "discovery"\n', ""), FORM, "section[the-incident].question[discovery].options", "needs options"),
    "a list that does not exist": (edit(FORM, 'options_from = "discovery"', 'options_from = "discoveries"'), FORM, "question[discovery].options_from", "did you mean discovery"),
    "options for a text": (edit(FORM, 'width = "20"', 'options_from = "sex"'), FORM, "section[who-refers].question[referrer-name].options", "text has no options"),
    "an answer to wait for that is no answer": (edit(FORM, 'options_from = "discovery"', 'options = [["soon", "Soon"]]\nnot_yet = [["later", "Wait."]]'), FORM, "section[the-incident].question[discovery].not_yet", "name answers that stand in options"),
    "something to wait for in a text": (edit(FORM, 'width = "20"', 'not_yet = [["later", "Wait."]]'), FORM, "section[who-refers].question[referrer-name].not_yet", "only one-of, many-of and yes-no"),
    "an option twice": (edit(FORM, '["harmed", "A child', '["died", "A child'), FORM, "section[the-incident].question[reasons].options", "more than one option has code 'died'"),
    "codes from another list": (edit(FORM, 'options_from = "harm-kind"', 'options = [["death", "Died"], ["hurt", "Hurt"]]'), FORM, "question[harm].options", "hurt: not in the list harm-kind"),
    "a kind of question that does not exist": (edit(FORM, 'kind = "telephone"', 'kind = "phone"'), FORM, "section[who-refers].question[referrer-telephone].kind", "not one of"),
    "a core field that does not exist": (edit(FORM, '"child.died_on"', '"child.dead_on"'), FORM, "question[died-on].maps_to", "no core field 'child.dead_on'"),
    "a core field fed by the wrong kind": (edit(FORM, 'kind = "telephone"', 'kind = "date"'), FORM, "question[referrer-telephone].kind", "fed by telephone, not by date"),
    "a core field unfed": (edit(FORM, 'maps_to = "incident.area"', "kept_as_answered = true"), FORM, "incident.area", "nothing feeds it"),
    "a core field fed only sometimes": (edit(FORM, 'is_required = true\nmaps_to = "incident.area"', 'maps_to = "incident.area"'), FORM, "incident.area", "area feeds it only sometimes"),
    "a core field fed twice": (edit(FORM, 'width = "2"\nkept_as_answered = true', 'maps_to = "incident.area"'), FORM, "incident.area", "more than one question feeds it"),
    "a question that feeds nothing": (edit(FORM, 'width = "2"\nkept_as_answered = true', 'width = "2"'), FORM, "question[children-present].maps_to", "feeds nothing"),
    "a question that feeds and says it does not": (edit(FORM, 'width = "20"', "kept_as_answered = true"), FORM, "question[referrer-name].kept_as_answered", "take it away"),
    "a person's field outside a group": (edit(FORM, 'maps_to = "referral.referrer_telephone"', 'maps_to = "person.name"'), FORM, "question[referrer-telephone].maps_to", "belongs inside a group"),
    "a relationship in somebody's own words": (edit(FORM, 'maps_to = "person.name"', 'maps_to = "person.relationship"'), FORM, "question[member-name].kind", "person.relationship is fed by one-of, not by text"),
    "a group in a group": (edit(FORM, 'code = "member-name"\nkind = "text"', 'code = "member-name"\nkind = "group"'), FORM, "section[the-child].question[household].question[member-name].question", "needs questions of its own"),
    "no main form": (edit(FORM, "is_main = true", "is_main = false"), "eastmere/forms", "is_main", "no form is the main one"),
    "two main forms": (edit(OVERLAY, "version = 2", "version = 2\nis_main = true"), FORM, "is_main", "is the main form already"),
    "a form without a version": (edit(FORM, "version = 3\n", ""), FORM, "version", "is missing"),
    "a section nobody completes": (edit(FORM, '"quality-assurer"', '"the-ring"'), FORM, "section[the-ring].completed_by", "not one of"),
    "a section for the screening body": (edit(FORM, '"quality-assurer"', '"screening-body"'), FORM, "section[the-ring].completed_by", "no page asks it this; give it to: quality-assurer, referrer"),
    "a section for those who decide": (edit(FORM, '"quality-assurer"', '"decision-makers"'), FORM, "section[the-ring].completed_by", "no page asks them this"),
    "a section for another agency in a referral": (edit(FORM, '"quality-assurer"', '"other-agency"'), FORM, "section[the-ring].completed_by", "no page asks them in a form of this kind"),
    "a section for a quality assurance that is not": (edit(TENANT, "requires_quality_assurance = true", "requires_quality_assurance = false"), FORM, "section[the-ring].completed_by", "quality assures no referral"),
    "a clock that is not there": (edit(FORM, '["agency-referral"]', '["agency-reply"]'), FORM, "clocks", "tenant.toml has no clock 'agency-reply'; it has: agency-referral"),
    "a clock of the law": (edit(FORM, '["agency-referral"]', '["incident-notification"]'), FORM, "clocks", "take incident-notification away"),
    "an unknown base": (edit(OVERLAY, 'extends = "concern"', 'extends = "concerns"'), OVERLAY, "extends", "shared/forms has no concerns.toml"),
    "a change of what is not there": (edit(OVERLAY, 'target = "concerns"', 'target = "concrens"'), OVERLAY, "change[concrens].target", "the base has no such question or section; did you mean 'concerns'?"),
    "a change of what is gone": (append(OVERLAY, change("remove", "concerns") + change("reword", "concerns", '[change.question]\nhint = "x"')), OVERLAY, "change[concerns].target", "change[concerns] has taken 'concerns' away"),
    "a change that changes nothing": (append(OVERLAY, change("reword", "agency", "[change.question]\nis_required = true")), OVERLAY, "change[agency].action", "it changes nothing"),
    "a key left out that is not there": (append(OVERLAY, change("reword", "agency", 'without = ["hint"]')), OVERLAY, "change[agency].without", "no 'hint' to leave out"),
    "a removal that brings something": (append(OVERLAY, change("remove", "referrer-name", '[change.question]\nhint = "x"')), OVERLAY, "change[referrer-name].question", "remove brings nothing"),
    "a change that brings nothing": (append(OVERLAY, change("replace", "agency")), OVERLAY, "change[agency].question", "give either"),
    "a move to nowhere": (append(OVERLAY, change("move-after", "agency")), OVERLAY, "change[agency].beside", "is missing; name what it moves beside"),
    "a move beside what is not there": (append(OVERLAY, change("move-after", "agency", 'beside = "referrer"')), OVERLAY, "change[agency].beside", "the base has no such"),
    "a question moved beside a section": (append(OVERLAY, change("move-after", "agency", 'beside = "the-child"')), OVERLAY, "change[agency].beside", "a question beside another question"),
    "a condition on a question taken away": (append(OVERLAY, change("remove", "reasons")), OVERLAY, "question[near-miss-account].when", "change[reasons] takes reasons away; take near-miss-account away too"),
    "a condition on a question moved behind it": (append(OVERLAY, change("move-after", "reasons", 'beside = "concerns"')), OVERLAY, "question[near-miss-account].when", "reasons is asked later"),
    "a core field left empty by a change": (append(OVERLAY, change("remove", "concerns")), OVERLAY, "practice.concerns", "change[concerns] takes away what feeds it"),
    "an added question that is there already": (append(OVERLAY, change("add-after", "agency", '[change.question]\ncode = "concerns"\nkind = "text"\nlabel = "x"\nkept_as_answered = true')), OVERLAY, "question[concerns].code", "more than one question"),
    "a base on no base": (edit(BASE, "version = 1", 'version = 1\nextends = "worry"'), BASE, "extends", "shared/forms has no worry.toml"),
    "a base on itself": (edit(BASE, "version = 1", 'version = 1\nextends = "concern"'), BASE, "extends", "in a circle"),
    "a condition of the base": (edit(BASE, 'maps_to = "referral.agency"', 'maps_to = "referral.agency"\nwhen = { tests = [["reasons", ["near-miss"]]] }'), BASE, "question[agency].when", "reasons is asked later"),
    "an unknown change": (edit(OVERLAY, 'action = "reword"', 'action = "rewrite"'), OVERLAY, "change[concerns].action", "not one of"),
    "a fault of the base": (edit(BASE, 'precision = "month"', 'precision = "week"'), BASE, "section[the-child].question[born-on].precision", "not one of"),
    "an unknown key of the base": (edit(BASE, "version = 1", "version = 1\ncolour = 3"), BASE, "colour", "is not a key of a base"),
    "a list of nothing": (edit("shared/lists/discovery.toml", "options =", "choices ="), "shared/lists/discovery.toml", "choices", "is not a key here"),
    # pages
    "a required page missing": (remove("eastmere/pages/privacy.md"), "eastmere/pages/privacy.md", "the file", "every partnership has this page"),
    "the page of an offer missing": (remove("eastmere/pages/asking-for-a-report.md"), "eastmere/pages/asking-for-a-report.md", "the file", "offers withdrawn reports"),
    "a page of no offer": (edit(TENANT, "reports_on_request = true", "reports_on_request = false"), "eastmere/pages/asking-for-a-report.md", "the file", "take it away"),
    "a broken internal link": (append(PAGE, "\n[x](page:for-famlies)\n"), PAGE, "a link", "page:for-famlies leads nowhere"),
    "a broken link to a heading": (append(PAGE, "\n[x](page:for-families#nowhere)\n"), PAGE, "a link", "page:for-families#nowhere leads nowhere; for-families has: "),
    "a broken link on the page": (append(PAGE, "\n[x](#nowhere)\n"), PAGE, "a link", "#nowhere leads nowhere"),
    "a link by address": (append(PAGE, "\n[x](/eastmere/reviews)\n"), PAGE, "a link", "/eastmere/reviews leads nowhere"),
    "a link by unknown meaning": (append(PAGE, "\n[x](review:)\n"), PAGE, "a link", "review: leads nowhere"),
    "a link to no website": (edit(TENANT, 'website = "https://eastmere.example"\n', ""), "eastmere/pages/media-enquiries.md", "a link", "[contact] has no website"),
    "HTML on a page": (append(PAGE, "\n<b>x</b>\n"), PAGE, "the words", "pages hold no HTML"),
    "a word that hurts": (append(PAGE, "\nShe committed suicide.\n"), PAGE, "the words", "write died by suicide"),
    "a page in another encoding": (in_another_encoding, PAGE, "the file", "save it as UTF-8"),
    "a second first heading": (append(PAGE, "\n# Families\n"), PAGE, "the words", "begin headings at ##"),
    "a page without keys": (edit(PAGE, "+++\n", ""), PAGE, "the file", "two lines of +++"),
    "an unknown key of a page": (edit(PAGE, "summary =", "summery ="), PAGE, "summery", "did you mean 'summary'"),
    "two pages in one place": (edit(PAGE, "position = 30", "position = 40"), "eastmere/pages", "position", "position 40"),
    # catalogue.csv
    "an unknown column": (edit(CATALOGUE, "publisher_as_given", "publisher"), CATALOGUE, "publisher", "is not a column here"),
    "a column missing": (edit(CATALOGUE, "publisher_as_given", "publisher"), CATALOGUE, "publisher_as_given", "this column is missing"),
    "a line without a title": (line(title=""), CATALOGUE, "line 5, title", "letter by letter"),
    "a kind that does not exist": (line(kind="paper"), CATALOGUE, "line 5, kind", "leave it empty or give one of"),
    "a precision that does not exist": (line(precision="year"), CATALOGUE, "line 5, precision", "give one of"),
    "a date too coarse for its precision": (line(precision="day", date_from="2018", date_text="2018"), CATALOGUE, "line 5, date_from", "does not suit precision day"),
    "a date of an undated line": (line(date_from="2018-01-01"), CATALOGUE, "line 5, date_from", "does not suit precision none"),
    "a day that is in no calendar": (line(precision="day", date_from="2018-02-30", date_text="30.02.2018"), CATALOGUE, "line 5, date_from", "not in the calendar"),
    "a year that the page never gave": (line(precision="month", date_from="2018-02", date_text="February"), CATALOGUE, "line 5, date_from", "infer nothing"),
    "a meaning without a date": (line(date_means="event"), CATALOGUE, "line 5, date_means", "has no date"),
    "a report status that does not exist": (line(report_status="hidden"), CATALOGUE, "line 5, report_status", "not published"),
    "a position twice": (line(position="3"), CATALOGUE, "position", "position 3"),
    "a comma too many": (edit(CATALOGUE, LINE, LINE + ",x"), CATALOGUE, "line 5", "more or fewer values"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_the_check_names_file_key_and_remedy_of(name: str, tmp_path: Path) -> None:
    spoil, file, key, remedy = FAULTS[name]
    directory = invented(tmp_path)
    spoil(directory)
    told = check(directory)
    assert any(fault.file == file and fault.key == key and remedy in fault.remedy for fault in told), (
        f"wanted {file}: {key}: ...{remedy}..., told:\n" + "\n".join(map(str, told))
    )


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS - {"shared"}))
def test_every_reserved_slug_is_refused(slug: str, tmp_path: Path) -> None:
    directory = invented(tmp_path)
    rename("eastmere", slug)(directory)
    assert slug in {fault.file for fault in check(directory) if fault.key == "the folder"}


def test_two_questions_that_wait_for_each_other_are_called_a_cycle(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    append(FORM, question("x", 'kind = "yes-no-not-known"', 'when = { tests = [["y", ["yes"]]] }'))(directory)
    append(FORM, question("y", 'kind = "yes-no-not-known"', 'when = { tests = [["x", ["yes"]]] }'))(directory)
    cycles = {fault.key for fault in check(directory) if "waits for it" in fault.remedy}
    assert cycles == {"question[x].when", "question[y].when"}


def test_faults_of_every_kind_of_file_are_told_in_one_run(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    for name in ("a misspelt key", "a pale brand colour", "an unknown key of a page", "a core field unfed"):
        FAULTS[name][0](directory)
    line(kind="paper")(directory)
    assert {fault.file for fault in check(directory)} >= {TENANT, PAGE, FORM, CATALOGUE}
    keys = {fault.key for fault in check(directory)}
    assert {"shortname", "brand.colour"} <= keys


def test_a_base_that_three_forms_build_on_tells_its_fault_once(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    (directory / "eastmere/forms/other.toml").write_text(
        'extends = "concern"\ncode = "other"\n', encoding="utf-8"
    )
    edit(BASE, 'kind = "email"', 'kind = "mail"')(directory)
    told = [fault for fault in check(directory) if fault.key.endswith("question[referrer-email].kind")]
    assert [fault.file for fault in told] == [BASE]


def test_a_portal_does_not_start_on_a_fault(tmp_path: Path) -> None:
    directory = invented(tmp_path)
    FAULTS["a pale brand colour"][0](directory)
    with pytest.raises(FaultyConfiguration, match=r"eastmere/tenant\.toml: brand\.colour: contrast"):
        load(directory)


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert [fault.key for fault in check(tmp_path / "nowhere")] == ["the folder"]


def test_the_partnerships_of_this_portal_have_no_faults() -> None:
    assert [str(fault) for fault in check(OURS)] == []
