from io import BytesIO

from hypothesis import given, settings
from PIL import Image

from bot.texts import Texts
from bot.timesheet.chart import week_picture
from bot.timesheet.entry import Off
from bot.timesheet.hours import Ledger
from config.content import texts as every_language
from tests.timesheet.office import MON, SUN, THU, TUE, WED, histories, office, worked

TEXTS = every_language()


def test_the_picture_of_a_week_is_small_sharp_and_always_the_same(texts: Texts) -> None:
    days = Ledger(office(), worked((MON, 480), (TUE, 585)), [Off(WED)], today=THU).span(MON, SUN).days
    pictures = {locale: week_picture(days, texts.to(locale), today=THU) for locale in ("en", "id")}
    for locale, png in pictures.items():
        image = Image.open(BytesIO(png))
        assert (image.format, image.width) == ("PNG", 1024)
        assert len(png) < 60_000
        assert png == week_picture(days, texts.to(locale), today=THU)
    assert pictures["en"] != pictures["id"]


def test_a_day_with_and_without_overtime_look_different(texts: Texts) -> None:
    plain, long = (
        week_picture(Ledger(office(), worked((MON, minutes)), [], today=MON).span(MON, SUN).days, texts.to("en"))
        for minutes in (480, 481)
    )
    assert plain != long


@settings(max_examples=20, deadline=None)
@given(histories())
def test_any_week_can_be_drawn(ledger: Ledger) -> None:
    days = ledger.span(ledger.since, ledger.since + (SUN - MON)).days
    assert week_picture(days, TEXTS.to("id"), today=ledger.today).startswith(b"\x89PNG")
