"""HR's table, as spreadsheets write it and as somebody hostile would."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people import Place
from bot.staff.table import LINES, NAME, Line, Mistake, read

HEAD = "email,division,lead\n"
SARI = Line(2, "sari@kopi.example", Place("Design", lead=True))


@pytest.mark.parametrize(
    "data",
    [
        b"email,division,lead\nsari@kopi.example,Design,x\n",
        b"\xef\xbb\xbfE-Mail;Divisi;Ketua\r\nSari@Kopi.example;Design;ya\r\n;;\r\n",
        "Surel\tDivisi\tKetua tim\r\nsari@kopi.example\tDesign\t1".encode("utf-16"),
        b' Email , Division ,Lead,Name\rsari@kopi.example,  Design ,TRUE,"Sari, W."\r',
        b'lead,division,email\n"x","Design","sari@kopi.example"',
    ],
    ids=["plain", "excel in indonesia", "excel as unicode", "old mac", "quoted"],
)
def test_a_table_is_read_as_spreadsheets_write_it(data: bytes) -> None:
    assert read(data).lines == (SARI,)
    assert read(data).mistakes == ()


def test_lines_are_counted_as_a_spreadsheet_counts_them() -> None:
    text = 'sep=;\nemail;division;name\n\nsari@a.id;Design;"two\nlines"\n;;\nbudi@a.id;Sales;Budi\n'
    assert [(line.number, line.email) for line in read(text.encode()).lines] == [(4, "sari@a.id"), (7, "budi@a.id")]


def test_a_lead_is_said_in_either_language_and_without_the_column_nobody_leads() -> None:
    said = {
        "x": True,
        "Ya": True,
        "yes": True,
        "1": True,
        "": False,
        "tidak": False,
        "no": False,
        "0": False,
        "-": False,
    }
    text = HEAD + "".join(f"p{n}@a.id,Design,{word}\n" for n, word in enumerate(said))
    assert [line.place.lead for line in read(text.encode()).lines] == list(said.values())
    assert read(b"email,divisi\nsari@a.id,Design\n").lines == (Line(2, "sari@a.id", Place("Design")),)


def test_a_division_is_one_however_it_is_written() -> None:
    text = HEAD + "a@a.id,People  Ops,\nb@a.id,people ops,\nc@a.id, PEOPLE OPS ,x\nd@a.id,,\n"
    assert [line.place.division for line in read(text.encode()).lines] == ["People Ops"] * 3 + [None]


MISTAKES = [
    ("", Mistake(1, "columns")),
    ("\n\n", Mistake(1, "columns")),
    ("mail address,division\n", Mistake(1, "columns")),
    ("email,email,division\n", Mistake(1, "columns")),
    ("email,division\n", Mistake(2, "empty")),
    (f"{HEAD}ada,Design,\n", Mistake(2, "email")),
    (f"{HEAD},Design,\n", Mistake(2, "email")),
    (f"{HEAD}ada@a.id@b.id,Design,\n", Mistake(2, "email")),
    (f"{HEAD}<script>@a.id,Design,\n", Mistake(2, "email")),
    (f"{HEAD}{'a' * 250}@a.id,Design,\n", Mistake(2, "email")),
    (f"{HEAD}a@b.id,X,\n\nA@B.ID,Y,\n", Mistake(4, "twice", {"first": 2})),
    (f"{HEAD}a@b.id,=HYPERLINK(1),\n", Mistake(2, "formula")),
    (f"{HEAD}a@b.id,  @SUM(A1),\n", Mistake(2, "formula")),
    (f"{HEAD}a@b.id,+1,\n", Mistake(2, "formula")),
    (f"{HEAD}a@b.id,-1,\n", Mistake(2, "formula")),
    (f"{HEAD}a@b.id,{'x' * (NAME + 1)},\n", Mistake(2, "long", {"n": NAME})),
    (f"{HEAD}a@b.id,X,maybe\n", Mistake(2, "lead")),
    (f"{HEAD}a@b.id,,x\n", Mistake(2, "leads_nothing")),
    (f'{HEAD}a@b.id,X,\nb@b.id,"Y,\nc@b.id,Z,\n', Mistake(3, "quotes")),
    (f'{HEAD}a@b.id,"X"Y,\n', Mistake(2, "quotes")),
    (f"{HEAD}a@b.id,X" + ",x" * 60 + "\n", Mistake(2, "quotes")),
    (f"{HEAD}a@b.id,{'x' * 1001},\n", Mistake(2, "quotes")),
    (f"{HEAD}a@b.id,X\0,\n", Mistake(2, "signs")),
    (f"{HEAD}a@b.id,X\u202egpj.exe,\n", Mistake(2, "signs")),
    (f"{HEAD}a@b.id,X\u200b,\n", Mistake(2, "signs")),
    (HEAD + "".join(f"p{n}@a.id,X,\n" for n in range(LINES + 1)), Mistake(LINES + 2, "many", {"n": LINES})),
]


@pytest.mark.parametrize(("text", "mistake"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_with_its_line(text: str, mistake: Mistake) -> None:
    assert read(text.encode()).mistakes == (mistake,)


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"email,division\na@b.id,Caf\xe9\n", 2), (b"\xff\xfee\x00m", 1), (b"PK\x03\x04\x14\x00\x08\xff", 1)],
    ids=["cp1252", "half of utf-16", "an xlsx"],
)
def test_what_is_not_text_is_told_with_its_line(data: bytes, line: int) -> None:
    assert read(data).mistakes[0].line == line
    assert read(data).lines == ()


def test_all_mistakes_are_found_at_once_and_the_good_lines_too() -> None:
    table = read(f"{HEAD}ada,X,\nsari@a.id,Design,\nbudi@a.id,=1,\n".encode())
    assert [(one.line, one.key) for one in table.mistakes] == [(2, "email"), (4, "formula")]
    assert [line.email for line in table.lines] == ["sari@a.id"]


_below = st.text(max_size=300).map(lambda text: (HEAD + text).encode("utf-8", "replace"))


@given(st.one_of(st.binary(max_size=300), _below))
@settings(max_examples=300, deadline=None)
def test_whatever_it_holds_it_is_read_or_told(data: bytes) -> None:
    table = read(data)
    assert table.lines or table.mistakes
    for line in table.lines:
        assert "@" in line.email
        assert not (line.place.division or "").startswith(("=", "+", "-", "@"))
