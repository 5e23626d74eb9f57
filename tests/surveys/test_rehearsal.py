"""`lentera survey rehearse`, as it is typed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main

Shown = dict[str, Any]
Rehearse = Callable[..., Shown]
Looks = Callable[..., list[Shown]]
DIVISIONS = {"Sales": 24, "Ops": 9, "Finance": 5, "Legal": 5}


def people(divisions: Mapping[str, int]) -> str:
    return "person,division\n" + "".join(
        f"{name}-{number},{name}\n" for name, size in divisions.items() for number in range(size)
    )


def votes(**answers: str) -> str:
    return "division,answer,comment\n" + "".join(
        f"{name},{letter},\n" for name, letters in answers.items() for letter in letters
    )


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(ballots: str | bytes, roster: str | bytes, *options: str, log: str | None = None) -> tuple[int, str, str]:
        for name, content in (("b.csv", ballots), ("r.csv", roster), ("l.jsonl", log)):
            if content is not None:
                (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        typed = ["survey", "rehearse", f"{tmp_path / 'b.csv'}", "--roster", f"{tmp_path / 'r.csv'}", *options]
        code = main([*typed, *(["--looks", f"{tmp_path / 'l.jsonl'}"] if log is not None else [])])
        out, err = capsys.readouterr()
        return code, out, err.replace(f"{tmp_path}/", "")

    return run


@pytest.fixture
def rehearse(run: Callable[..., tuple[int, str, str]]) -> Rehearse:
    def rehearse(ballots: str | bytes, roster: str | bytes, *options: str) -> Shown:
        code, out, err = run(ballots, roster, *options)
        assert (code, err) == (0, "")
        shown: Shown = json.loads(out)
        return shown

    return rehearse


@pytest.fixture
def looks(run: Callable[..., tuple[int, str, str]]) -> Looks:
    def looks(roster: str, *events: Mapping[str, object], options: tuple[str, ...] = ()) -> list[Shown]:
        log = "".join(json.dumps(event) + "\n" for event in events)
        code, out, err = run("division,answer,comment\n", roster, *options, log=log)
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]

    return looks


def at(day: int, clock: str, **event: object) -> dict[str, object]:
    return {"at": f"2026-11-{day}T{clock}+07:00", **event}


def test_a_survey_is_released_once_with_the_small_divisions_together(rehearse: Rehearse) -> None:
    shown = rehearse(votes(Sales="AABBCCDDEEFFGG--AABB", Ops="ABCDEFG", Finance="AB", Legal="CD"), people(DIVISIONS))
    assert list(shown) == ["closed", "invited", "answered", "response", "groups", "withheld", "comments"]
    assert (shown["closed"], shown["invited"], shown["answered"], shown["response"]) == (True, 43, 31, None)
    assert [(group["name"], group["divisions"], group["n"]) for group in shown["groups"]] == [
        ("all", ["Finance", "Legal", "Ops", "Sales"], 31),
        ("Sales", ["Sales"], 20),
        ("Smaller divisions together", ["Finance", "Legal", "Ops"], 11),
    ]
    concern = shown["groups"][0]["questions"][0]
    assert list(concern) == ["id", "bands", "order"]
    few = dict.fromkeys("EFG-", "<=10 %")
    assert concern["bands"] == {"A": "~20 %", "B": "~20 %", "C": "~10 %", "D": "~10 %", **few}
    assert concern["order"] == [*"ABCDEFG", "-"]
    assert {held["what"] for held in shown["withheld"]} == {"Finance", "Legal", "Ops", "comments"}


def test_fewer_than_k_answers_show_nothing(rehearse: Rehearse) -> None:
    shown = rehearse(votes(Sales="AAAA"), people(DIVISIONS))
    assert (shown["answered"], shown["groups"], shown["comments"], len(shown["withheld"])) == (None, [], [], 1)
    shown = rehearse(votes(Sales="A" * 20), people(DIVISIONS), "--k", "21")
    assert (shown["answered"], shown["groups"], len(shown["withheld"])) == (None, [], 1)
    assert rehearse(votes(Sales="A" * 20), people(DIVISIONS), "--k", "20")["answered"] == 20


def test_files_are_read_as_spreadsheets_write_them(rehearse: Rehearse) -> None:
    roster = '\ufeff"Division","Person"\r\n' + "".join(f'"Pöls, Süd",Åsa {n}\r\n\r\n' for n in range(12))
    cast = "\ufeffcomment,answer,division\r\n" + "".join(
        f'"so, ""that"" is\r\nit {n}", {"abcdefg-abcd"[n]} ,"Po\u0308ls, Su\u0308d"\r\n,,\r\n' for n in range(12)
    )
    shown = rehearse(cast.encode(), roster.encode())
    assert shown["groups"][0]["divisions"] == ["Pöls, Süd"]
    assert min(shown["comments"]) == 'so, "that" is\r\nit 0'
    assert len(shown["comments"]) == 12
    without = rehearse("division,answer\n" + "Sales,A\n" * 9, people(DIVISIONS))
    assert without["answered"] == 9


BAD = {
    "unknown column": ("division,answer,comment,person\nSales,A,,ann\n", people(DIVISIONS), (), "b.csv:1"),
    "missing column": ("division,comment\n", people(DIVISIONS), (), "b.csv:1"),
    "a column twice": ("division,answer,answer\n", people(DIVISIONS), (), "b.csv:1"),
    "no header": ("", people(DIVISIONS), (), "b.csv"),
    "unknown division": (votes(Board="A"), people(DIVISIONS), (), "b.csv:2"),
    "more ballots than people": (votes(Legal="AAAAAA"), people(DIVISIONS), (), "b.csv:7"),
    "unknown answer": (votes(Sales="AAH"), people(DIVISIONS), (), "b.csv:4"),
    "several answers": ("division,answer\nSales,AB\n", people(DIVISIONS), (), "b.csv:2"),
    "no answer": ("division,answer\nSales,\n", people(DIVISIONS), (), "b.csv:2"),
    "quotes that do not close": ('division,answer,comment\nSales,A,"oh\n', people(DIVISIONS), (), "b.csv"),
    "too many cells": ("division,answer\nSales,A,B\n", people(DIVISIONS), (), "b.csv:2"),
    "a comment no ballot can hold": ("division,answer,comment\nSales,A," + "x" * 5000, people(DIVISIONS), (), "b.csv"),
    "a cell no reader takes": ("division,answer,comment\nSales,A," + "x" * 200_000, people(DIVISIONS), (), "too long"),
    "a person twice": (votes(), people(DIVISIONS) + "Ops-0,Sales\n", (), "r.csv:45"),
    "a person without a division": (votes(), people(DIVISIONS) + "Zoe,\n", (), "r.csv:45"),
    "fewer than eight invited": (votes(Ops="AAAAAAA"), people({"Ops": 7}), (), "fewer than 8"),
    "not UTF-8": ("division,answer\nSales,A\n".encode("utf-16"), people(DIVISIONS), (), "b.csv"),
    "k of four": (votes(), people(DIVISIONS), ("--k", "4"), "never lowered"),
    "k of zero": (votes(), people(DIVISIONS), ("--k", "0"), "never lowered"),
    "negative k": (votes(), people(DIVISIONS), ("--k", "-5"), "never lowered"),
    "k that is none": (votes(), people(DIVISIONS), ("--k", "abc"), "never lowered"),
    "k of too many digits": (votes(), people(DIVISIONS), ("--k", "9" * 5000), "never lowered"),
    "k with a point": (votes(), people(DIVISIONS), ("--k", "5.5"), "never lowered"),
}


@pytest.mark.parametrize(("ballots", "roster", "options", "place"), BAD.values(), ids=list(BAD))
def test_bad_input_is_told_with_its_place_and_never_with_what_stands_there(
    run: Callable[..., tuple[int, str, str]], ballots: str, roster: str, options: tuple[str, ...], place: str
) -> None:
    if options[-1:] == ("-5",):
        options = ("--k=-5",)
    code, out, err = run(ballots, roster, *options)
    assert code != 0
    assert out == ""
    assert place in err
    assert "xxx" not in err


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert main(["survey", "rehearse", f"{tmp_path / 'none.csv'}", "--roster", f"{tmp_path / 'r.csv'}"]) == 1


def test_before_the_end_a_look_shows_a_rough_rate_once_a_day_and_survives_a_restart(looks: Looks) -> None:
    invited = people({"Ops": 60})
    morning = [at(16, "09:00", vote=f"Ops-{n}", answer="A") for n in range(20)]
    later = [at(16, "14:30", vote=f"Ops-{n}", answer="B") for n in range(20, 35)]
    shown = looks(
        invited,
        at(16, "08:00", look="hr1"),
        *morning,
        at(16, "14:00", look="hr1"),
        *later,
        at(16, "15:00", restart=True),
        at(16, "16:00", look="hr2"),
        at(17, "08:00", look="hr2"),
        at(17, "09:00", vote="Ops-40", answer="C"),
        at(17, "10:00", look="hr1"),
    )
    assert [look["response"] for look in shown] == [None, None, None, "50 %", "50 %"]
    assert list(shown[0]) == [
        "at", "who", "closed", "invited", "answered", "response", "groups", "withheld", "comments",
    ]  # fmt: skip
    assert (shown[0]["at"], shown[0]["who"]) == ("2026-11-16T08:00+07:00", "hr1")
    for look in shown:
        assert (look["closed"], look["answered"], look["groups"], look["comments"]) == (False, None, [], [])


def test_of_fewer_than_fifty_no_rate_is_shown_at_all(looks: Looks) -> None:
    voted = [at(16, "09:00", vote=f"Ops-{n}", answer="A") for n in range(30)]
    assert looks(people({"Ops": 49}), *voted, at(16, "10:00", look="hr"))[0]["response"] is None
    assert looks(people({"Ops": 50}), *voted, at(16, "10:00", look="hr"))[0]["response"] == "60 %"


def test_a_code_changes_and_withdraws_and_a_second_vote_does_nothing(looks: Looks) -> None:
    shown = looks(
        people({"Ops": 20}),
        *(at(16, "09:00", vote=f"Ops-{n}", answer="A", comment=f"said {n}") for n in range(12)),
        at(16, "10:00", vote="Ops-0", answer="B", comment="again"),
        at(16, "10:01", change="Ops-1", answer="B", comment="changed"),
        at(16, "10:02", withdraw="Ops-2"),
        at(16, "10:03", withdraw="Ops-2"),
        at(16, "10:04", change="Ops-2", answer="B"),
        at(16, "10:05", change="Ops-19", answer="B"),
        at(16, "10:06", withdraw="Ops-19"),
        at(16, "10:07", vote="nobody", answer="B"),
        at(16, "10:08", withdraw="Ops-3"),
        at(16, "10:09", vote="Ops-3", answer="C", comment="back"),
        at(17, "10:00", close=True),
        at(17, "10:01", vote="Ops-15", answer="B"),
        at(17, "10:02", withdraw="Ops-0"),
        at(17, "10:03", look="hr"),
        at(17, "10:04", close=True),
        at(18, "10:03", look="hr"),
    )
    assert [look["answered"] for look in shown] == [11, 11]
    assert shown[0]["groups"][0]["questions"][0]["bands"]["A"] == ">=75 %"
    assert sorted(shown[0]["comments"]) == sorted(["changed", "back", "said 0", *(f"said {n}" for n in range(4, 12))])
    assert {**shown[0], "at": ""} == {**shown[1], "at": ""}, "there is one release, and its order is one"


def test_the_directory_invites_who_joins_and_moves_or_drops_nobody(looks: Looks) -> None:
    shown = looks(
        people({"Ops": 10, "Law": 8}),
        at(16, "09:00", roster="new", division="Law"),
        at(16, "09:00", roster="Ops-0", division="Law"),
        at(16, "09:00", roster="Ops-1", division=None),
        at(16, "09:01", vote="new", answer="A"),
        *(at(16, "09:02", vote=f"Ops-{n}", answer="ABC"[n % 3]) for n in range(8)),
        *(at(16, "09:02", vote=f"Law-{n}", answer="ABCDE"[n]) for n in range(5)),
        at(16, "09:03", look="hr"),
        at(17, "09:03", close=True),
        at(17, "09:03", roster="late", division="Law"),
        at(17, "09:03", look="hr"),
    )
    assert [look["invited"] for look in shown] == [19, 19]
    assert [(group["name"], group["n"]) for group in shown[1]["groups"]] == [("all", 14), ("Law", 6), ("Ops", 8)]


def test_a_log_that_cannot_be_played_prints_nothing(run: Callable[..., tuple[int, str, str]]) -> None:
    good = json.dumps(at(16, "09:00", look="hr"))
    for bad in (
        "{",
        "[]",
        json.dumps(at(16, "09:00")),
        json.dumps(at(16, "09:00", look="hr", close=True)),
        json.dumps(at(16, "09:00", vote="Ops-1", answer="secretly H")),
        json.dumps(at(16, "09:00", vote="Ops-1", answer="A", name="secretly")),
        json.dumps({"at": "2026-11-16T09:00", "look": "hr"}),
        json.dumps(at(15, "09:00", look="hr")),
        json.dumps({"at": "9999-12-31T23:59-23:00", "look": "hr"}),
        json.dumps(at(16, "09:00", look="secretly \ud800")),
        json.dumps(at(16, "09:00", roster="secretly \udfff", division="Law")),
        json.dumps(at(16, "09:00", vote="Ops-1", answer="A", comment="secretly \ud800")),
        json.dumps(at(16, "09:00", close=False)),
    ):
        code, out, err = run("division,answer,comment\n", people(DIVISIONS), log=f"{good}\n\n{bad}\n")
        assert (code, out) == (1, "")
        assert "l.jsonl:3: " in err
        assert "secretly" not in err
    code, out, err = run(votes(Sales="A"), people(DIVISIONS), log=good)
    assert (code, out) == (1, "")
