"""The words of both languages that mean a time.

The one rule to keep: vocabulary only, lower-case, no logic; a word that is also an ordinary word says so in its set.
"""

HOUR = frozenset("h hr hrs hour hours hour's hours' jam jm j jem jams hous huor hoour hors".split()) - {"jams"}
MINUTE = frozenset(
    "m min mins minute minutes menit mnt mnit mnts mn mins menitan mnute minuts mintes mnutes mntes".split()
)
SECOND = frozenset("s sec secs second seconds detik dtk".split())
DAY_UNIT = frozenset("d day days hari".split())
SHORT_UNIT = frozenset("h j m d s".split())  # only after digits
HOURISH = frozenset(("jaman", "jam'an"))  # "2 jaman": about two hours
MINUTEISH = frozenset(("menitan", "mntan", "menit'an"))

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90}  # fmt: skip

HALF = frozenset("setengah stengah stgh stngah stngh".split())
QUARTER = frozenset("seperempat sepermpat".split())

WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "wednsday": 2, "wendesday": 2, "thrusday": 3, "tuesdy": 1,
    "senin": 0, "senen": 0, "snin": 0, "selasa": 1, "slasa": 1, "rabu": 2, "rebo": 2, "kamis": 3, "kemis": 3,
    "jumat": 4, "jum'at": 4, "jumaat": 4, "sabtu": 5, "sbtu": 5, "ahad": 6, "minggu": 6,
}  # fmt: skip
SHORT_DAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
    "sen": 0, "snn": 0, "sel": 1, "rab": 2, "kam": 3, "kms": 3, "jum": 4, "jmt": 4, "sab": 5, "sbt": 5,
}  # fmt: skip
WORDLIKE_DAYS = frozenset("sat sun sen sel rab".split())  # they are words, or names, of their own as well
INDONESIAN_DAYS = frozenset(
    "senin senen snin selasa slasa rabu rebo kamis kemis jumat jum'at jumaat sabtu sbtu ahad minggu "
    "sen snn sel rab kam kms jum jmt sab sbt".split()
)

MONTHS = {
    "jan": 1, "january": 1, "januari": 1, "feb": 2, "february": 2, "februari": 2, "pebruari": 2, "mar": 3, "march": 3,
    "maret": 3, "mrt": 3, "apr": 4, "april": 4, "may": 5, "mei": 5, "jun": 6, "june": 6, "juni": 6, "jul": 7,
    "july": 7, "juli": 7, "aug": 8, "august": 8, "agu": 8, "agt": 8, "ags": 8, "agus": 8, "agust": 8, "agustus": 8,
    "sep": 9, "sept": 9, "september": 9, "oct": 10, "october": 10, "okt": 10, "oktober": 10, "nov": 11, "nop": 11,
    "november": 11, "nopember": 11, "dec": 12, "december": 12, "des": 12, "desember": 12,
}  # fmt: skip

YESTERDAY = frozenset(
    "yesterday kemarin kmrn kmrin kemaren kmren kemarn kmarin kmaren yday ystrday yesterdya yesturday".split()
)
TODAY = frozenset(("today", "tdy"))
TOMORROW = frozenset("tomorrow tmrw tmr tomorow tommorow besok bsk esok besuk".split())
AGO = frozenset("ago lalu back".split())
LAST = frozenset("last past".split())
LAST_AFTER = frozenset("lalu kemarin kmrn kemaren kmrin".split())  # jumat lalu, jumat kemarin
NEXT_AFTER = frozenset("depan dpn besok bsk".split())
ON = frozenset("on pada @ at".split())

PARTS = {
    "pagi": "pagi", "siang": "siang", "sore": "sore", "petang": "sore", "malam": "malam", "mlm": "malam",
    "malem": "malam", "subuh": "dini", "dini": "dini", "morning": "morning", "afternoon": "afternoon",
    "evening": "evening", "night": "night", "pgi": "pagi", "sor": "sore",
}  # fmt: skip

CLOCK_WORDS = frozenset("jam jm pukul pkl pk".split())
AT_WORDS = frozenset("at @".split())
FROM_WORDS = frozenset("from dari dr between antara since sejak mulai start starting".split())
TO_WORDS = frozenset(
    "to till til until 'til sampai smp smpe sampe sampek smpai hingga hngga sd - ~ ke through thru".split()
)
NOON = frozenset(("noon", "midday"))

