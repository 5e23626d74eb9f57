from zoneinfo import ZoneInfo

import pytest

from bot.people import MAY, Act, Person, Role

ROLLOUT = (
    Act.SEE_ROLLOUT,
    Act.DRAFT_ROLLOUT,
    Act.APPROVE_ROLLOUT,
    Act.SEND_ROLLOUT,
    Act.HALT_ROLLOUT,
    Act.SEE_ROLLOUT_AUDIT,
)


def somebody(*roles: Role) -> Person:
    return Person(1, "Somebody", "en", ZoneInfo("UTC"), roles=frozenset({Role.EMPLOYEE, *roles}))


def test_every_act_is_in_the_table() -> None:
    assert set(MAY) == set(Act)


def test_to_draft_to_approve_and_to_send_are_three_rights() -> None:
    may = {
        role: {act for act in (Act.DRAFT_ROLLOUT, Act.APPROVE_ROLLOUT, Act.SEND_ROLLOUT) if somebody(role).may(act)}
        for role in (Role.HR_DRAFTER, Role.HR_APPROVER, Role.HR_SENDER)
    }
    assert may == {
        Role.HR_DRAFTER: {Act.DRAFT_ROLLOUT},
        Role.HR_APPROVER: {Act.DRAFT_ROLLOUT, Act.APPROVE_ROLLOUT},
        Role.HR_SENDER: {Act.SEND_ROLLOUT},
    }


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.LEAD, Role.OPERATOR])
def test_who_is_not_in_hr_has_no_part_in_a_rollout(role: Role) -> None:
    assert [act for act in ROLLOUT if somebody(role).may(act)] == []


def test_the_works_representative_reads_what_hr_did_and_does_nothing() -> None:
    reader = somebody(Role.WORKS_REPRESENTATIVE)
    assert [act for act in ROLLOUT if reader.may(act)] == [Act.SEE_ROLLOUT_AUDIT]


def test_requests_about_data_are_answered_by_hr_and_it_alone() -> None:
    assert {role for role in Role if somebody(role).may(Act.ANSWER_REQUESTS)} == {
        Role.HR_DRAFTER,
        Role.HR_APPROVER,
        Role.OPERATOR,
    }
