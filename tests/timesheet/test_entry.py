from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.timesheet.entry import Draft, packed, unpacked

moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(lambda at: at.replace(microsecond=0, tzinfo=UTC))  # noqa: DTZ001 - made aware in the same breath
drafts = st.builds(
    Draft,
    day=st.dates(date(2000, 1, 1), date(2099, 1, 1)),
    minutes=st.integers(1, 1440),
    project=st.none() | st.text(min_size=1),
    note=st.text(),
    start=st.none() | moments,
    end=st.none() | moments.map(lambda at: at + timedelta(hours=1)),
    zone=st.sampled_from(["Asia/Jakarta", "Europe/Berlin"]),
    kind=st.sampled_from(["work", "interruption"]),
)


@given(st.lists(drafts, max_size=4))
def test_drafts_come_out_as_they_went_in(several: list[Draft]) -> None:
    assert list(unpacked(packed(several))) == several
