"""One's own data, as somebody asks for it wherever they are."""

from bot.ports import Store
from bot.privacy.duty import PrivacyDuty
from tests.conftest import Moving
from tests.speaker import Speaker


async def test_what_is_held_is_shown_and_handed_over(sari: Speaker) -> None:
    await sari("/track 2 jam #acme zebra")
    page = await sari("/privacy")
    assert "Inilah yang disimpan Lentera tentang Anda saat ini:" in page
    assert "catatan waktu: 1; perubahan catatan waktu: 1" in page
    await sari.press("Lihat seperti tersimpan")
    page = await sari.press("Waktu")
    assert "zebra" in page
    assert "Dihapus 3 tahun setelah hari yang dicatat" in page
    said = await sari.press("Unduh semuanya")
    assert "berkas itu dihapus setelah 24 jam" in said
    assert "pemilik workspace bisa mengekspornya" in said


async def test_each_page_leads_back_to_the_beginning(ada: Speaker) -> None:
    for label, begins in (
        ("What others see", "What others in the company can see about you"),
        ("Who looked", "Nobody has looked at figures that include you"),
        ("What was promised", "No promises have been signed"),
        ("My surveys", "You have not been invited to a survey."),
        ("Correct, restrict, erase", "You can ask here"),
    ):
        await ada("/privacy")
        assert begins in await ada.press(label)
        assert "This is what Lentera holds about you now:" in await ada.press("Back to the beginning")


async def test_an_erasure_says_what_it_means_and_can_be_taken_back(ada: Speaker) -> None:
    await ada("/track 2h design")
    await ada("/privacy")
    await ada.press("Correct, restrict, erase")
    form = await ada.press("Erase my data")
    assert "In 24 hours Lentera deletes your time entries" in form
    assert "nobody can find yours" in form
    assert "Request 1 is written down. The erasure begins Thu 19 Nov 2026" in await ada.fill()
    await ada("/privacy")
    assert "Request 1, erasure" in await ada.press("Correct, restrict, erase")
    assert "Request 1 is taken back." in await ada.press("Take request 1 back")


async def test_what_was_erased_is_gone(ada: Speaker, store: Store, clock: Moving) -> None:
    await ada("/track 2h zebra")
    await ada("/privacy")
    await ada.press("Correct, restrict, erase")
    await ada.press("Erase my data")
    await ada.fill()
    clock.advance(days=1)
    await PrivacyDuty(store, clock).tick()
    assert "zebra" not in await ada("/track week")


async def test_a_correction_is_asked_for_in_a_form(ada: Speaker, store: Store) -> None:
    await ada("/privacy")
    await ada.press("Correct, restrict, erase")
    assert "HR and IT read it with your name" in await ada.press("Ask for a correction")
    said = await ada.fill(words="my division is Finance, not Sales")
    assert "an answer is due by Sat 21 Nov 2026" in said
    async with store.begin() as work:
        [request] = await work.requests.standing()
    assert request.words == "my division is Finance, not Sales"
