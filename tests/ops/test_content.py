import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.markup import plain, spans
from bot.texts import Catalogue, placeholders
from config.content import ContentError, catalogues, document, texts

LANGUAGES = catalogues()
FORBIDDEN = {
    "en": (
        "100 % anonymous",
        "100% anonymous",
        "simply",
        "just",
        "obviously",
        "please note",
        "kindly",
        "compliance",
        "utilisation",
        "utilization",
        "productivity score",
    ),
    "id": (
        "100 % anonim",
        "100% anonim",
        "user",
        "submit",
        "input",
        "dalam rangka",
        "sehubungan dengan",
        "demikian",
        "melakukan pencatatan",
        "pihak yang",
        "skor produktivitas",
    ),
}
BARE = {"ok", "oke", "yes", "ya", "submit", "kirim"}


def sentences(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for key, value in catalogue.items():
        if isinstance(value, str):
            yield key, value
        else:
            yield from ((f"{key}.{form}", sentence) for form, sentence in value.items())


def without_code(sentence: str) -> str:
    return "".join(span.text for span in spans(sentence) if span.style != "code")


def every_sentence() -> list[tuple[str, str, str]]:
    return [
        (locale, key, sentence) for locale, catalogue in LANGUAGES.items() for key, sentence in sentences(catalogue)
    ]


def told(root: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        catalogues(root)
    return [mistake.told() for mistake in caught.value.mistakes]


def write(root: Path, file: str, content: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def test_both_languages_know_the_same_keys() -> None:
    assert LANGUAGES["en"].keys() == LANGUAGES["id"].keys()


def test_both_languages_fill_in_the_same_things() -> None:
    def named(catalogue: Catalogue) -> dict[str, frozenset[str]]:
        return {
            key: placeholders(value if isinstance(value, str) else value["other"]) for key, value in catalogue.items()
        }

    assert named(LANGUAGES["en"]) == named(LANGUAGES["id"])


def test_the_singular_needs_nothing_that_the_plural_does_not_have() -> None:
    for catalogue in LANGUAGES.values():
        for key, value in catalogue.items():
            if not isinstance(value, str):
                assert placeholders(value.get("one", "")) <= placeholders(value["other"]), key


def test_no_sentence_was_left_in_the_other_language() -> None:
    english = dict(sentences(LANGUAGES["en"]))
    same = [
        key
        for key, sentence in sentences(LANGUAGES["id"])
        if english.get(key) == sentence
        and len(re.findall(r"[a-z]{3,}", re.sub(r"\{\w+\}", "", without_code(sentence)))) > 2
    ]
    assert not same


def test_no_stray_spaces_and_no_shouting() -> None:
    for locale, key, sentence in every_sentence():
        assert sentence == sentence.strip(), (locale, key)
        assert "  " not in sentence, (locale, key)
        assert not re.search(r" $", sentence, re.MULTILINE), (locale, key)
        assert "!!" not in sentence, (locale, key)
        assert "\t" not in sentence, (locale, key)


def test_words_we_do_not_use() -> None:
    for locale, key, sentence in every_sentence():
        said = without_code(sentence).lower()
        found = [word for word in FORBIDDEN[locale] if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said)]
        assert not found, (locale, key)


def test_no_button_says_ok_or_submit_alone() -> None:
    assert not [(locale, key) for locale, key, sentence in every_sentence() if sentence.lower().strip(".!") in BARE]


def test_one_pronoun_within_a_message_and_none_in_answers_to_track() -> None:
    for key, sentence in sentences(LANGUAGES["id"]):
        said = set(re.findall(r"\b(anda|kamu|kau)\b", without_code(sentence).lower()))
        assert len(said) < 2, key
        assert not said or not key.startswith("track."), key


def test_clock_times_in_indonesian_have_a_dot() -> None:
    assert not [
        key for key, sentence in sentences(LANGUAGES["id"]) if re.search(r"\b\d{1,2}:\d\d\b", without_code(sentence))
    ]


def test_the_signs_of_the_markup_come_in_pairs() -> None:
    for locale, key, sentence in every_sentence():
        left = [span.text for span in spans(sentence) if span.style == "plain"]
        assert not re.search(r"[*`]|\]\(", "".join(left)), (locale, key)
        assert plain(sentence).strip(), (locale, key)


def test_every_file_is_loaded_and_reads_in_both_languages() -> None:
    t = texts()
    assert set(t.locales) == {"en", "id"}
    assert t.to("id-ID").duration(150) == "2 jam 30 menit"
    assert t.to("fr").duration(150) == "2 h 30 min"


def test_all_mistakes_of_all_files_are_told_at_once_with_their_place(tmp_path: Path) -> None:
    write(tmp_path, "locales/en/track.yaml", 'saved: "Saved {n}."\nsaved: "Again."\n')
    write(tmp_path, "locales/id/track.yaml", 'saved:\n  one: "Ada {n}."\n  few: "Beberapa."\nother:\n  other: " "\n')
    write(
        tmp_path, "locales/id/units.yaml", "hours: 3\nminutes: [a]\n'a-b': text\nbad: '{n:02} {0} {a.b}'\nopen: '{n'\n"
    )
    write(tmp_path, "locales/id/yes.yaml", "no: text\nlist:\n- {a: b, a: c}\n")
    write(tmp_path, "locales/id/broken.yaml", "a: 'b\n")
    write(tmp_path, "locales/id/list.yaml", "- a\n")
    write(tmp_path, "locales/id/empty.yaml", "# nothing yet\n")
    assert told(tmp_path) == [
        "locales/en/track.yaml: saved: written twice (lines 1 and 2)",
        "locales/id/broken.yaml: found unexpected end of stream (line 2)",
        "locales/id/list.yaml: a mapping of keys to values was expected",
        "locales/id/track.yaml: saved: a plural has `other`, may have `one`, and nothing else",
        "locales/id/track.yaml: other.other: this is empty",
        "locales/id/units.yaml: hours: a sentence was expected; put it in quotes",
        "locales/id/units.yaml: minutes: a sentence was expected; put it in quotes",
        "locales/id/units.yaml: a-b: a key is one word of letters, digits and underscores",
        "locales/id/units.yaml: bad: {n} is not a plain name in braces",
        "locales/id/units.yaml: open: expected '}' before end of string",
        "locales/id/yes.yaml: no: this key is not text; put it in quotes (line 1)",
        "locales/id/yes.yaml: list[0].a: written twice (lines 3 and 3)",
    ]


def test_a_file_that_is_not_text_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00a: b")
    with pytest.raises(ContentError, match=r"bytes\.yaml: this is not YAML in UTF-8"):
        document(tmp_path / "bytes.yaml", tmp_path)
