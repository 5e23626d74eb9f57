"""A made-up company in the middle of a campaign: what the gallery, and a preview without data, are filled in with.

The rule to keep: nobody here exists, and nothing here is anybody's data.
"""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.campaigns.campaign import EVERYBODY, Campaign, State
from bot.campaigns.letter import Practical, Quoted
from bot.campaigns.playbook import Anchor, Playbook
from bot.campaigns.promises import Promises, suggested
from bot.campaigns.summary import Answer
from bot.hours.rule import Rule
from bot.message import Part, Table
from bot.surveys.questionnaire import Kind, Question, Questionnaire
from bot.surveys.survey import Rules
from bot.texts import Words

JAKARTA = ZoneInfo("Asia/Jakarta")
COMPANY = "Kopi Nusantara"


def campaign(playbook: Playbook) -> Campaign:
    """A campaign of this playbook that was moved once."""
    opening = playbook.anchor is Anchor.OPENING
    return Campaign(
        id=1,
        playbook=playbook.name,
        title=playbook.title["en"],
        zone=JAKARTA,
        anchor=datetime(2026, 12, 7 if opening else 15, 2 if opening else 3, tzinfo=UTC),
        survey_end=datetime(2026, 12, 17 if opening else 7, 11, tzinfo=UTC),
        audience=EVERYBODY,
        calendar="default",
        created_at=datetime(2026, 11, 16, 3, tzinfo=UTC),
        created_by=1,
        state=State.RUNNING,
        moves=1,
        previous=datetime(2026, 12, 14, 3, tzinfo=UTC),
        promises=2,
    )


def quoted(t: Words, playbook: Playbook, agreed: tuple[int, int] = (9, 9)) -> Quoted:
    """What its texts quote."""
    said = {t.locale: promises(t, playbook)}
    who = practical(t, playbook)
    figures = Rule.MONTHLY if playbook.anchor is Anchor.MEETING else None
    return Quoted(campaign(playbook), COMPANY, said, who, agreed=agreed, signed="Ratna Dewi", figures=figures)


def promises(t: Words, playbook: Playbook) -> Promises:
    """What it promises."""
    start = suggested(playbook, t.locale)
    match playbook.anchor, t.locale:
        case Anchor.OPENING, "id":
            return replace(
                start,
                problem="Beberapa orang cepat naik, yang lain menunggu bertahun-tahun, dan kami tidak tahu mengapa.",
                tried="Tahun lalu semua lowongan internal kami umumkan. Yang melamar tetap itu-itu saja.",
                purpose="Memutuskan apa yang kami benahi lebih dulu tahun depan.",
                managers="Ya. Atasan mendapat pertanyaan yang sama.",
            )
        case Anchor.OPENING, _:
            return replace(
                start,
                problem="Some get on fast, others wait for years, and we do not know why.",
                tried="Last year we began to announce every opening to all. Still the same few apply.",
                purpose="To decide what we put right first next year.",
                managers="Yes. Managers get the same questions.",
            )
        case Anchor.MEETING, "id":
            return replace(
                start,
                problem="Lembur baru ketahuan saat orangnya sudah kelelahan, dan proyek direncanakan dengan menebak.",
                tried="Rapat mingguan kami pangkas separuh, dan tim layanan bertambah dua orang. Itu membantu, tetapi"
                " belum menunjukkan di mana pekerjaan menumpuk.",
                purpose="Membagi pekerjaan dengan lebih adil, dan mengganti lembur yang memang terjadi.",
                managers="Ya. Direksi, ketua tim, dan HR mencatat dengan cara dan aturan yang sama.",
            )
        case Anchor.MEETING, _:
            return replace(
                start,
                problem="We notice overtime only when somebody is exhausted, and we plan projects by guessing.",
                tried="We halved the weekly meetings and hired two people for the service team. It helped, but it"
                " does not show where the work piles up.",
                purpose="To share the work more fairly, and to give back the overtime that really happens.",
                managers="Yes. Management, team leads and HR record in the same way and under the same rules.",
            )


def changed(t: Words, playbook: Playbook) -> Promises:
    """What it promises from the next version on."""
    was = promises(t, playbook)
    if t.locale == "id":
        return replace(was, never=f"{was.never} Menentukan bonus.", managers="Ya, semuanya, juga direksi.")
    return replace(
        was, never=f"{was.never} Deciding about bonuses.", managers="Yes, all of them, the directors included."
    )


def practical(t: Words, playbook: Playbook) -> Practical:
    """Who and where."""
    if playbook.anchor is Anchor.OPENING:
        return Practical(hr="Ratna Dewi")
    room, small = ("Ruang Gayo", "Ruang Toraja") if t.locale == "id" else ("Gayo room", "Toraja room")
    course = datetime(2026, 12, 22, 7, tzinfo=UTC)
    return Practical("Ratna Dewi", room, "Bagus Prasetyo, Mira Hofmann", course, small)


