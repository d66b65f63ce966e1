"""The tally under a playhead that goes on, and back: that of the claims known there."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from feeds.archived import tally as archive_tally
from feeds.archived.tally import ArchiveTally
from feeds.claim import Claim
from feeds.decision import Correction, Decision
from feeds.reconcile import tally
from feeds.review import apply, match, review
from tests.build import at, beat, decision
from tests.ledgers import START, few, ledgers, three_sides
from tests.sayings import AZ, DAY_1, DAY_2, DAY_3, said
from tests.test_review_properties import sessions

SIDES = three_sides()


@few
@given(sessions(ledgers()), st.data())
def test_wherever_the_playhead_goes_it_is_the_tally_of_what_is_known_there(
    session: tuple[list[Claim], list[Decision]], data: st.DataObject
) -> None:
    ledger, decisions = session
    times = [None, *sorted({c.known for c in ledger if c.known})]
    following = ArchiveTally(SIDES)
    for moment in data.draw(st.lists(st.sampled_from(times), max_size=12)):
        known = [c for c in ledger if moment is None or (c.known and c.known <= moment)]
        newest = {c.entry_key: c.known for c in sorted(known, key=lambda c: c.known or at(DAY_1))}
        live = [c for c in known if c.known == newest[c.entry_key]]
        struck = {c.id: c for c in known if c.known != newest[c.entry_key]}
        decided = decisions[: data.draw(st.integers(0, len(decisions)))]
        judged = {c.id: c for c in apply(live, match(live, decided), beat=SIDES).claims}
        found = following.at(moment, judged, struck)
        assert found == tally(judged.values(), at=moment, beat=SIDES, struck=struck.values())


def test_what_an_edit_repeats_is_struck_once_a_decision_takes_it_out() -> None:
    """A split leaves its parts in place of it, and the older version's words as struck."""
    old = said(49, id="x", entry="e")
    new = replace(old, known=at(DAY_2), time=at(DAY_2))
    parts = (Correction(category="civilian"), Correction(kind="wounded"))
    split = review([new], [decision("split", new, parts=parts)], beat=beat()).claims
    following = ArchiveTally(beat())
    for moment, live, struck in (
        (DAY_1, [old], []),
        (DAY_2, [new], [old]),
        (DAY_2, [*split], [old]),
        (DAY_2, [new], [old]),
    ):
        claims, gone = ({c.id: c for c in told} for told in (live, struck))
        found = following.at(at(moment), claims, gone)
        assert found == tally(live, at=at(moment), beat=beat(), struck=struck)


def test_an_edit_that_repeats_words_about_an_earlier_episode_strikes_them() -> None:
    """They are said of another episode now, and no more of this one (R2)."""
    sides = three_sides()
    old = said(49, id="x", entry="e")
    new = replace(old, known=at(DAY_2))
    for moment in (at(DAY_2), START + timedelta(days=12)):
        found = ArchiveTally(sides).at(moment, {"x": new}, {"x": old})
        assert found == tally([new], at=moment, beat=sides, struck=[old])


def test_struck_words_without_a_time_are_known_at_the_end() -> None:
    old = said(49, None, id="x", entry="e")
    new = replace(said(50, DAY_2, id="y", entry="e"), as_of=None, time=None)
    for moment in (None, at(DAY_3)):
        found = ArchiveTally(beat()).at(moment, {"y": new}, {"x": old})
        assert found == tally([new], at=moment, beat=beat(), struck=[old])


def test_what_comes_is_added_and_nothing_is_begun_anew() -> None:
    following = ArchiveTally(beat())
    ledger = [said(49), said(105, DAY_2), said(431, DAY_3, **AZ)]
    begun = following._running
    for n, day in enumerate((DAY_1, DAY_2, DAY_3), start=1):
        following.at(at(day), {c.id: c for c in ledger[:n]}, {})
    assert following._running is begun
    following.at(at(DAY_1), {ledger[0].id: ledger[0]}, {})
    assert following._running is not begun


def test_a_very_long_window_is_not_kept() -> None:
    following = ArchiveTally(beat())
    claims = {c.id: c for c in (said(n, id=f"c{n}") for n in range(archive_tally.MOST + 1))}
    following.at(at(DAY_2), claims, {})
    assert not following._running.known
