"""Every press and every form of the console, as everybody: buttons can be forged, old, or somebody else's."""

from bot.campaigns.console.console import Console
from bot.events import Press, Submitted
from bot.people import MAY, Act, Role
from tests.campaigns.console.conftest import STAFF, House, started
from tests.speaker import told

REFUSED = {
    "en": (
        "`/rollout` is HR's part",
        "Writing and setting up is for those who draft.",
        "Approving and signing is for the approvers",
        "Starting, moving, cancelling and sending again is for the senders",
        "Ground rules are answered by team leads.",
    ),
    "id": (
        "`/rollout` adalah bagian HR",
        "Menulis dan menyiapkan adalah tugas",
        "Menyetujui dan menandatangani adalah tugas",
        "Memulai, memindahkan, membatalkan",
        "Aturan main dijawab oleh ketua tim.",
    ),
}


def refused(text: str) -> bool:
    return any(text.startswith(start.replace("`", "")) for starts in REFUSED.values() for start in starts)


async def test_every_press_and_every_form_is_refused_kindly_to_whoever_may_not(house: House) -> None:
    await started(house)
    console = Console(house.desk)
    for name, (_, _, _, roles) in STAFF.items():
        speaker = getattr(house, name)
        for action, (act, _) in console.presses.items():
            event = Press(f"p-{name}-{action}", speaker.actor, f"rollout.{action}", "1")
            may = bool(MAY[act] & roles)
            if not may:
                said = told((await house.bot.handle(event)).content)
                assert refused(said), (name, action, said)
        for form, (act, _) in console.forms.items():
            sent = Submitted(f"f-{name}-{form}", speaker.actor, f"rollout.{form}", "k|1")
            if not MAY[act] & roles:
                said = told((await house.bot.handle(sent)).content)
                assert refused(said), (name, form, said)


async def test_a_forged_value_is_refused_and_breaks_nothing(house: House) -> None:
    await started(house)
    console = Console(house.desk)
    for value in ("", "x", "999999", "1:nonsense", "1:soft:forged", "9" * 40, "-1", "1|2|3", "²"):
        for name in ("gita", "ratna", "bagus"):
            speaker = getattr(house, name)
            for action, (act, _) in console.presses.items():
                if MAY[act] & STAFF[name][3] and action not in {"new", "halting", "pause"}:
                    reply = await house.bot.handle(Press(f"{name}{action}", speaker.actor, f"rollout.{action}", value))
                    assert not is_bug(told(reply.content)), (action, value)
            for form, (act, _) in console.forms.items():
                if MAY[act] & STAFF[name][3]:
                    sent = Submitted(f"{name}{form}f", speaker.actor, f"rollout.{form}", value, {"day": value})
                    reply = await house.bot.handle(sent)
                    assert not is_bug(told(reply.content)), (form, value)
    async with house.store.begin() as work:
        assert len(await work.campaigns.page()) == 1


def is_bug(said: str) -> bool:
    return "give IT this reference" in said or "beri tahu IT" in said


def test_no_role_but_hr_the_representative_and_leads_has_any_part_in_it(house: House) -> None:
    console = Console(house.desk)
    acts = {act for act, _ in (*console.presses.values(), *console.forms.values())}
    for role in (Role.EMPLOYEE, Role.OPERATOR):
        assert not any(role in MAY[act] for act in acts)
    assert {act for act in acts if Role.WORKS_REPRESENTATIVE in MAY[act]} == {Act.SEE_ROLLOUT_AUDIT}
    assert {act for act in acts if Role.LEAD in MAY[act]} == {Act.AGREE_GROUND_RULES}


async def test_the_operator_and_employees_see_nothing_of_it(house: House) -> None:
    await started(house)
    for name in ("oskar", "sari", "bagus"):
        assert refused(await getattr(house, name)("/rollout"))


async def test_the_works_representative_reads_the_log_and_nothing_else(house: House) -> None:
    await started(house)
    jakob = house.jakob
    first = await jakob("/rollout")
    assert first.startswith("What was done in all rollouts, newest first:")
    assert "Gita started Recording working time for 9 people." in first
    older = await jakob.press("Older")
    assert "Ratna approved" in older
    while "Older" in jakob.buttons():
        older = await jakob.press("Older")
    assert "Gita set up Recording working time for Tue 22 Dec 2026" in older
    assert "What was done in all rollouts" in await jakob.press("Newest")
