"""Two people hold the codes of a survey: they take them before it opens, and type them after its end."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Bot
from bot.composition.core import console_of, features_of, metronome_of, track_of
from bot.composition.surveys import duty_of
from bot.events import Submitted
from bot.message import Form, Message, Prose, Reply
from bot.people import Role
from bot.surveys.ballot import Code, new_code, read_code, size_of
from bot.surveys.box import Box, Outcome
from bot.surveys.clerk import code_key
from bot.surveys.duty import Duty
from bot.surveys.ports import Holder
from bot.surveys.survey import Custody, Rules, State, Survey
from bot.texts import Texts
from config.settings import Settings, read
from storage.sealing import Hpke, KeyFolder
from storage.store import Database
from tests.campaigns.console.conftest import Post
from tests.conftest import Another, Moving, account
from tests.speaker import Speaker, told
from tests.surveys.house import ASKED

SURVEY = "concern-1"
TITLE = ASKED["concern"].title
ROLES = {
    "ratna": frozenset({Role.HR_APPROVER}),
    "jakob": frozenset({Role.WORKS_REPRESENTATIVE}),
    "gita": frozenset({Role.HR_DRAFTER}),
}


@dataclass
class Office:
    """The web process and the worker, with HR, a works representative and twelve others."""

    store: Database
    clock: Moving
    settings: Settings
    texts: Texts
    post: Post = field(default_factory=Post)
    people: dict[str, int] = field(default_factory=dict)
    bot: Bot = field(init=False)
    duty: Duty = field(init=False)

    def __post_init__(self) -> None:
        track, console = (
            track_of(self.settings, self.store, self.clock),
            console_of(self.settings, self.store, self.clock),
        )
        self.bot = Bot(self.store, self.texts, features_of(track, self.store, self.clock, console))
        self.duty = duty_of(self.settings, self.store, self.clock)
        self.metronome, _ = metronome_of(
            track, console, self.store, self.clock, {"local": self.post}, more=(self.duty,)
        )
        self.keys = KeyFolder(self.settings.key_dir)

    async def open(self) -> None:
        """Everybody is met, and a survey is asked for whose codes Ratna and Jakob hold."""
        async with self.store.begin() as work:
            for name in (*ROLES, *(f"person{number}" for number in range(12))):
                actor = account(name, email=f"{name}@example.org", locale="id" if name == "jakob" else "en")
                self.people[name] = (await work.people.meet(actor)).id
            rules = Rules(
                ASKED["concern"],
                self.clock.now() + timedelta(days=3),
                custody=Custody.CUSTODIANS,
                holders=("Ratna", "Jakob"),
            )
            await work.surveys.ask(SURVEY, rules, size_of(rules.questionnaire))
            await work.surveys.invite(SURVEY, [(person, "Ops") for person in self.people.values()])
            await work.holders.appoint(SURVEY, [(self.people["ratna"], "Ratna"), (self.people["jakob"], "Jakob")])

    async def tick(self, **by: float) -> None:
        self.clock.advance(**by)
        await self.metronome.tick()

    def speaker(self, name: str) -> Speaker:
        """Somebody in front of the last message that they were sent."""
        actor = account(name, email=f"{name}@example.org", locale="id" if name == "jakob" else "en")
        mine = self._about(name)
        return Speaker(self.bot, actor, Reply(mine[-1]) if mine else Reply())

    def told(self, name: str) -> list[str]:
        """What somebody has been told of the survey so far."""
        return [told(message) for message in self._about(name)]

    def _about(self, name: str) -> list[Message]:
        sent = [message for address, message in self.post.sent if address == f"dm:{name}"]
        return [message for message in sent if TITLE["id" if name == "jakob" else "en"] in told(message)]

    async def take(self, name: str) -> str:
        """Somebody takes a code and keeps it."""
        speaker = self.speaker(name)
        await speaker.press({"jakob": "Ambil kode saya"}.get(name, "Take my code"))
        code = shown(speaker)
        said = await speaker.fill(code=code.lower().replace("-", " "))
        assert code not in said
        return code

    async def give(self, name: str, code: str) -> str:
        """Somebody types a code."""
        speaker = self.speaker(name)
        await speaker.press({"jakob": "Ketik kode saya"}.get(name, "Type my code"))
        return await speaker.fill(code=code)

    async def both(self) -> tuple[str, str]:
        await self.tick()
        codes = await self.take("ratna"), await self.take("jakob")
        await self.tick()
        return codes

    async def voted(self) -> None:
        """Everybody has answered, and the survey has ended."""
        box = Box(self.store, Hpke())
        for number in range(12):
            outcome = await box.vote(
                SURVEY, self.people[f"person{number}"], new_code(), {"concern": ("ABC"[number % 3],)}, ()
            )
            assert outcome is Outcome.DONE
        await self.tick(days=3)

    async def survey(self) -> Survey:
        async with self.store.begin() as work:
            found = await work.surveys.get(SURVEY)
        assert found is not None
        return found

    async def holders(self) -> tuple[Holder, ...]:
        async with self.store.begin() as work:
            return await work.holders.of(SURVEY)

    async def state(self) -> State:
        return (await self.survey()).state


def shown(speaker: Speaker) -> str:
    """The code that a form shows."""
    form = speaker.last.content
    assert isinstance(form, Form), told(form)
    words = " ".join(part.text for part in form.parts if isinstance(part, Prose)).split()
    (code,) = {word.strip("*.") for word in words if word.count("-") == 3 and read_code(word.strip("*."))}
    return code


@pytest.fixture
async def office(url: str, another: Another, tmp_path: Path, clock: Moving, texts: Texts) -> Office:
    appointed = {f"{name}@example.org": roles for name, roles in ROLES.items()}
    store = another(appointed=appointed)
    settings = read(
        {
            "DATABASE_URL": url,
            "LENTERA_KEY_DIR": f"{tmp_path / 'keys'}",
            "LENTERA_CUSTODIANS": "Ratna@example.org, jakob@example.org",
            "LENTERA_COMPANY": "Kopi Nusantara",
        }
    )
    made = Office(store, clock, settings, texts)
    await made.open()
    return made


async def test_a_survey_opens_when_both_have_taken_their_codes_and_nobody_else_ever_sees_one(office: Office) -> None:
    await office.tick()
    await office.tick()
    (asked,) = office.told("ratna")[:1]
    assert asked.startswith(f"{TITLE['en']}: you hold one of the two codes of this survey.\nRatna and Jakob hold one")
    assert len(office.told("jakob")) == 1, "once, however often it ticks"
    (waits,) = office.told("gita")
    assert waits == (
        f"The survey {TITLE['en']} opens once Ratna and Jakob have each taken their code. Still to come: Ratna, Jakob. "
        "Nobody is invited before that. Both have been asked."
    )
    ratna = office.speaker("ratna")
    await ratna.press("Take my code", on=next(m for a, m in office.post.sent if a == "dm:ratna"))
    code = shown(ratna)
    assert (
        await ratna.fill(code=str(new_code())) == "This is not the code above. It has four groups of four characters."
    )
    said = await ratna.fill(code=code)
    assert said.startswith("[Your code counts]\nThe survey opens once Jakob has taken the other code.")
    await office.tick()
    assert await office.state() is State.ASKED
    theirs = await office.take("jakob")
    assert theirs != code
    await office.tick()
    survey = await office.survey()
    assert survey.state is State.OPEN
    assert (survey.codes_to, [holder.sealed for holder in await office.holders()]) == (b"", [b"", b""])
    await office.tick()
    assert office.keys.find(code_key(SURVEY)) is None
    assert office.keys.find(SURVEY) is None, "the survey's own key lies in no folder"
    sent = "\n".join(told(message) for _, message in office.post.sent)
    assert code not in sent
    assert theirs not in sent


async def test_both_codes_count_it_and_nothing_of_them_is_left(office: Office) -> None:
    hr, works = await office.both()
    await office.voted()
    assert await office.state() is State.ENDED
    assert office.told("ratna")[-1].startswith(
        f"The survey {TITLE['en']} has ended. It is counted once Jakob and you have typed your codes."
    )
    assert "Still to come: Ratna, Jakob." in office.told("gita")[-1]
    assert "(Ketik kode saya) (Kode saya hilang)" in office.told("jakob")[-1]
    said = await office.give("ratna", hr)
    assert said.startswith("[Your code is there]\nOnce Jakob has typed the other one, the answers are counted.")
    await office.tick()
    assert await office.state() is State.ENDED
    (mine, _) = await office.holders()
    assert Code(hr.replace("-", "")).signs.encode() not in mine.sealed
    await office.give("jakob", works)
    await office.tick()
    survey = await office.survey()
    assert survey.state is State.COUNTED
    assert survey.released is not None
    assert survey.released.answered == 12
    assert (survey.wrapped, survey.codes_to, await office.holders()) == (b"", b"", ())
    assert not list(office.settings.key_dir.iterdir())
    assert office.told("gita")[-1].startswith(f"{TITLE['en']}: 12 of 15 people answered.")
    old = office.speaker("ratna")
    asked = [m for a, m in office.post.sent if a == "dm:ratna" and "Type my code" in told(m)]
    assert "has been counted" in await old.press("Type my code", on=asked[-1])


async def test_a_wrong_code_is_told_to_both_after_the_second_and_to_neither_which(office: Office) -> None:
    hr, works = await office.both()
    await office.voted()
    first = await office.give("ratna", str(new_code()))
    await office.tick()
    assert "Type my code" in office.told("ratna")[-1], "nothing is said before the second is in"
    await office.give("jakob", works)
    await office.tick()
    assert await office.state() is State.ENDED
    wrong = "has not been counted: at least one of the two codes does not fit, and nobody can tell which."
    assert wrong in office.told("ratna")[-1]
    assert "belum dihitung: paling sedikit satu dari dua kode tidak cocok" in office.told("jakob")[-1]
    assert [holder.sealed for holder in await office.holders()] == [b"", b""]
    assert await office.give("ratna", hr) == first, "the answer is the same for a right code"
    await office.give("jakob", works)
    await office.tick()
    assert await office.state() is State.COUNTED


async def test_nobody_types_more_than_five_codes_a_day_and_the_same_form_sent_twice_is_one_try(office: Office) -> None:
    hr, works = await office.both()
    await office.voted()
    ratna = office.speaker("ratna")
    await ratna.press("Type my code")
    form = ratna.last
    for number in range(5):
        for _ in range(2):
            ratna.last = form
            assert "Your code is there" in await ratna.fill(code=str(new_code()), id=f"typed-{number}")
    ratna = office.speaker("ratna")
    no = "You have typed a code 5 times today. Tomorrow you can try again; the answers stay where they are."
    assert await ratna.press("Type my code") == no
    ratna.last = form
    assert await ratna.fill(code=hr) == no
    await office.give("jakob", works)
    await office.tick()
    await office.tick(hours=17)
    await office.give("ratna", hr)
    await office.give("jakob", works)
    await office.tick()
    assert await office.state() is State.COUNTED


async def test_what_is_no_code_costs_no_try(office: Office) -> None:
    await office.both()
    await office.voted()
    for _ in range(7):
        assert "A code has sixteen characters" in await office.give("ratna", "I am not sure")
    assert [holder.tries for holder in await office.holders()] == [0, 0]


async def test_a_code_waits_for_the_other_one_for_a_day(office: Office) -> None:
    await office.tick()
    await office.take("ratna")
    await office.tick(hours=23)
    assert (await office.holders())[0].sealed
    await office.tick(hours=1)
    assert not (await office.holders())[0].sealed
    assert "Jakob has not taken a code within 24 hours, so yours has been deleted" in office.told("ratna")[-1]
    hr, works = await office.take("ratna"), await office.take("jakob")
    await office.tick()
    await office.voted()
    await office.give("jakob", works)
    await office.tick(hours=24)
    assert "Ratna belum mengetikkan kode dalam 24 jam" in office.told("jakob")[-1]
    await office.give("jakob", works)
    await office.give("ratna", hr)
    await office.tick()
    assert await office.state() is State.COUNTED


async def test_whoever_takes_a_code_again_before_it_opens_has_the_later_one(office: Office) -> None:
    await office.tick()
    first, second = await office.take("ratna"), await office.take("ratna")
    works = await office.take("jakob")
    await office.tick()
    ratna = office.speaker("ratna")
    asked = next(m for a, m in office.post.sent if a == "dm:ratna")
    assert "Your code is in use, and nobody can show it again." in await ratna.press("Take my code", on=asked)
    await office.voted()
    await office.give("ratna", first)
    await office.give("jakob", works)
    await office.tick()
    assert await office.state() is State.ENDED
    await office.give("ratna", second)
    await office.give("jakob", works)
    await office.tick()
    assert await office.state() is State.COUNTED


async def test_without_its_folder_of_keys_the_worker_asks_for_the_codes_anew_and_nothing_is_lost(
    office: Office,
) -> None:
    await office.tick()
    await office.take("ratna")
    office.keys.shred(code_key(SURVEY))
    await office.tick()
    assert "does not count any more, because the server's folder of keys has changed" in office.told("ratna")[-1]
    hr, works = await office.take("ratna"), await office.take("jakob")
    await office.tick()
    await office.voted()
    await office.give("ratna", hr)
    office.keys.shred(code_key(SURVEY))
    await office.tick()
    assert "please type your code once more." in office.told("ratna")[-1]
    await office.give("ratna", hr)
    await office.give("jakob", works)
    await office.tick()
    assert await office.state() is State.COUNTED


LOST = (
    f"The survey {TITLE['en']} cannot be counted: a code is lost, and without it nobody can open the answers. They "
    "have been destroyed unread. The survey has to be repeated: cancel this rollout, press Set it up again under it in "
    "/rollout, which takes its texts along, and tell people why you ask again."
)


@pytest.mark.parametrize("after_the_end", [False, True])
async def test_a_lost_code_gives_the_survey_up_and_hr_and_both_are_told(office: Office, *, after_the_end: bool) -> None:
    await office.both()
    if after_the_end:
        await office.voted()
    jakob = office.speaker("jakob")
    # While it is open there is only the first message; the way is the same.
    await jakob.press("Kode saya hilang" if after_the_end else "Ambil kode saya")
    assert await jakob.fill() == "Centang dulu. Kalau kodenya masih mungkin ditemukan, tutup formulir ini."
    assert await office.state() is (State.ENDED if after_the_end else State.OPEN)
    said = await jakob.fill(sure="yes")
    assert "Surveinya harus diulang: batalkan peluncuran ini" in said
    await office.tick()
    survey = await office.survey()
    assert (survey.state, survey.wrapped, survey.released, await office.holders()) == (State.LOST, b"", None, ())
    assert office.told("gita")[-1] == LOST
    assert office.told("ratna")[-1] == LOST
    assert "Jawaban sudah dimusnahkan tanpa dibaca." in office.told("jakob")[-1]
    async with office.store.begin() as work:
        assert await work.ballots.number(SURVEY) == 0
        assert await work.surveys.unswept() == ()
    assert not list(office.settings.key_dir.iterdir())
    assert "had to be given up" in told((await person_presses(office, "person3", "survey.open")).content)


async def test_once_it_is_given_up_the_form_tells_nobody_what_it_was_about(office: Office) -> None:
    await office.both()
    await office.voted()
    jakob = office.speaker("jakob")
    await jakob.press("Kode saya hilang")
    form = jakob.last
    await jakob.fill(sure="yes")
    jakob.last = form
    again = await jakob.fill(sure="yes")
    assert again == (
        "Jawaban survei ini sudah dimusnahkan tanpa dibaca karena salah satu kode hilang. "
        "Kodenya tidak membuka apa pun lagi."
    )
    fields: dict[str, str | tuple[str, ...]] = {"sure": ("yes",)}
    for name in ("person3", "ratna"):
        actor = account(name, email=f"{name}@example.org")
        reply = await office.bot.handle(Submitted(f"d-{name}", actor, "survey.lose_code", SURVEY, fields))
        said = told(reply.content) if reply.content else ""
        assert "have been destroyed unread" in said
        assert TITLE["en"] not in said
    await office.tick()
    assert office.told("gita")[-1] == LOST
    assert office.told("gita").count(LOST) == 1


async def test_without_anybody_who_holds_a_code_there_is_nothing_to_do_and_no_hurry(office: Office) -> None:
    await office.both()
    await office.voted()
    assert await office.state() is State.ENDED
    async with office.store.begin() as work:
        await work.holders.dismiss(SURVEY)
    await office.tick()
    assert await office.duty.next_due() is None
    assert await office.state() is State.ENDED


async def person_presses(office: Office, name: str, action: str) -> Reply:
    from bot.events import Press  # noqa: PLC0415

    return await office.bot.handle(
        Press(f"d-{name}-{action}", account(name, email=f"{name}@example.org"), action, SURVEY)
    )


async def test_nobody_else_takes_or_types_a_code(office: Office) -> None:
    await office.tick()
    for action in ("survey.my_code", "survey.lost_code"):
        reply = await person_presses(office, "gita", action)
        assert isinstance(reply.content, Message)
        assert reply.content.text == "The codes of this survey are held by other people."
    assert await office.state() is State.ASKED


async def test_no_chat_ever_holds_a_code_however_late_the_answer_to_its_form_is(office: Office) -> None:
    await office.tick()
    ratna = office.speaker("ratna")
    await ratna.press("Take my code")
    assert isinstance(ratna.last.content, Form)
    assert ratna.last.content.discreet
    await office.take("ratna")
    await office.take("jakob")
    await office.tick()
    await office.voted()
    ratna = office.speaker("ratna")
    await ratna.press("Type my code")
    assert isinstance(ratna.last.content, Form)
    assert ratna.last.content.discreet


async def test_a_code_written_in_the_chat_is_answered_with_the_way_to_the_form(office: Office) -> None:
    await office.both()
    jakob = office.speaker("jakob")
    assert (await jakob(str(new_code()))).startswith("Kalau ini kode Anda: jangan tulis di sini")
    assert "kode Anda" not in await office.speaker("person1")(str(new_code()))


async def test_what_somebody_put_into_the_database_opens_nothing(office: Office) -> None:
    await office.tick()
    await office.take("ratna")
    async with office.store.begin() as work:
        (mine, _) = await work.holders.of(SURVEY)
        # Jakob's place gets Ratna's own code.
        await work.holders.put(
            SURVEY, office.people["jakob"], mine.sealed, office.clock.now() + timedelta(hours=1), "forged"
        )
    await office.tick()
    assert await office.state() is State.ASKED
    assert "could not be read, so it does not count" in office.told("ratna")[-1]


@pytest.mark.parametrize(
    "named", ["ratna@example.org", "ratna@example.org, RATNA@example.org", "a@b.c, d@e.f, g@h.i", "ratna, jakob"]
)
def test_the_settings_name_two_different_people(named: str) -> None:
    from config.settings import SettingsError  # noqa: PLC0415

    with pytest.raises(SettingsError, match="LENTERA_CUSTODIANS"):
        read({"LENTERA_CUSTODIANS": named})
