"""Bars that Teams draws itself, and the picture for every client that does not know how."""

import json

import pytest

from adapters.teams import cards
from adapters.teams.rich import Data
from bot.gallery import gallery
from bot.markup import plain
from bot.message import Bars, Message, Picture, Table
from bot.texts import Texts
from config.faq import entries
from config.playbooks import playbooks
from tests.adapters.contract import PNG
from tests.adapters.script import Script
from tests.pretend.teams import kit, reading
from tests.pretend.teams.pretend import PretendTeams
from tests.teams.house import house
from tests.teams.seen import OFFERS

WEEK = Bars("Hours", ("Mon", "Tue"), (("Worked", (7.5, 9.0)), ("Contract hours", (8.0, 8.0))))
SHARES = [Bars(name, ("~50 % \N{MIDDLE DOT} A",), ((name, (50.0,)),), upright=False) for name in ("All", "Design")]


def shown(texts: Texts, name: str) -> Message:
    (found,) = [
        one.show(texts.to("en")) for one in gallery(playbooks().values(), entries().values()) if one.name == name
    ]
    assert isinstance(found, Message)
    return found


def charts(message: Message) -> list[Data]:
    (page,) = cards.pages(message, OFFERS)
    return [block for block in kit.walk(list(page.body)) if block["type"].startswith("Chart.")]


def test_a_week_is_worked_hours_beside_the_contracts_and_what_is_credited(texts: Texts) -> None:
    (chart,) = charts(shown(texts, "reports.week"))
    assert chart["type"] == "Chart.VerticalBar.Grouped"
    assert chart["title"] == "Hours, Mon 21 Dec \N{EN DASH} Sun 27 Dec"
    first = {one["legend"]: one["values"][1] for one in chart["data"]}
    assert first == {
        "Worked": {"x": "Tue 22 Dec", "y": 9.75},
        "Contract hours": {"x": "Tue 22 Dec", "y": 8.0},
        "Holiday or day off": {"x": "Tue 22 Dec", "y": 0.0},
    }


def test_a_survey_says_no_more_in_its_bars_than_in_its_table(texts: Texts) -> None:
    message = shown(texts, "surveys.result")
    tables = [part for part in message.parts if isinstance(part, Table)]
    pictures = [part for part in message.parts if isinstance(part, Picture)]
    assert tables
    for picture, table in zip(pictures, tables, strict=True):
        said = {f"{plain(cell)} \N{MIDDLE DOT} {plain(row[0])}" for row in table.rows for cell in row[1:]}
        for bars in picture.bars:
            assert set(bars.labels) <= said
            # Where a band's number stands alone, the band stands before it.
            ((_, values),) = bars.series
            assert all(f"{value:g} %" in label for label, value in zip(bars.labels, values, strict=True))


@pytest.mark.parametrize("bars", [(WEEK,), tuple(SHARES)])
def test_the_picture_stands_in_for_all_bars_of_one(bars: tuple[Bars, ...]) -> None:
    message = Message("Look", (Picture(PNG, "Bars", bars),))
    assert len(charts(message)) == len(bars)
    (page,) = cards.pages(message, OFFERS)
    assert kit.card(page.card, dialog=False) == []
    older = kit.older(page.card["body"])
    assert list(reading.body(older)) == ["Look", "<Bars>"]


async def test_where_teams_takes_no_charts_a_message_arrives_with_its_picture(
    teams: PretendTeams, texts: Texts
) -> None:
    script = Script()
    script.says(Message("Your week: 12 h", (Picture(PNG, "A bar", (WEEK,)),)))
    teams.fails("send", "BadSyntax", status=400, when=lambda call: "Chart." in json.dumps(call))
    async with house(teams, texts, script.handle):
        ada = teams.user("ada")
        await ada.types("track week")
        (message,) = ada.messages()
    (attachment,) = message.activity["attachments"]
    assert [block["type"] for block in attachment["content"]["body"]] == ["RichTextBlock", "Image"]
