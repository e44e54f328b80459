"""Events in two steps: foreseen, then final."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.live.made_up_events import rejected, twitch
from twitchcam.live.event_book import EventBook


class TestEventBook:
    """One movement, one number."""

    def test_foreseen_then_final(self) -> None:
        book = EventBook()
        (seen,) = book.foresee([twitch(1.0)])
        (final,) = book.settle([twitch(1.05)], None)
        assert (seen["id"], seen["final"]) == (final["id"], False)
        assert final["final"]
        assert final["event"]["onset_s"] == 1.05
        assert book.snapshot() == ([final], 0)

    def test_the_same_again_is_not_told_again(self) -> None:
        book = EventBook()
        assert len(book.foresee([twitch(1.0)])) == 1
        assert book.foresee([twitch(1.0)]) == []
        assert len(book.foresee([twitch(1.0, 0.8)])) == 1

    def test_what_turns_out_to_be_none_is_withdrawn(self) -> None:
        book = EventBook()
        (seen,) = book.foresee([twitch(1.0)])
        (final,) = book.settle([rejected(1.0)], None)
        assert final["withdrawn"]
        assert final["id"] == seen["id"]
        (seen,) = book.foresee([twitch(2.0)])
        (gone,) = book.settle([], None)
        assert (gone["id"], gone["withdrawn"], gone["final"]) == (seen["id"], True, True)
        # What is a rejected movement in the files is one for whoever joins late.
        assert book.snapshot()[0] == [final]

    def test_a_movement_that_goes_on_is_not_withdrawn(self) -> None:
        book = EventBook()
        book.foresee([twitch(2.0)])
        for since_s in (1.95, twitch(2.0).end_s - 0.01):
            assert book.settle([], since_s) == []
        assert len(book.snapshot()[0]) == 1

    def test_one_movement_may_become_two_events(self) -> None:
        book = EventBook()
        (seen,) = book.foresee([twitch(1.0, 1.5)])
        one, two = book.settle([twitch(1.0), twitch(2.3)], None)
        assert one["id"] == seen["id"] != two["id"]

    def test_snapshots_are_bounded(self) -> None:
        book = EventBook()
        book.settle([twitch(float(n)) for n in range(700)], None)
        newest, older = book.snapshot()
        assert len(newest) + older == 700
        assert newest[-1]["event"]["onset_s"] == 699

    @given(st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.booleans()), max_size=40))
    def test_no_number_is_final_twice(self, steps: list[tuple[bool, int, bool]]) -> None:
        book = EventBook()
        finals: list[int] = []
        for is_over, at, is_twitch in steps:
            event = twitch(at / 2) if is_twitch else rejected(at / 2)
            if is_over:
                finals += [m["id"] for m in book.settle([event], None)]
            else:
                assert not any(m["final"] for m in book.foresee([event]))
        assert len(finals) == len(set(finals))
