"""What is published of a survey, and what nobody can work out from it."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

import pytest

from bot.surveys.bands import band
from bot.surveys.questionnaire import Choice, Kind, Question, Questionnaire
from bot.surveys.release import Ballot, Reason, Release, Row, release
from tests.surveys.company import CONCERN, OPTIONS, certain, company, span, ungated


def ballots(answers: Mapping[str, str], comments: Iterable[str] = ()) -> list[Ballot]:
    """`{"Ops": "AAB"}`: two people in Ops chose A and one B. The first ballots carry the comments."""
    told = iter(comments)
    return [
        Ballot(division, {"concern": (letter,)}, tuple(comment for comment in [next(told, "")] if comment))
        for division, letters in answers.items()
        for letter in letters
    ]


def counted(answers: Mapping[str, str], *, k: int = 5, invited: Mapping[str, int] | None = None) -> Release:
    roster = [name for name, letters in answers.items() for _ in letters]
    roster += [name for name, number in (invited or {}).items() for _ in range(number)]
    return release(ballots(answers), CONCERN, roster, k=k)


def rows(shown: Release) -> dict[tuple[str, ...], int]:
    return {group.divisions: group.n for group in shown.groups[1:]}


def bands(shown: Release, row: int = 0) -> dict[str, str]:
    return {option: str(band) for option, band in shown.groups[row].results[0].bands.items()}


def test_the_floor_is_five_and_only_goes_up() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        counted({"Ops": "A" * 30}, k=4)
    assert counted({"Ops": "AB" * 5}, k=11).groups == ()


def test_fewer_answers_than_the_floor_are_not_even_counted() -> None:
    shown = counted({"Ops": "ABCD"}, invited={"Ops": 20})
    assert (shown.invited, shown.answered, shown.groups, shown.comments) == (24, None, (), ())
    assert [held.reason for held in shown.withheld] == [Reason.TOO_FEW]


def test_a_small_division_is_pooled_with_the_smallest_others_until_five_answered() -> None:
    shown = counted({"Sales": "AABBCCDDEEFFGG--AABB", "Ops": "ABCDEFG", "Finance": "AB", "Legal": "CD"})
    assert rows(shown) == {("Sales",): 20, ("Finance", "Legal", "Ops"): 11}
    assert shown.groups[-1].row is Row.POOL
    assert [held.what for held in shown.withheld if held.reason is Reason.POOLED] == ["Finance", "Legal", "Ops"]


def test_nobody_can_be_placed_where_naive_suppression_leaks() -> None:
    shown = counted({"Eng": "C" + "ABDEF" * 2 + "A", "Ops": "ABDEFGABD", "Finance": "ABDEFG", "Legal": "CC"})
    assert rows(shown) == {("Eng",): 12, ("Ops",): 9, ("Finance", "Legal"): 8}
    assert [bands(shown, row)["C"] for row in range(4)] == ["~10 %", "<=25 %", "<=25 %", "<=25 %"]


def test_ties_among_the_smallest_go_by_name_and_pools_of_small_ones_alone_need_nobody_else() -> None:
    shown = counted({"Zoo": "ABCDE", "Art": "ABCDE", "Lab": "ABC", "Big": "ABCDEFGABC"})
    assert rows(shown) == {("Big",): 10, ("Zoo",): 5, ("Art", "Lab"): 8}
    shown = counted({"Big": "ABCDEFGABC", "Lab": "ABC", "Law": "ABC"})
    assert rows(shown) == {("Big",): 10, ("Lab", "Law"): 6}


def test_a_division_without_answers_pulls_nobody_into_a_pool() -> None:
    shown = counted({"Sales": "ABCDEFG", "Ops": "ABCDEF"}, invited={"Board": 3})
    assert rows(shown) == {("Ops",): 6, ("Sales",): 7}
    assert not [held for held in shown.withheld if held.reason is Reason.POOLED]


def test_one_group_alone_is_the_company_and_does_not_tell_which_divisions_were_silent() -> None:
    some = counted({"Sales": "ABCDEFG", "Ops": "AB"}, invited={"Board": 3})
    assert [(group.divisions, group.n) for group in some.groups] == [(("Board", "Ops", "Sales"), 9)]
    assert Reason.ONE_GROUP in {held.reason for held in some.withheld}
    assert counted({"Sales": "ABCDEFG"}).withheld == counted({"Ops": "ABCDEFG"}).withheld


def test_what_fails_at_the_end_leaves_the_company_alone() -> None:
    answers = ballots({"Sales": "ABCDEFG", "Ops": "ABCDEFG"})
    shown = release(answers, CONCERN, ["Sales", "Ops"] * 10, by_division=False)
    assert [group.row for group in shown.groups] == [Row.COMPANY]
    assert shown.withheld[0].reason is Reason.NOT_ALLOWED


@pytest.mark.parametrize(
    ("count", "n", "shown"),
    [
        (0, 5, "<=25 %"),
        (1, 5, "<=25 %"),
        (2, 5, "~50 %"),
        (5, 5, ">=75 %"),
        (3, 8, "~50 %"),
        (5, 8, "~75 %"),
        (19, 19, ">=75 %"),
        (2, 20, "<=10 %"),
        (3, 20, "~20 %"),
        (49, 49, ">=90 %"),
        (3, 50, "~5 %"),
        (2, 50, "<=5 %"),
        (199, 199, ">=95 %"),
        (4, 200, "<=2 %"),
        (5, 200, "~3 %"),
        (200, 200, ">=98 %"),
    ],
)
def test_bands_are_as_wide_as_their_row_is_small(count: int, n: int, shown: str) -> None:
    letters = "A" * count + "B" * (n - count)
    assert bands(counted({"Ops": letters}))["A"] == shown
    low, high = span(shown, n)
    assert low <= count <= high


def test_nobody_and_everybody_are_never_certain_of_one_band() -> None:
    for n in range(5, 260, 3):
        for count in {0, 1, n - 1, n}:
            low, high = span(str(band(count, n)), n)
            assert low < high


def test_options_nobody_chose_are_shown_and_the_order_says_no_more_than_the_bands() -> None:
    shown = counted({"Ops": "CCCCCCAAABBB"})
    assert list(bands(shown)) == list(OPTIONS)
    assert shown.groups[0].results[0].order == ("C", *"ABDEFG", "-")
    swapped = counted({"Ops": "CCCCCCAABBBB"})
    assert bands(swapped)["A"] != bands(swapped)["B"]
    assert swapped.groups[0].results[0].order == ("C", "B", *"ADEFG", "-")


def test_a_breakdown_that_proves_what_everybody_in_a_group_said_is_left_out() -> None:
    answers = {"Ops": "AAAAA", "Sales": "BBBBBB" + "CCCDDD" * 2, "Lab": "CD" * 7}
    shown = counted(answers)
    groups = [group.results for group in shown.groups[1:]]
    proven = [held for held in shown.withheld if held.reason is Reason.PROVEN]
    assert bool(proven) != all(groups)
    assert shown.groups[0].results


def test_comments_need_ten_answers_and_three_comments_and_lose_their_order() -> None:
    roster = ["Ops"] * 40
    told = [f"comment {number}" for number in range(12)]
    few = release(ballots({"Ops": "ABCDEFGAB"}, told), CONCERN, roster)
    assert few.comments == ()
    two = release(ballots({"Ops": "ABCDEFGABC"}, told[:2]), CONCERN, roster)
    none = release(ballots({"Ops": "ABCDEFGABC"}), CONCERN, roster)
    assert two.comments == none.comments == ()
    assert two.withheld == none.withheld, "whether there were none or two is nobody's business"
    orders = {release(ballots({"Ops": "ABCDEFGABCDE"}, told), CONCERN, roster).comments for _ in range(20)}
    assert len(orders) > 15
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(told))}
    assert not release(ballots({"Ops": "ABCDEFGABCDE"}, told), CONCERN, roster, may_comment=False).comments


def test_empty_comments_are_none() -> None:
    assert not release(ballots({"Ops": "ABCDEFGABC"}, [" ", "\n", "x", "y"]), CONCERN, ["Ops"] * 10).comments


def test_a_scale_is_three_classes_until_every_row_has_fifty() -> None:
    pulse = Questionnaire({}, {}, (Question("growth", Kind.SCALE, {}),), ({},) * 5)

    def shown(*sizes: int) -> list[tuple[str, ...]]:
        cast = [
            Ballot(f"D{number}", {"growth": (str(place % 5 + 1),)})
            for number, size in enumerate(sizes)
            for place in range(size)
        ]
        found = release(cast, pulse, [ballot.division for ballot in cast])
        return [tuple(group.results[0].bands) for group in found.groups]

    classes = ("unfavourable", "neutral", "favourable", "-")
    assert shown(49) == [classes]
    assert shown(50) == [(*"12345", "-")]
    assert shown(60, 20) == [classes] * 3
    assert shown(60, 55) == [(*"12345", "-")] * 3


def test_several_choices_are_shown_option_by_option() -> None:
    asked = Questionnaire({}, {}, (Question("q", Kind.SEVERAL, {}, tuple(Choice(c, {}) for c in "ABC")),))
    cast = [Ballot("Ops", {"q": ("A", "B")}) for _ in range(6)] + [Ballot("Ops", {"q": ("C",)}) for _ in range(6)]
    found = release(cast, asked, ["Ops"] * 12)
    assert {option: str(band) for option, band in found.groups[0].results[0].bands.items()} == {
        "A": "~50 %",
        "B": "~50 %",
        "C": "~50 %",
        "-": "<=25 %",
    }


def test_where_even_the_company_alone_would_prove_an_answer_nothing_is_shown() -> None:
    """Four of six say yes, at most one may have said no and at most one declined: so one did each."""
    asked = Questionnaire({}, {}, (Question("q", Kind.ONE, {}, (Choice("yes", {}), Choice("no", {}))),))
    cast = [Ballot("Ops", {"q": (pick,)}) for pick in ["yes"] * 4 + ["no", "-"]]
    found = release(cast, asked, ["Ops"] * 9)
    assert found.groups[0].results == ()
    assert [held.reason for held in found.withheld] == [Reason.PROVEN_WHOLE]


def test_where_the_breakdown_is_left_out_the_company_is_shown() -> None:
    told = counted({"Ops": "AAAAA", "Sales": "AAAABCD"})
    assert [bool(group.results) for group in told.groups] == [True, False, False]
    assert Reason.PROVEN in {held.reason for held in told.withheld}


@pytest.mark.proves("survey_floor")
def test_no_sum_or_difference_of_rows_is_a_group_of_one_to_four(many: int) -> None:
    dice = random.Random(1)
    for _ in range(many * 20):
        made = company(dice)
        shown = made.released()
        if not shown.groups:
            continue
        sizes = [group.n for group in shown.groups[1:]]
        answered = Counter(ballot.division for ballot in made.ballots)
        for group in shown.groups[1:]:
            assert group.n == sum(answered[name] for name in group.divisions) >= 5
        assert not sizes or sum(sizes) == shown.groups[0].n
        for taken in range(1, min(3, len(sizes))):
            for some in combinations(sizes, taken):
                assert shown.groups[0].n - sum(some) >= 5


def test_no_answer_is_certain_in_thousands_of_companies(many: int) -> None:
    """An integer program looks for a table that fits what is published and differs from the truth."""
    dice = random.Random(2)
    broken_down = left_out = 0
    for _ in range(many):
        made = company(dice)
        shown = made.released()
        assert not list(certain(made, shown))
        broken_down += len(shown.groups) > 1
        left_out += any(held.reason is Reason.PROVEN for held in shown.withheld)
    print(f"\n{many} companies, {broken_down} with a breakdown, {left_out} of them left out by the gate")
    assert broken_down > many / 3
    assert left_out < broken_down / 10


def test_a_gate_that_never_closes_would_be_found(many: int) -> None:
    """The solver of the tests is not blind: without the gate it finds what can be proven."""
    dice = random.Random(3)
    made = [company(dice, largest=9) for _ in range(many * 2)]
    left_out = [one for one in made if Reason.PROVEN in {held.reason for held in one.released().withheld}]
    assert left_out
    assert all(list(certain(one, ungated(one, one.released()))) for one in left_out)
