"""Does the policy say what the partnerships' separation of duties needs?"""

import pytest

from portal.domain.errors import DomainError, NotAllowed
from portal.domain.permissions import (
    COMMAND_PERMISSIONS,
    LINK_PERMISSIONS,
    READS_CASES,
    RECORD_POSITION,
    ROLE_PERMISSIONS,
    Permission,
    Separation,
    is_separate,
    may_see_case,
    permissions_of,
    require_separation,
    role_clashes,
)
from portal.domain.vocabulary import Role, StatutoryPartner

REFERRALS_OF_OTHERS = {Permission.REFERRAL_SEE_AGENCY, Permission.REFERRAL_SEE_ALL}


def holders(permission: Permission) -> set[Role]:
    return {role for role, held in ROLE_PERMISSIONS.items() if permission in held}


def test_every_role_has_a_desk_and_can_end_its_own_sessions() -> None:
    for role in Role:
        assert permissions_of([role]) >= {Permission.DESK_SEE, Permission.SESSION_END_OWN}


def test_every_permission_is_held_by_a_role_or_by_the_commands_and_never_by_both() -> None:
    held = permissions_of(Role)
    assert held | COMMAND_PERMISSIONS | LINK_PERMISSIONS == set(Permission)
    assert not held & (COMMAND_PERMISSIONS | LINK_PERMISSIONS)


def test_permissions_read_noun_and_verb() -> None:
    for permission in Permission:
        noun, verb = permission.value.split(":")
        assert noun.isalpha()
        assert verb.replace("-", "").isalpha()


@pytest.mark.parametrize(
    "role", [Role.PEOPLE_ADMINISTRATOR, Role.REGIONAL_LEAD, Role.PUBLISHER, Role.REFERRER]
)
def test_these_roles_never_read_a_case(role: Role) -> None:
    held = permissions_of([role])
    assert not held & READS_CASES
    assert not may_see_case(held, is_granted=True, is_excluded=False)


def test_an_administrator_of_people_reads_nobodys_referral_or_output() -> None:
    held = permissions_of([Role.PEOPLE_ADMINISTRATOR])
    assert not held & REFERRALS_OF_OTHERS
    assert Permission.OUTPUT_SEE not in held


def test_only_administrators_of_people_manage_people() -> None:
    assert holders(Permission.PEOPLE_MANAGE) == {Role.PEOPLE_ADMINISTRATOR}


def test_a_regional_lead_sees_the_region_and_nobody_else_does() -> None:
    assert holders(Permission.REGION_SEE) == {Role.REGIONAL_LEAD}


def test_each_statutory_partner_records_its_own_position_alone() -> None:
    assert {partner: holders(permission) for partner, permission in RECORD_POSITION.items()} == {
        StatutoryPartner.LOCAL_AUTHORITY: {Role.LOCAL_AUTHORITY_DECISION_MAKER},
        StatutoryPartner.INTEGRATED_CARE_BOARD: {Role.ICB_DECISION_MAKER},
        StatutoryPartner.POLICE: {Role.POLICE_DECISION_MAKER},
    }


@pytest.mark.parametrize("role", [Role.SCREENING_MEMBER, Role.CHAIR, Role.COORDINATOR])
def test_the_screening_body_and_its_coordinator_advise_and_do_not_decide(role: Role) -> None:
    deciding = {Permission.DECISION_SIGN, *RECORD_POSITION.values()}
    assert not permissions_of([role]) & deciding


def test_no_role_both_writes_and_approves_an_output() -> None:
    assert not holders(Permission.OUTPUT_WRITE) & holders(Permission.OUTPUT_APPROVE)


def test_a_lead_reviewer_sees_a_case_only_by_a_grant() -> None:
    held = permissions_of([Role.LEAD_REVIEWER])
    assert not may_see_case(held, is_granted=False, is_excluded=False)
    assert may_see_case(held, is_granted=True, is_excluded=False)


@pytest.mark.parametrize("role", Role)
def test_personal_involvement_beats_every_role_and_every_grant(role: Role) -> None:
    assert not may_see_case(permissions_of([role]), is_granted=True, is_excluded=True)


def test_a_grant_adds_nothing_to_a_role_that_reads_no_cases() -> None:
    assert not may_see_case(permissions_of([Role.SAFEGUARDING_LEAD]), is_granted=True, is_excluded=False)


@pytest.mark.parametrize("rule", Separation)
def test_nobody_does_both_halves_of_a_separated_act(rule: Separation) -> None:
    with pytest.raises(NotAllowed) as refused:
        require_separation(rule, ["ada", "ben"], "ben")
    assert str(refused.value) == rule.value
    require_separation(rule, ["ada", "ben"], "cat")


def test_an_act_that_nobody_is_recorded_for_cannot_be_followed_by_a_second_person() -> None:
    assert not is_separate([], "ada")


@pytest.mark.parametrize("role", Role)
def test_whoever_may_see_all_of_something_may_see_the_part_that_is_theirs(role: Role) -> None:
    held = permissions_of([role])
    assert Permission.CASE_SEE not in held or Permission.CASE_SEE_GRANTED in held
    assert not held & REFERRALS_OF_OTHERS or Permission.REFERRAL_SEE_OWN in held
    assert Permission.REFERRAL_SEE_ALL not in held or held >= REFERRALS_OF_OTHERS


def test_roles_add_up() -> None:
    assert permissions_of([Role.REFERRER, Role.PUBLISHER]) == (
        ROLE_PERMISSIONS[Role.REFERRER] | ROLE_PERMISSIONS[Role.PUBLISHER]
    )
    assert permissions_of([]) == frozenset()


@pytest.mark.parametrize(
    "roles",
    [
        (Role.PEOPLE_ADMINISTRATOR, Role.COORDINATOR),
        (Role.PEOPLE_ADMINISTRATOR, Role.LEAD_REVIEWER),
        (Role.PEOPLE_ADMINISTRATOR, Role.SAFEGUARDING_LEAD),
        (Role.PEOPLE_ADMINISTRATOR, Role.PUBLISHER),
        (Role.PEOPLE_ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER),
        (Role.POLICE_DECISION_MAKER, Role.ICB_DECISION_MAKER),
    ],
)
def test_these_roles_clash_in_one_person(roles: tuple[Role, ...]) -> None:
    assert role_clashes(roles)


@pytest.mark.parametrize(
    "roles", [(Role.COORDINATOR, Role.PUBLISHER), (Role.PEOPLE_ADMINISTRATOR, Role.REFERRER)]
)
def test_these_roles_do_not_clash(roles: tuple[Role, ...]) -> None:
    assert role_clashes(roles) == ()


def test_no_role_clashes_with_itself() -> None:
    for role in Role:
        assert role_clashes([role]) == ()


def test_an_error_carries_its_words_and_the_answer_at_fault() -> None:
    error = DomainError("Enter a date.", "incident-on")
    assert (str(error), error.message, error.field) == ("Enter a date.", "Enter a date.", "incident-on")
