from collections.abc import AsyncIterator

import pytest

from bot.app import Bot
from bot.events import Actor
from bot.message import Button, Buttons, Message, Picture
from bot.people import Person
from bot.ports import Clock, Store
from bot.texts import Texts
from bot.timesheet.dashboard import Dashboard
from bot.timesheet.policy import Policies
from tests.adapters.contract import PNG
from tests.adapters.script import Script
from tests.conftest import Moving
from tests.dialogues.conftest import bot, door, policies, track  # noqa: F401 - fixtures of the dialogues, as they are
from tests.pretend.slack.person import Person as Somebody
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import House, house


@pytest.fixture
async def real(
    slack: PretendSlack,
    texts: Texts,
    bot: Bot,  # noqa: F811 - the fixture
    store: Store,
    policies: Policies,  # noqa: F811
    clock: Clock,
) -> AsyncIterator[House]:
    async def known(actor: Actor) -> Person:
        async with store.begin() as work:
            return await work.people.meet(actor)

    show = Dashboard(store, texts, policies, clock).show
    async with house(slack, texts, bot.handle, known=known, show=show) as made:
        yield made
        assert not slack.complaints


@pytest.fixture
def ada(slack: PretendSlack) -> Somebody:
    return slack.user("ada", locale="en-GB", tz="Europe/Berlin")


async def test_the_home_tab_is_somebodys_own_dashboard(real: House, ada: Somebody, clock: Moving) -> None:
    del real
    clock.advance(hours=8)
    await ada.types("/track 2h design #acme")
    home = await ada.opens()
    for words in ("2 h #acme design", "16 Nov", "(Log", "(Start", "(See what is stored)", "(Take my data)"):
        assert words in home, home


async def test_the_home_tab_speaks_the_readers_language(real: House, slack: PretendSlack) -> None:
    del real
    sari = slack.user("sari", locale="id-ID", tz="Asia/Jakarta")
    home = await sari.opens()
    assert "Unduh data saya" in home
    assert "Milik Anda" in home


async def test_what_one_does_is_on_the_home_tab_at_once(real: House, ada: Somebody, slack: PretendSlack) -> None:
    await ada.opens()
    await ada.types("/track 2h design")
    await real.adapter.idle()
    assert "2 h design" in ada.screen.home()
    await ada.opens()
    await ada.presses("Start a timer", _home(slack, ada))
    await real.adapter.idle()
    assert "Stop and log" in ada.screen.home()


async def test_whoever_never_looked_costs_nothing(real: House, ada: Somebody, slack: PretendSlack) -> None:
    await ada.types("/track 2h design")
    await real.adapter.idle()
    assert slack.calls("views.publish") == []


async def test_a_form_of_the_home_tab_logs(real: House, ada: Somebody, slack: PretendSlack) -> None:
    await ada.opens()
    label = next(label for label in ada.screen.buttons(_home(slack, ada)) if label.startswith("Log"))
    await ada.presses(label, _home(slack, ada))
    await ada.submits(time="1h30m", note="from home")
    await real.adapter.idle()
    assert "1 h 30 min from home" in ada.screen.home()
    assert any("1 h 30 min from home" in str(message.blocks) for message in ada.screen.messages())


async def test_ones_data_comes_into_ones_chat(real: House, ada: Somebody, slack: PretendSlack) -> None:
    del real
    await ada.types("/track 2h design")
    await ada.opens()
    shown = await ada.presses("Take my data", _home(slack, ada))
    assert "The files are in your chat with Lentera" in shown
    files = [file.name for file in slack.workspace.files.values() if file.shared]
    assert sorted(name.rpartition(".")[2] for name in files) == ["csv", "json"]


async def test_what_is_stored_is_shown_in_a_window(real: House, ada: Somebody, slack: PretendSlack) -> None:
    del real
    await ada.opens()
    assert "Slack" in await ada.presses("See what is stored", _home(slack, ada))
    assert ada.form() is not None


