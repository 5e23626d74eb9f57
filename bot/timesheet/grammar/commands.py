"""The words that give a command, in both languages.

The one rule to keep: vocabulary only, lower-case, no logic; a phrase belongs to one command.
"""

from bot.timesheet.grammar.reading import Verb

_PHRASES: dict[Verb, str] = {
    Verb.TODAY: (
        "today | hari ini | hr ini | show today | lihat hari ini | my day | day | tampilkan hari ini | "
        "rekap hari ini | catatan hari ini | list | daftar | show | lihat | tdy | hari ni"
    ),
    Verb.WEEK: (
        "week | this week | my week | minggu ini | pekan ini | show week | show this week | rekap | rekap "
        "minggu ini | rekap mingguan | lihat minggu ini | timesheet | mingguan | weekly | mgg ini | the "
        "week | show my week | rekap waktu | tampilkan minggu ini | week view | summary | ringkasan"
    ),
    Verb.MONTH: (
        "month | this month | my month | bulan ini | show month | rekap bulan ini | rekap bulanan | "
        "bulanan | monthly | show this month | lihat bulan ini | the month | bln ini | bulan"
    ),
    Verb.PROJECT: ("project | proyek | projek | show project | lihat proyek"),
    Verb.WHY: ("why | kenapa | mengapa | knp | kok | explain | jelaskan | how come"),
    Verb.EDIT: ("edit | ubah | change | koreksi | correct | perbaiki | ralat | sunting | fix"),
    Verb.UNDO: (
        "undo | batalkan | batal | urungkan | cancel | batalin | revert | batalkan yang tadi | batalkan "
        "yang terakhir | undo last | undo that | cancel that | cancel last"
    ),
    Verb.DELETE: ("delete | hapus | remove | del | hapuskan | hapusin"),
    Verb.EXPORT: (
        "export | ekspor | unduh | download | eksport | ekspor data | unduh data | export data | download "
        "data | csv | export my data | unduh data saya | mengunduh data"
    ),
    Verb.STATEMENT: (
        "statement | laporan | report | pdf | surat keterangan | pernyataan | laporan pdf | surat "
        "keterangan jam kerja | keterangan jam kerja | laporan jam kerja | bukti jam kerja"
    ),
    Verb.START: (
        "start | mulai | begin | start timer | mulai timer | mulai penghitung waktu | start the timer | "
        "mulai hitung | mulaikan | timer | mulai catat | start tracking | start working | mulai ngerjain "
        "| start working on"
    ),
    Verb.STOP: (
        "stop | berhenti | selesai | stop timer | stop the timer | berhentikan | hentikan | udahan | "
        "hentikan timer | finish | done | end | end timer | pause | jeda | setop | akhiri | stop now | "
        "kelar | sudah selesai | udah selesai | hentikan penghitung waktu | beres | pause timer | stop "
        "tracking"
    ),
    Verb.RESUME: (
        "resume | lanjut | lanjutkan | continue | teruskan | lanjutin | lanjut lagi | resume timer | "
        "terusin | unpause | keep going | mulai lagi | start again"
    ),
    Verb.SWITCH: (
        "switch | switch to | ganti ke | pindah ke | ganti | pindah | beralih ke | change to | ganti jadi "
        "| alihkan ke | switch over to | switch timer to | beralih | pindah tugas ke"
    ),
    Verb.STATUS: (
        "status | current | what's running | whats running | running | lagi apa | sedang apa | status "
        "timer | timer status | timer apa | is the timer running"
    ),
    Verb.INTERRUPTION: (
        "interruption | interrupted | gangguan | interupsi | interrupt | terganggu | diganggu | keganggu "
        "| interruptions | disruption"
    ),
    Verb.PATTERN: (
        "pattern | patterns | pola | my pattern | my patterns | pola saya | pola gangguan | pola kerja | "
        "jam puncak | peak hours | jam produktif"
    ),
    Verb.SETTINGS: (
        "settings | setting | pengaturan | setelan | preferences | atur | preferensi | setting saya | my "
        "settings | setingan | config | options | opsi"
    ),
    Verb.HELP: (
        "help | bantuan | ? | bantu | panduan | cara | cara pakai | help me | how | how to | contoh | "
        "examples | usage | petunjuk | tolong | gimana | gmn | commands | perintah"
    ),
    Verb.OFF: (
        "off | cuti | libur | izin | ijin | sakit | sick | time off | day off | vacation | holiday | pto "
        "| leave | sick leave | on leave | i'm off | im off | ambil cuti | sick day | cuti bersama | "
        "annual leave | cuti tahunan | out of office | ooo | cuti sakit | off sick | libur nasional "
        "| comp time | comp day | time back | time off in lieu | toil | waktu pengganti | libur pengganti "
        "| cuti pengganti"
    ),
    Verb.SNOOZE: (
        "snooze | remind me | ingatkan | ingatkan saya | tunda | ingetin | ingatkan aku | remind | snooze "
        "reminder | tunda pengingat | ingatkan nanti | remind me later | nanti | nanti aja | later | "
        "ingatkan saya nanti | ingetin nanti | not now | ingatkan lagi | remind me again"
    ),
    Verb.SAME: (
        "same | sama | same as | sama seperti | sama kayak | sama dengan | sm kayak | sm spt | sama spt | "
        "sama kyk | sm kyk | seperti | kayak | copy | repeat | ulangi | salin | same again | ditto | "
        "samakan dengan | same like | sama persis seperti | sama persis | sama kaya | sm dgn | sama dgn | "
        "exactly the same as | the same as | just like | like | sm seperti | sama aja kayak | idem | kyk "
        "| spt | same thing as | samain kayak | samakan kayak"
    ),
    Verb.PRIVACY: ("privacy | privasi | who sees this | siapa yang lihat"),
    Verb.TEAM: ("team | my team | team figures | tim | tim saya | angka tim | rekap tim"),
}
PHRASES: dict[tuple[str, ...], Verb] = {
    tuple(phrase.split()): verb for verb, phrases in _PHRASES.items() for phrase in phrases.split("|")
}
LONGEST = max(len(phrase) for phrase in PHRASES)
NO_REMINDERS = frozenset(
    phrase.strip()
    for phrase in (
        "reminder off | reminders off | stop reminders | stop reminding me | no reminders | matikan "
        "pengingat | stop pengingat | jangan ingatkan | turn off reminders | stop mengingatkan | "
        "pengingat mati | off reminders | hentikan pengingat | jangan ingatkan lagi | turn reminders off "
        "| off reminder | unsubscribe"
    ).split("|")
)
PERIODS_GONE = {
    ("last", "week"): Verb.WEEK,
    ("last", "month"): Verb.MONTH,
    ("bulan", "lalu"): Verb.MONTH,
    ("bulan", "kemarin"): Verb.MONTH,
    ("week", "last"): Verb.WEEK,
    ("previous", "week"): Verb.WEEK,
    ("previous", "month"): Verb.MONTH,
}  # looked at as a whole
POINTS = {
    **dict.fromkeys("last latest terakhir tadi it that barusan this itu".split(), "last"),
    **dict.fromkeys("all semua everything semuanya".split(), "all"),
}
POINTING = frozenset("# - . catatan entri entry last my no no. nomor number one saya terakhir the yang".split())
