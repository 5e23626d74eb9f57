"""The whole rollout in chat, from the first card to its closing."""

from bot.campaigns.campaign import State
from tests.campaigns.console.conftest import House, agreed, approved, at, created, promised, ruled, started

SOFT = "Tue 24 Nov 2026, 09:00 in each person's zone; first Makassar at 08:00 (Jakarta), last Berlin at 15:00 (Jakarta)"

THINGS = "promises, ground rules, approval, the start, leads (0 of 2)"


async def test_hr_sees_first_what_comes_next(house: House) -> None:
    assert (await house.gita("/rollout")).startswith("There is no rollout yet.")
    gita = await created(house)
    lines = (await gita("/rollout")).split("\n")
    assert lines[:3] == [
        "Recording working time: being prepared",
        f"5 things before First announcement can go on {SOFT}: {THINGS}",
        "Meeting: Tue 22 Dec 2026, 10:00 (Jakarta)",
    ]
    assert gita.buttons()[0] == "Write the promises"


async def test_the_same_in_indonesian(house: House) -> None:
    await created(house)
    lines = (await house.budi("/rollout")).split("\n")
    assert lines[1] == (
        "Masih 5 hal sebelum Pengumuman pertama bisa keluar pada Sel 24 Nov 2026, 09.00 menurut zona masing-masing;"
        " paling awal Makassar pukul 08.00 WIB, paling akhir Berlin pukul 15.00 WIB:"
        " janji, aturan main, persetujuan, tanda mulai, ketua tim (0 dari 2)"
    )


async def test_each_thing_that_is_done_leaves_the_list(house: House) -> None:
    await created(house)
    await promised(house)
    assert "4 things before" in await house.gita("/rollout")
    await ruled(house)
    assert "3 things before" in await house.gita("/rollout")
    await approved(house)
    assert "2 things before" in await house.gita("/rollout")
    gita = house.gita
    await gita("/rollout")
    form = await gita.press("Start")
    assert "(Start: ask 2 leads)" in form
    assert "leads (0 of 2)" in await gita.fill(sure="yes")
    await agreed(house)
    assert "Everything it needs is there." in await house.gita("/rollout")


async def test_everything_from_setting_up_to_closing(house: House) -> None:
    await started(house)
    assert await house.state() is State.RUNNING
    await agreed(house)
    assert [len(house.post.to(name)) for name in ("sari", "jonas", "oskar")] == [0, 0, 0]
    await house.until(at(11, 24, 9))
    (soft,) = house.post.to("sari")
    assert "22 Desember 2026" in soft
    (soft,) = house.post.to("jonas")
    assert "22 December 2026" in soft
    await house.until(at(12, 14, 12))
    await house.count()
    await house.until(at(12, 22, 12))
    assert any("Pukul 10" in text or "pukul 10" in text for text in house.post.to("sari"))
    # Nobody who was asked goes without an answer: the follow-up is held until HR has written its summary.
    await house.until(at(12, 23, 12))
    gita = house.gita
    assert "was due on" in await gita("/rollout")
    assert any("waits for your lines" in text for text in house.post.to("gita"))
    await summarised(house)
    ratna = house.ratna
    await ratna("/rollout")
    assert "It goes too far into my privacy" in await ratna.press("Read and approve")
    await ratna.press("Approve for 9 people")
    before = len(house.post.to("sari"))
    await house.until(at(12, 29, 12))
    assert "Catatan Anda hanya dilihat oleh Anda" in house.post.to("sari")[before]
    gita = house.gita
    await gita("/rollout")
    assert "Close" not in gita.buttons()
    await house.until(at(2, 15, year=2027))
    assert "Everything has gone out." in await gita("/rollout")
    await gita.press("Close")
    assert "Tick the box first" in await gita.fill()
    assert "closed" in await gita.fill(sure="yes")
    assert await house.state() is State.CLOSED


async def summarised(house: House) -> None:
    gita = house.gita
    await gita("/rollout")
    await gita.press("Write the summary")
    for number in (1, 2):
        await gita.press(f"Answer {number}")
        await gita.fill(
            do_en="Your entries are shown to you alone.",
            do_id="Catatan Anda hanya dilihat oleh Anda.",
            dont_en="We do not switch it off for single teams.",
            because_en="then nobody could compare.",
            dont_id="Kami tidak mematikannya untuk tim tertentu.",
            because_id="lalu tidak ada yang bisa dibandingkan.",
        )
    await gita.press("This is our summary")