async def test_the_first_time_lentera_says_hello_and_then_no_more(
    real: House, ada: Somebody, slack: PretendSlack
) -> None:
    await ada.opens()
    await real.adapter.idle()
    said = len(slack.calls("chat.postMessage"))
    assert said == 1
    await ada.opens()
    await slack.again()
    await real.adapter.idle()
    assert len(slack.calls("chat.postMessage")) == said


async def test_a_picture_is_uploaded_once_and_told_in_words_where_it_cannot_be(
    slack: PretendSlack, texts: Texts, ada: Somebody
) -> None:
    async def show(actor: Actor) -> Message:
        return Message(actor.name, (Picture(PNG, "Two hours on Monday"), Buttons((Button("Go", "x.go"),))))

    async with house(slack, texts, Script().handle, show=show) as made:
        await ada.opens()
        await ada.opens()
        assert len(slack.calls("files.getUploadURLExternal")) == 1
        assert "Two hours on Monday" in ada.screen.home()
        slack.fails("views.publish", "invalid_arguments")
        await ada.opens()
        assert "Two hours on Monday" in ada.screen.home()
        assert made.url


def _alive(slack: PretendSlack) -> set[str]:
    return {file.id for file in slack.workspace.files.values()}


def _shown(slack: PretendSlack, somebody: Somebody) -> set[str]:
    return {
        block["slack_file"]["id"]
        for block in slack.workspace.homes[somebody.user.id].body["blocks"]
        if block["type"] == "image"
    }


class Weeks:
    """A dashboard whose picture changes when told."""

    def __init__(self) -> None:
        self.week = 0

    async def show(self, actor: Actor) -> Message:
        return Message(actor.name, (Picture(PNG, f"Week {self.week}"),))


async def test_a_picture_that_is_shown_no_longer_is_deleted(slack: PretendSlack, texts: Texts, ada: Somebody) -> None:
    weeks = Weeks()
    async with house(slack, texts, Script().handle, show=weeks.show):
        for weeks.week in range(4):
            await ada.opens()
            assert len(_alive(slack)) == 1
            assert _shown(slack, ada) == _alive(slack)
        sari = slack.user("sari")
        await sari.opens()
        # The same picture is another one for somebody else.
        assert len(_alive(slack)) == 2


async def test_a_picture_from_before_a_restart_is_deleted_too(slack: PretendSlack, texts: Texts, ada: Somebody) -> None:
    weeks = Weeks()
    for weeks.week in range(3):
        async with house(slack, texts, Script().handle, show=weeks.show):
            await ada.opens()
            assert _shown(slack, ada) == _alive(slack)
            assert len(_alive(slack)) == 1


async def test_two_processes_do_not_take_each_others_picture_away(
    slack: PretendSlack, texts: Texts, ada: Somebody
) -> None:
    weeks = Weeks()
    async with house(slack, texts, Script().handle, show=weeks.show) as one:
        await ada.opens()
        async with house(slack, texts, Script().handle, show=weeks.show) as other:
            for made in (other, one, other, one):
                slack.connect(made.url)
                slack.idle = made.adapter.idle
                await ada.opens()
                assert len(_shown(slack, ada)) == 1
                assert _shown(slack, ada) == _alive(slack)


async def test_a_picture_that_could_not_be_deleted_is_deleted_the_next_time(
    slack: PretendSlack, texts: Texts, ada: Somebody
) -> None:
    weeks = Weeks()
    async with house(slack, texts, Script().handle, show=weeks.show):
        await ada.opens()
        slack.fails("files.delete", "internal_error")
        weeks.week = 1
        await ada.opens()
        assert len(_alive(slack)) == 2
        await ada.opens()
        assert _shown(slack, ada) == _alive(slack)


async def test_a_dashboard_that_breaks_says_so(slack: PretendSlack, texts: Texts, ada: Somebody) -> None:
    async def show(actor: Actor) -> Message:
        raise LookupError(actor.name)

    async with house(slack, texts, Script().handle, show=show):
        assert "could not be put together" in await ada.opens()


def _home(slack: PretendSlack, somebody: Somebody) -> object:
    return slack.workspace.homes[somebody.user.id]
