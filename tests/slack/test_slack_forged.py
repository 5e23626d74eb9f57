"""What nobody can do on Slack's screen, done all the same: rightly signed, and still not obeyed."""

from tests.pretend.slack import payloads
from tests.pretend.slack.line import Delivery
from tests.pretend.slack.pretend import PretendSlack
from tests.pretend.slack.speaker import SlackSpeaker
from tests.slack.speakers import *  # noqa: F403 - fixtures


async def test_somebody_elses_button_does_nothing_for_others(
    slack: PretendSlack,
    ada: SlackSpeaker,
    sari: SlackSpeaker,
) -> None:
    await ada("/track 2h zebra")
    await ada("/track delete 1")
    (message,) = ada.last.messages
    buttons = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    assert buttons
    for button in buttons:
        action = {"type": "button", "block_id": "b", **{key: button[key] for key in ("action_id", "value")}}
        forged = payloads.pressed(slack.workspace, sari.person.user, message, action, slack.base)
        await slack.line.deliver(Delivery("interactive", forged))
    await slack.settle()
    assert "zebra" not in await ada("/track today")
    assert "zebra" not in await sari("/track today")
    assert not [one for one in sari.person.screen.messages() if "zebra" in str(one.blocks)]


async def test_a_form_that_was_opened_before_a_newer_change_does_not_undo_it(
    slack: PretendSlack,
    ada: SlackSpeaker,
) -> None:
    await ada("/track settings")
    older = ada.person.form()
    assert older is not None
    sent = payloads.submitted(slack.workspace, ada.person.user, older)
    assert (await ada.fill(zone="Jakarta")).startswith("Saved.")
    await ada("/track settings")
    assert (await ada.fill(zone="Berlin")).startswith("Saved.")
    answered = await slack.line.deliver(Delivery("interactive", sent))
    assert isinstance(answered.told, dict)
    assert "The settings were changed after this form was opened" in str(answered.told["errors"])
    await ada("/track settings")
    form = ada.person.form()
    assert form is not None
    assert "Europe/Berlin" in str(form.body)
