"""Team figures in chat: who sees which, in the same words, and who looked."""

from datetime import timedelta

from bot.hours.rule import Rule
from bot.people import Role
from storage.store import Database
from tests.hours.team import MONDAY, THURSDAY, Office

WEEK = timedelta(days=7)


async def two_teams(office: Office) -> int:
    """Ops logs for a customer and learns; Lab is too small."""
    await office.team("Ops", 8)
    await office.team("Lab", 4)
    await office.enrol("ratna", "HR", Role.HR_DRAFTER)
    await office.enrol("budi", "HR", Role.HR_DRAFTER)
    ops = [f"ops{number}" for number in range(1, 9)]
    await office.logged(dict.fromkeys(ops, 22.0), project="acme")
    await office.logged(dict.fromkeys(ops[:6], 2.0), project="growth/course")
    await office.logged(dict.fromkeys(ops, 8.0))
    await office.logged({f"lab{number}": 20.0 for number in range(1, 5)})
    campaign = await office.rules(Rule.WEEKLY)
    await office.count()
    return campaign


FIGURES = """Ops, 16–22 Nov: 31.5 h a person on average.
Where the hours went, on average
Project | Hours a person
no project | 8 h
#acme | 22 h
#growth | 1.5 h
Share of the team that recorded on most of its working days: <=25 %"""


async def test_a_lead_sees_the_average_of_their_own_team(office: Office) -> None:
    await two_teams(office)
    said = await office.speaker("ops1")("/track team")
    assert said.startswith(FIGURES)
    assert "The people in the team see the same figures" in said


async def test_everybody_in_the_team_sees_the_same_words_and_who_has_looked(office: Office) -> None:
    await two_teams(office)
    said = await office.speaker("ops5")("/track team")
    assert said.startswith(FIGURES)
    assert "Nobody has looked at these figures." in said
    await office.speaker("ops1")("/track team")
    office.clock.advance(hours=2)
    await office.speaker("ratna")("/rollout hours Ops")
    said = await office.speaker("ops5")("/track team")
    assert "Ratna, Thu 26 Nov 2026 14:00: figures of 16–22 Nov" in said
    assert "Ops1, Thu 26 Nov 2026 12:00: figures of 16–22 Nov" in said
    assert said.index("Ratna") < said.index("Ops1,")
    assert "Ops5" not in said, "to look at what is about oneself is nobody's business"


async def test_a_second_delivery_of_a_look_is_one_look(office: Office) -> None:
    await two_teams(office)
    for _ in range(2):
        await office.speaker("ops1")("/track team", id="once")
        await office.speaker("ratna")("/rollout hours", id="twice")
    said = await office.speaker("ops5")("/track team")
    assert said.count("Ops1, ") == said.count("Ratna, ") == 1


async def test_a_lead_sees_no_other_team_whatever_they_press(office: Office) -> None:
    await two_teams(office)
    lab = office.speaker("lab1")
    assert (await lab("/track team")).startswith("Lab, 16–22 Nov: no figures are shown.")
    for value in ("|Ops", "2026-11-30|Ops", "2030-01-01|Ops"):
        for action in ("hours.team", "hours.group"):
            said = await lab.forge(action, value)
            assert "Ops" not in said
            assert "31.5" not in said
    assert "Team figures are for HR" in await lab("/rollout hours Ops")
    assert "Nobody has looked" in await office.speaker("ops5")("/track team")


async def test_hr_sees_every_team_and_each_look_is_written_down(office: Office) -> None:
    await two_teams(office)
    for name in ("ratna", "budi"):
        said = await office.speaker(name)("/rollout hours")
        assert "Ops | 16–22 Nov | 31.5 h | 1.5 h | <=25 %" in said
        assert "Lab | 16–22 Nov | – | – | –" in said
    said = await office.speaker("ops5")("/track team")
    assert "Ratna, " in said
    assert "Budi, " in said
    assert "Nobody has looked" in await office.speaker("lab3")("/track team"), "where there is nothing to see"


async def test_employees_representatives_and_operators_see_no_team_but_their_own(office: Office) -> None:
    await two_teams(office)
    await office.enrol("jakob", "HR", Role.WORKS_REPRESENTATIVE, Role.OPERATOR)
    for name in ("ops2", "jakob"):
        assert "Team figures are for HR" in await office.speaker(name)("/rollout hours")


async def test_earlier_figures_are_a_press_away_and_each_is_a_look_of_its_own(office: Office) -> None:
    await two_teams(office)
    await office.logged({f"ops{number}": 10.0 for number in range(1, 9)}, MONDAY + WEEK)
    await office.count(THURSDAY + WEEK)
    lead = office.speaker("ops1")
    assert (await lead("/track team")).startswith("Ops, 23–29 Nov: 10 h")
    assert (await lead.press("Earlier")).startswith(FIGURES)
    assert lead.buttons() == ["Newest"]
    assert (await lead.press("Newest")).startswith("Ops, 23–29 Nov: 10 h")
    said = await office.speaker("ops5")("/track team")
    assert said.count("figures of 23–29 Nov") == 2
    assert said.count("figures of 16–22 Nov") == 1


async def test_what_the_rules_no_longer_allow_is_no_longer_shown(office: Office) -> None:
    campaign = await two_teams(office)
    await office.rewrite(campaign, Rule.NEVER)
    for name in ("ops1", "ops5"):
        said = await office.speaker(name)("/track team")
        assert said.startswith("Lentera shows team leads and HR no figures of these hours")
    assert "There are no team figures" in await office.speaker("ratna")("/rollout hours")
    await office.rewrite(campaign, Rule.WEEKLY, "Be kinder.")
    assert "no figures" in await office.speaker("ops1")("/track team"), "nobody has agreed to that"
    await office.rewrite(campaign, Rule.WEEKLY)
    assert FIGURES in await office.speaker("ops1")("/track team"), "to that they have"


async def test_who_is_in_no_team_is_told_so(office: Office) -> None:
    await two_teams(office)
    await office.enrol("solo", None)
    assert "does not know which team you are in" in await office.speaker("solo")("/track team")


async def test_before_the_first_week_it_says_when_that_will_be(office: Office) -> None:
    await office.team("Ops", 7)
    await office.rules(Rule.WEEKLY)
    said = await office.speaker("ops2")("/track team")
    assert said.startswith("Ops: there are no figures yet.")
    assert "on the Thursday after it" in said


async def test_the_privacy_card_says_what_the_rules_say(office: Office) -> None:
    await office.team("Ops", 7)
    ops = office.speaker("ops2")
    assert "Lentera shows team leads and HR no figures of these hours" in await ops("/track privacy")
    await office.rules(Rule.WEEKLY)
    office.clock.to(THURSDAY)
    said = await ops("/track privacy")
    assert "Your lead sees your team's average per week, from six people up" in said
    said = await office.speaker("ops2", "id")("/track privasi")
    assert "Ketua tim melihat rata-rata timnya per minggu" in said


async def test_whoever_has_left_is_not_named_among_those_who_looked(office: Office, store: Database) -> None:
    await two_teams(office)
    await office.speaker("ratna")("/rollout hours Ops")
    async with store.begin() as work:
        ratna = await work.people.meet(office.actor("ratna"))
        await work.erasure.erase(ratna.id)
    assert "somebody who has left, Thu 26 Nov" in await office.speaker("ops5")("/track team")