def answers(t: Words, playbook: Playbook) -> tuple[Answer, ...]:
    """What HR has heard, and says."""
    match playbook.anchor, t.locale:
        case Anchor.OPENING, "id":
            return (
                Answer(
                    "Yang memutuskan promosi tidak tahu apa yang saya kerjakan.",
                    do="Mulai Maret, setiap usulan promosi dibahas bersama ketua tim dari divisi lain.",
                ),
                Answer(
                    "Kursus hanya untuk kantor pusat.",
                    do="Separuh anggaran kursus tahun depan untuk cabang.",
                    dont="Membiayai gelar lanjutan.",
                    because="Anggarannya hanya cukup untuk dua orang setahun.",
                ),
            )
        case Anchor.OPENING, _:
            return (
                Answer(
                    "Those who decide about promotion do not know what I do.",
                    do="From March on, each promotion is discussed with a team lead of another division.",
                ),
                Answer(
                    "Courses are for the head office.",
                    do="Half of next year's budget for courses goes to the branches.",
                    dont="Pay for further degrees.",
                    because="The budget would be enough for two people a year.",
                ),
            )
        case Anchor.MEETING, "id":
            return (
                Answer(
                    "Saya bisa terlihat tidak produktif.",
                    do="Catatan Anda hanya ditampilkan kepada Anda, dan tidak masuk penilaian kinerja. Ini tertulis di"
                    " aturan main.",
                ),
                Answer(
                    "Saya akan lupa mencatat.",
                    do="Pengingatnya datang pada jam yang Anda pilih, atau tidak sama sekali.",
                    dont="Mengingatkan lewat ketua tim.",
                    because="Ketua tim jadi tahu siapa yang belum mencatat.",
                ),
            )
        case Anchor.MEETING, _:
            return (
                Answer(
                    "I might look unproductive.",
                    do="Your entries are shown to you alone and are no part of any appraisal. The ground rules say so.",
                ),
                Answer(
                    "I would forget to record.",
                    do="Your reminder comes at the hour you choose, or not at all.",
                    dont="Remind you through your team lead.",
                    because="Your lead would then know who has not recorded.",
                ),
            )


def ground_rules(t: Words) -> str:
    """What its team leads agree to."""
    if t.locale == "id":
        return (
            "Kita mencatat supaya pekerjaan dibagi dengan adil, bukan untuk menilai orang.\n\n"
            "Dalam rapat tim yang dibahas hasil kerja. Jam kerja hanya kalau anggotanya sendiri yang memulai.\n\n"
            "Tidak ada laporan mingguan. Sebulan sekali kita melihat proyek mana yang melebihi perkiraan.\n\n"
            "Tenggat tidak pernah dimajukan karena catatan waktu."
        )
    return (
        "We record time to share the work fairly, not to judge people.\n\n"
        "In team meetings we talk about results. We talk about hours only when a member of the team brings them up.\n\n"
        "There are no weekly reports. Once a month we look at which projects took longer than we thought.\n\n"
        "No deadline is ever moved forward because of recorded time."
    )


def division_rule(t: Words) -> tuple[str, str]:
    """The line of one division."""
    if t.locale == "id":
        return "Layanan", "Giliran malam tidak ikut dilihat tiap bulan."
    return "Service", "Night shifts are left out of the monthly look."


def figures(t: Words, playbook: Playbook) -> tuple[Part, ...]:
    """The company's row of a survey. What is really shown comes from the survey itself."""
    match playbook.anchor, t.locale:
        case Anchor.OPENING, "id":
            rows = (("Kerja yang baik membuka jalan di sini", "~45 %"), ("Saya mendapat kesempatan belajar", "~60 %"))
            return (Table("Seluruh perusahaan, 64 jawaban", ("Pernyataan", "Setuju"), rows),)
        case Anchor.OPENING, _:
            rows = (("Good work opens doors here", "~45 %"), ("I get chances to learn", "~60 %"))
            return (Table("The whole company, 64 answers", ("Statement", "Agree"), rows),)
        case Anchor.MEETING, "id":
            rows = (("Saya bisa terlihat tidak produktif", "~35 %"), ("Saya akan lupa mencatat", "~20 %"))
            return (Table("Seluruh perusahaan, 64 jawaban", ("Kekhawatiran", "Bagian"), rows),)
        case Anchor.MEETING, _:
            rows = (("I might look unproductive", "~35 %"), ("I would forget to record", "~20 %"))
            return (Table("The whole company, 64 answers", ("Concern", "Share"), rows),)


def survey_rules(playbook: Playbook, end: datetime | None) -> Rules:
    """What a survey of it promises; the real one takes its purpose from its questionnaire."""
    english, indonesian = (
        ("We want to know whether people can grow here.", "Kami ingin tahu apakah orang bisa berkembang di sini.")
        if playbook.anchor is Anchor.OPENING
        else (
            "We want to hear what worries you about recording working time.",
            "Kami ingin tahu apa yang Anda khawatirkan soal mencatat waktu kerja.",
        )
    )
    asked = Question("any", Kind.SCALE, playbook.title)
    scale = (playbook.title,) * 5
    more = Question("more", Kind.TEXT, playbook.title)
    return Rules(Questionnaire(playbook.title, {"en": english, "id": indonesian}, (asked, more), scale), end)


def questions(t: Words) -> tuple[str, ...]:
    """What was asked before the meeting."""
    if t.locale == "id":
        return ("Apakah ketua tim bisa melihat jam saya?", "Bagaimana kalau pekerjaan saya memang banyak jedanya?")
    return ("Can my lead see my hours?", "What if my work has many pauses by nature?")