ZONES = {"wib": 7 * 60, "wita": 8 * 60, "wit": 9 * 60, "utc": 0, "gmt": 0, "cet": 60, "cest": 120, "ict": 7 * 60}

# Words that take a number after them: "page 9-11", "sprint 12", "bab 3-5".
LABELS = frozenset(
    "page pages pg p pp hal halaman chapter chapters ch bab sprint sprints week weeks minggu slide slides item items "
    "ticket tickets tiket version versi v section sections bagian phase phases fase step steps langkah level levels "
    "grade grades kelas room ruang ruangan row rows baris column kolom task tasks question questions soal no nomor "
    "number numbers issue issues pr prs part parts day days hari age ages usia umur top line lines module modules "
    "modul unit units lesson lessons q round rounds ronde putaran batch batches season episode episodes eps gate "
    "release rilis build iteration iterasi milestone milestones point points poin pasal ayat article articles figure "
    "figures table tables tabel gambar lot invoice invoices po id ids case cases kasus test tests group groups "
    "kelompok tim team teams lantai floor floors floor tower blok block rt rw lt usc story stories points appendix "
    "lampiran tahap siklus cycle cycles volume vol edisi edition stage stages quarter kuartal semester".split()
)

HEDGES = frozenset(
    "cuma cm hanya only about around approx approximately roughly circa ca ~ ± sekitar skitar kurleb +- kira".split()
)
VAGUE = frozenset(
    "almost nearly hampir over under maybe mungkin max maks maksimal minimal min perhaps kayaknya".split()
)
EACH = frozenset("each per every apiece masing tiap setiap x kali times".split())

PREPOSITIONS = frozenset(
    "with w for on in at about to of from by re regarding using via di ke dari dgn dengan sama bareng untuk utk utuk "
    "buat bt soal tentang ttg terkait bersama bersama-sama pake pakai oleh karena krn because jam pukul and dan & "
    "after before setelah sebelum sesudah sama plus yang yg".split()
)
# Before a day: the day belongs to the note, or may.
TOWARDS = frozenset("for untuk utk buat bt utuk".split())
DUE = frozenset("by before until till sebelum sblm sampai hingga due since sejak deadline from dari 's of".split())
REPEATED = frozenset("every each setiap tiap per".split())
NAMED_DAYS = frozenset(
    "cyber black good ash super fat giving casual ruby palm easter blue bloody freaky holy maundy shrove manic happy "
    "pancake plough grey green merdeka fun whit taco meatless throwback small bright wild lazy free sunny spy".split()
)
AFTER_DAYS = frozenset(
    "times club campaign sale sales market night live blues deals promo promotion kopi coffee newsletter murder "
    "bersih berkah sehat".split()
)  # "Monday Club", "Sunday Times": a name
PREPARING = frozenset(
    "prep prepare preparing preparation preparations agenda slides slide deck notes note plan plans planning followup "
    "follow recap summary minutes invite invites campaign persiapan nyiapin menyiapkan siapkan siapin siap rencana "
    "materi undangan notulen rekap jadwal schedule scheduling reminder booking roadmap rundown draft drafting "
    "perencanaan merencanakan rencanakan persiapkan mempersiapkan rangkuman ringkasan".split()
)
REPORTING = frozenset("notulen hasil followup follow tindak lanjutan recap rekap rangkuman ringkasan catatan".split())

RIGHTING = frozenset(
    "no not sorry eh ralat maksudnya maksud bukan wait actually oops koreksi correction salah or atau".split()
)  # "2h, no 3h": nobody can tell which of the two
BREAKS = frozenset("break breaks lunch istirahat ishoma pause dikurangi minus potong dipotong kurang rehat".split())

LOGGING = frozenset(
    "log logged logging catat catet catatkan nyatat tambah tambahkan tambahin add added track record spent spend put "
    "masukkan masukin".split()
)
COURTESY = frozenset("ya yah dong deh doang pls please plz thx makasih trims tks".split())  # behind an entry
POLITE = frozenset(
    "please pls plz tolong mohon minta can could you bisa i i've ive saya aku gue gw we kami just "
    "baru sudah udah sdh".split()
)
