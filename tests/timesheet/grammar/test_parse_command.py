"""`lentera track parse` as a script calls it."""

import io
import json

from bot.timesheet.parse_command import answer, run

NOW = "2026-11-18T15:00:00+07:00[Asia/Jakarta]"


def asked(text: str, lang: str = "en") -> dict[str, object]:
    return answer({"id": "a", "lang": lang, "now": NOW, "input": text})


def test_one_entry_says_minutes_date_project_note_and_both_ends() -> None:
    assert asked("9-11:30 #acme design yesterday") == {
        "id": "a", "minutes": 150, "date": "2026-11-17", "project": "acme", "note": "design",
        "start": "09:00", "end": "11:30",
    }  # fmt: skip
    assert asked("2 jam rapat", "id") == {
        "id": "a", "minutes": 120, "date": "2026-11-18", "project": None, "note": "rapat", "start": None, "end": None,
    }  # fmt: skip


def test_several_entries_commands_errors_and_questions_have_their_own_shapes() -> None:
    entries = asked("4h #a, 2h #b review")["entries"]
    assert isinstance(entries, list)
    assert [entry["project"] for entry in entries] == ["a", "b"]
    assert asked("start design") == {"id": "a", "command": "start"}
    assert asked("0h") == {"id": "a", "error": "zero"}
    assert asked("9-5") == {"id": "a", "ask": "backwards_range"}
    assert asked("11h coding") == {"id": "a", "ask": "long_entry"}


def test_a_batch_answers_in_order_and_a_bad_record_spoils_only_itself() -> None:
    good = json.dumps({"id": 1, "lang": "en", "now": NOW, "input": "2h"})
    lines = [
        good, "", "{not json", "[1]", '{"id": 2}', json.dumps({"id": 3, "now": "yesterday", "input": "2h"}),
        json.dumps({"id": 4, "now": "2026-11-18T15:00:00[Mars/Base]", "input": "2h"}),
        json.dumps({"id": 5, "now": "2026-11-18T15:00:00", "input": "2h"}),
        json.dumps({"id": 6, "now": "2026-11-18T15:00:00+07:00", "input": "2h"}),
        json.dumps({"id": 7, "now": NOW, "input": 2}), '{"id": 8, "now": "' + NOW + '", "input": "\\ud800"}', good,
    ]  # fmt: skip
    out = io.StringIO()
    assert run(["--batch"], io.StringIO("\n".join(lines)), out) == 0
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [one.get("id") for one in answers] == [1, None, None, 2, 3, 4, 5, 6, 7, 8, 1]
    assert [one.get("error", one.get("minutes")) for one in answers] == [
        120, "bad_record", "bad_record", "bad_record", "bad_record", "bad_record", "bad_record", 120, "bad_record",
        "control_characters", 120,
    ]  # fmt: skip


def test_a_line_that_is_not_utf_8_spoils_only_itself() -> None:
    good = json.dumps({"id": 1, "lang": "en", "now": NOW, "input": "2h"}).encode()
    out = io.StringIO()
    run(["--batch"], io.TextIOWrapper(io.BytesIO(b'{"id": "\xff"}\n' + good + b"\n"), encoding="utf-8"), out)
    assert [json.loads(line).get("error") for line in out.getvalue().splitlines()] == ["bad_record", None]


def test_one_input_comes_as_words_or_on_standard_input() -> None:
    for args, typed in ((["2 jam", "rapat"], ""), ([], "2 jam rapat\n"), (["--", "2 jam rapat"], "")):
        out = io.StringIO()
        assert run(["--lang", "id", "--now", NOW, *args], io.StringIO(typed), out) == 0
        assert json.loads(out.getvalue())["note"] == "rapat"


def test_what_an_empty_store_can_tell_is_told() -> None:
    def told(typed: str) -> dict[str, object]:
        return answer({"id": 1, "lang": "en", "now": "2026-11-18T15:00:00+07:00[Asia/Jakarta]", "input": typed})

    assert told("10h 1m design") == {"id": 1, "ask": "long_entry"}
    assert told("9h #a, 8h #b") == {"id": 1, "ask": "long_day"}
    assert told("9-11 #a, 10-12 #b") == {"id": 1, "ask": "overlap"}
    assert told("9h #a, 9h #b, 9h #c") == {"id": 1, "error": "over_24h"}
    assert told("same as yesterday") == {"id": 1, "error": "nothing_to_copy"}
