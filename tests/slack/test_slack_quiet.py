"""At DEBUG slack_sdk prints whole requests, and Bolt whatever it has no listener for. Here neither does, ever."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.events import Submitted
from bot.gallery import gallery
from bot.message import Button, Buttons, Choice, Choices, Correction, Form, Message, Prose, Text, Upload
from bot.texts import Texts
from config import logs
from config.faq import entries
from config.playbooks import playbooks
from tests.adapters.contract import CARD, FORM
from tests.adapters.script import Script
from tests.pretend.slack.pretend import PretendSlack
from tests.slack.house import house

SECRET = "zebra"  # noqa: S105 - a word to search for


@pytest.fixture
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Everything that any logger lets through when the operator asks for everything."""
    root = logging.getLogger()
    before = root.level, list(root.handlers), logging.raiseExceptions
    page = io.StringIO()
    if request.param == "ours":
        logs.configure("debug")
        root.handlers = [logging.StreamHandler(page)]
    else:
        root.setLevel(logging.DEBUG)
        root.handlers = [logging.StreamHandler(page)]
    yield page
    root.setLevel(before[0])
    root.handlers, logging.raiseExceptions = before[1], before[2]


@pytest.mark.parametrize("written", ["ours", "anybodys"], indirect=True)
async def test_nothing_that_anybody_wrote_is_in_any_log_at_any_level(
    written: io.StringIO, slack: PretendSlack, texts: Texts
) -> None:
    script = Script()
    async with house(slack, texts, script.handle) as made:
        ada = slack.user("ada")
        general = slack.channel("general", ada, app=True)
        script.says(CARD, FORM, Correction(SECRET, {"note": SECRET}), Message(SECRET), Message(SECRET))
        await ada.types(f"/track 2h {SECRET}")
        await ada.presses("Edit")
        await ada.submits(note=SECRET)
        await ada.submits(note=f"{SECRET} again")
        await ada.types(SECRET)
        script.says(Message("ok", (Buttons((Button(SECRET, "x.go", SECRET),)),)))
        await ada.types(f"@lentera {SECRET}", general)
        await ada.opens()
        await ada.changes(real_name=SECRET)
        await slack.tell({"type": "message", "channel_type": "channel", "user": "U1", "text": SECRET, "channel": "C1"})
        await slack.tell({"type": f"{SECRET}_unknown", "text": SECRET})
        await made.messenger.send(f"{slack.workspace.id}:{ada.user.id}", Message(SECRET))
        slack.fails("chat.postMessage", "invalid_arguments")
        await ada.types(SECRET)
        await made.adapter.idle()
    assert len(script.events) >= 6
    assert SECRET not in written.getvalue()
    assert slack.bot_token not in written.getvalue()


@pytest.mark.parametrize("locale", ["en", "id"])
@pytest.mark.parametrize("written", ["ours", "anybodys"], indirect=True)
async def test_no_form_of_the_gallery_leaves_its_input_in_a_log(
    written: io.StringIO, slack: PretendSlack, texts: Texts, locale: str
) -> None:
    script = Script()
    shown = [example.show(texts.to(locale)) for example in gallery(playbooks().values(), entries().values())]
    # One without inputs is a thank-you, and is not sent.
    forms = [one for one in shown if isinstance(one, Form) and not all(isinstance(part, Prose) for part in one.parts)]
    async with house(slack, texts, script.handle) as made:
        ada = slack.user("ada")
        for form in forms:
            asked = [part.name for part in form.parts if isinstance(part, Text)]
            open_ = [part for part in form.parts if isinstance(part, Choice) and part.required and not part.value]
            script.says(form, Message(f"{SECRET} is kept"))
            await ada.types("/track settings")
            view = ada.form()
            assert view is not None
            several = [part for part in form.parts if isinstance(part, Choices) and part.required]
            chosen: dict[str, object] = {part.name: part.options[0].value for part in open_}
            chosen |= {part.name: [part.options[0].value] for part in several}
            files = {part.name: ada.file(SECRET, SECRET.encode()) for part in form.parts if isinstance(part, Upload)}
            told = {name: [slack.file(file, ada.workspace)] for name, file in files.items()}
            await ada.submits({**chosen, **told, **dict.fromkeys(asked, SECRET)})
            sent = script.events[-1]
            assert isinstance(sent, Submitted)
            assert {name: file.data for name, file in sent.files.items()} == dict.fromkeys(files, SECRET.encode())
            assert [name for name, value in sent.fields.items() if value == SECRET] == asked
        await made.adapter.idle()
    assert sum(isinstance(event, Submitted) for event in script.events) == len(forms) > 3
    assert not slack.complaints
    # It does hear what it is told, or it would prove nothing.
    logging.getLogger("tests").debug("heard")
    assert "heard" in written.getvalue()
    assert SECRET not in written.getvalue()


def test_no_logger_of_the_sdks_is_below_warning() -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    try:
        for name in logging.Logger.manager.loggerDict:
            if name.startswith(("slack_sdk", "slack_bolt")):
                assert logging.getLogger(name).getEffectiveLevel() >= logging.WARNING, name
    finally:
        logging.getLogger().setLevel(logging.WARNING)
