from hypothesis import given
from hypothesis import strategies as st

from bot.markup import Span, literal, plain, spans


def test_the_four_rules() -> None:
    assert spans("*2 h* _gently_ `/track` [help](https://example.org/a)") == (
        Span("2 h", "strong"),
        Span(" "),
        Span("gently", "gentle"),
        Span(" "),
        Span("/track", "code"),
        Span(" "),
        Span("help", "link", "https://example.org/a"),
    )


def test_a_name_with_underscores_is_no_emphasis() -> None:
    assert spans("read snake_case_names") == (Span("read snake_case_names"),)


def test_a_link_leads_to_the_web_or_is_no_link() -> None:
    assert plain("[here](javascript:alert)") == "[here](javascript:alert)"
    assert all(span.style == "plain" for span in spans("[here](javascript:alert)"))


def test_strong_words_of_somebody_else_stay_theirs() -> None:
    assert spans(f"*{literal('a*b')}*") == (Span("a*b", "strong"),)


@given(st.text())
def test_other_peoples_words_come_out_as_they_went_in(words: str) -> None:
    assert plain(literal(words)) == words
    assert all(span.style == "plain" for span in spans(literal(words)))


@given(st.text(alphabet="*_`[]()\\ab h:/t\n"))
def test_no_text_raises(text: str) -> None:
    plain(text)
