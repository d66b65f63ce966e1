"""How the cells moved: each change with before, after and cause, nothing of what comes later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feeds import judged_past
from feeds.beat import Beat
from feeds.change import Change, Standing
from feeds.claim import Claim
from feeds.decision import Decision
from feeds.judged_past import Claimed
from feeds.reconcile import History, Version, changes, tally
from feeds.reconcile.totals import standing_figure
from feeds.review import apply, match, review, root_of
from feeds.tally import Cell
from tests.build import at, beat, decision
from tests.ledgers import MINUTES, START, claims, few, ledgers, three_sides
from tests.sayings import AZ, DAY_1, DAY_2, DAY_3, DAY_9, FLOOR, HOSPITAL, MOSCOW, NOBODY, UN, said
from tests.test_review_properties import sessions
from tui.words import change_words


def versions(given: Sequence[Claim]) -> list[Version]:
    """Entries with their claims; an entry that is known later again replaces itself."""
    known = sorted({(c.entry_key, c.known) for c in given if c.known is not None})
    found = []
    for key, when in known:
        assert when is not None
        later = [k for e, k in known if e == key and k is not None and k > when]
        mine = tuple(c for c in given if (c.entry_key, c.known) == (key, when))
        found.append(Version(claims=mine, known=when, replaced=min(later, default=None)))
    return found


def moved(*given: Claim, **fields: Any) -> list[tuple[str, str, str, str]]:
    """Way, kind, category and size of each change."""
    told = changes(versions(given), beat(**fields))
    return [(c.way, c.kind, c.category, c.size) for c in told]


def test_the_first_figure_is_new() -> None:
    [change] = changes(versions([said(49, id="pm", **FLOOR)]), beat())
    assert (change.way, change.before) == ("new", None)
    assert change.after == Standing(low=49, best=49, high=None, grade="self_only")
    assert (change.time, change.by, change.causes) == (at(DAY_1), "armenia", ("pm",))
    assert change.entries == (("test", f"{DAY_1}/49"),)


def test_a_change_tells_as_of_when_its_cause_counts() -> None:
    [change] = changes(versions([said(49, day_only=True)]), beat())
    assert (change.as_of, change.is_of_a_day) == (at(DAY_1), True)
    [change] = changes(versions([said(49)]), beat())
    assert not change.is_of_a_day


def test_higher_is_up_and_lower_is_revised_down() -> None:
    assert moved(said(49), said(105, DAY_2), said(100, DAY_3)) == [
        ("new", "killed", "military", ""),
        ("up", "killed", "military", "up 56"),
        ("down", "killed", "military", "revised down by 5"),
    ]


def test_a_floor_of_another_side_opens_the_cell_and_not_the_figure() -> None:
    found = changes(versions([said(105), said(450, DAY_2, **AZ, **FLOOR)]), beat())
    assert found[-1].after is not None
    assert (found[-1].after.high, found[-1].after.upper) == (None, 105)
    assert change_words.said(found[-1].after) == "105"


def test_a_figure_that_sets_no_bound_is_told_with_its_grade() -> None:
    found = changes(versions([said(14, **HOSPITAL), said(16, DAY_2, **HOSPITAL)]), beat())
    assert [(c.way, change_words.said(c.before), change_words.said(c.after)) for c in found] == [
        ("new", "no figure", "unconfirmed 14"),
        ("other", "unconfirmed 14", "unconfirmed 16"),
    ]
    assert change_words.in_words(found[1], beat()) == (
        "Armenia killed, military: unconfirmed 14 to unconfirmed 16, by A hospital (derived)"
    )


def test_an_unconfirmed_figure_of_a_place_names_the_place() -> None:
    [change] = changes(versions([said(14, place="sotk", **HOSPITAL)]), beat())
    assert change.places == ("sotk",)
    assert change_words.in_words(change, beat()) == (
        "Armenia killed, military: no figure to unconfirmed 14, Sotk only, by A hospital (derived)"
    )


def test_an_echo_is_no_change() -> None:
    echoes = [said(49, f"2022-09-13 {h}:00", entry=f"e{h}", **NOBODY) for h in (13, 14, 15)]
    assert len(moved(said(49), *echoes, said(49, DAY_2))) == 1


def test_another_sides_figure_disputes_and_says_by_how_much() -> None:
    ledger = (said(80), said(82, DAY_2, **AZ), said(431, DAY_3, id="az", **AZ))
    assert [(way, size) for way, _, _, size in moved(*ledger)][1:] == [
        ("disputed", "1.0 times"),
        ("disputed", "5.4 times"),
    ]
    assert moved(ledger[0], ledger[2])[1:] == [("disputed", "killed", "military", "5.4 times")]
    last = changes(versions([ledger[0], ledger[2]]), beat())[-1]
    assert (last.causes, last.by) == (("az",), "azerbaijan")


def test_a_figure_whose_category_becomes_known_is_refined_not_new() -> None:
    first = said(49, category="unknown")
    found = changes(versions([first, said(49, DAY_2)]), beat())
    assert [(c.way, c.category, c.was) for c in found] == [
        ("new", "unknown", None),
        ("refined", "military", "unknown"),
    ]
    up = changes(versions([first, said(105, DAY_2)]), beat())[-1]
    assert (up.way, up.was, up.size) == ("up", "unknown", "up 56")


def test_a_figure_that_another_category_takes_over_is_one_change() -> None:
    """Twelve killed, then fourteen civilians: nothing was withdrawn."""
    civilians, twelve = said(11, category="civilian", **FLOOR), said(12, category="unknown")
    twelve = replace(twelve, known=at(DAY_2), as_of=at(DAY_2), time=at(DAY_2), entry="twelve")
    now = said(14, DAY_3, category="civilian")
    *_, last = told = changes(versions([civilians, twelve, now]), beat())
    assert [c.way for c in told] == ["new", "new", "up"]
    assert [(category, s.best) for category, s in last.took] == [("unknown", 12)]
    assert (last.before and last.before.best, last.was) == (11, None)
    words = ", ".join(change_words.remarks(last, beat()))
    assert words == "overtakes 12 (category not said), up 3"


def test_another_categorys_parts_are_no_former_figure_of_a_cell() -> None:
    """46 wounded of no category are no civilians, though soldiers' figures now hold them."""
    part = said(24, category="civilian", kind="wounded", place="goris", relation="subset")
    whole = said(46, DAY_2, category="unknown", kind="wounded")
    soldiers = said(117, DAY_3, kind="wounded")
    *_, up, civilians = changes(versions([part, whole, soldiers]), beat())
    if up.category == "civilian":
        up, civilians = civilians, up
    assert (up.category, up.was, up.before and up.before.best) == ("military", "unknown", 46)
    assert (civilians.way, civilians.was, civilians.before) == ("new", None, None)


def test_the_feed_and_the_ledger_say_one_thing_of_two_figures_of_one_text() -> None:
    before = said(14, category="civilian")
    one = said(1, DAY_2, category="civilian", entry="e", start=5)
    now = said(13, DAY_2, category="civilian", entry="e")
    *_, last = changes(versions([before, one, now]), beat())
    assert (last.way, last.size) == ("down", "revised down by 1")
    [cell] = tally([before, one, now], at=None, beat=beat()).cells
    assert "revised down" in cell.flags
    assert "revised down from 14 (R5)" in cell.why
    assert not any("up 12" in row.note for row in cell.ledger)


def test_a_bound_or_a_grade_that_moves_is_told_too() -> None:
    assert moved(said(49), said(49, DAY_2, **AZ))[1:] == [("other", "killed", "military", "")]
    assert moved(said(49), said(60, DAY_2, **UN))[1:] == [("up", "killed", "military", "up 11")]


def test_a_part_that_moves_a_figure_is_its_cause_before_who_sets_no_bound() -> None:
    """Both are known from one fetch, and only one of them lowers the floor."""
    part: dict[str, Any] = {"entry": "p", "place": "goris", "relation": "subset", "time": DAY_2}
    told = [said(80), said(105, id="was", **part), said(99, id="now", known=at(DAY_3), **part)]
    last = changes(versions([*told, said(140, DAY_3, id="third", **MOSCOW)]), beat())[-1]
    assert (last.way, last.size) == ("down", "revised down by 6")
    assert (last.by, last.causes) == ("armenia", ("now", "third"))


def test_a_number_that_is_edited_away_closes_its_cell() -> None:
    gone = Version(claims=(said(12, id="old"),), known=at(DAY_1), replaced=at(DAY_2))
    found = changes([gone], beat())
    assert [(c.way, c.by_edit, c.causes) for c in found] == [
        ("new", False, ("old",)),
        ("closed", True, ("old",)),
    ]
    assert found[-1].time == at(DAY_2)
    assert found[-1].after is None


def test_what_was_counted_late_finds_its_place() -> None:
    late = said(5, DAY_2, as_of=at("2022-09-13 08:00"))
    assert [way for way, *_ in moved(said(9), late, said(12, DAY_3))] == ["new", "up"]


def test_background_hearsay_and_silence_move_nothing() -> None:
    beside = (
        said(6600, period="historical"),
        said(8, modality="alleged"),
        said(99, victim="both"),
        said(None, low=None, high=None, qualifier="none", modality="pending"),
        said(5, None),
    )
    assert moved(*beside) == []


def test_a_new_episode_is_no_change_of_a_figure() -> None:
    found = changes(versions([said(49), said(3, "2022-09-25 12:00", id="new")]), three_sides())
    assert [(c.way, c.causes) for c in found][1:] == [("new", ("new",))]
    assert len(moved(said(49), said(3, DAY_9, kind="wounded"))) == 2


def full(given: Sequence[Claim], moment: datetime, beat: Beat) -> dict[Any, Standing]:
    """The cells that say something, by the tally itself."""
    cells = tally(given, at=moment, beat=beat).cells
    return {_key(c): _standing(c) for c in cells if c.grade != "no_figure"}


def _key(cell: Cell) -> tuple[str, str, str]:
    return (cell.victim, cell.kind, cell.category)


def _standing(cell: Cell) -> Standing:
    alone = standing_figure(cell)
    upper = alone.high if alone is not None and cell.high is None else None
    whole = ((f.low, f.best, f.high) for f in cell.others)
    parts = ((part.low, None, part.high) for part in cell.places)
    return Standing(
        low=cell.low,
        best=cell.best,
        high=cell.high,
        grade=cell.grade,
        upper=upper,
        others=(*whole, *parts) if cell.grade == "unconfirmed" else (),
    )


def replayed(told: Sequence[Change], cells: dict[Any, Standing]) -> dict[Any, Standing]:
    """`cells` after the changes."""
    now = dict(cells)
    for change in told:
        key = (change.victim, change.kind, change.category)
        if change.was is not None:
            now.pop((change.victim, change.kind, change.was), None)
        for category, _ in change.took:
            now.pop((change.victim, change.kind, category), None)
        if change.after is None:
            now.pop(key, None)
        else:
            assert change.was is not None or now.get(key) == change.before
            now[key] = change.after
    return now


def hold(ledger: Sequence[Claim], beat: Beat) -> None:
    """The changes, one after the other, lead from each tally to the next."""
    told = changes(versions(ledger), beat)
    assert [c.time for c in told] == sorted(c.time for c in told)
    cells: dict[Any, Standing] = {}
    window = None
    for moment in sorted({c.known for c in ledger if c.known is not None}):
        if beat.window_at(moment) is not window:
            window = beat.window_at(moment)
            before = [c for c in ledger if c.known is not None and c.known < moment]
            cells = full(before, moment, beat)
        cells = replayed([c for c in told if c.time == moment], cells)
        assert cells == full(ledger, moment, beat)


@few
@given(ledgers())
def test_the_changes_lead_from_each_tally_to_the_next(ledger: list[Claim]) -> None:
    hold(ledger, three_sides())


@few
@given(ledgers())
def test_without_parties_in_the_beat_they_do_so_too(ledger: list[Claim]) -> None:
    hold(ledger, three_sides(parties=(), episodes=()))


plain = claims(
    kind="killed", place=None, incident=None, relation="total", components=(), period="current"
)


@few
@given(st.lists(plain, max_size=25, unique_by=lambda c: c.id))
def test_among_many_plain_totals_they_do_so_too(ledger: list[Claim]) -> None:
    hold(ledger, three_sides())


@few
@given(ledgers(), st.integers(0, MINUTES))
def test_no_change_knows_what_comes_later(ledger: list[Claim], minutes: int) -> None:
    moment = START + timedelta(minutes=minutes)
    told = versions(ledger)
    seen = [
        Version(
            claims=v.claims,
            known=v.known,
            replaced=v.replaced if v.replaced and v.replaced <= moment else None,
        )
        for v in told
        if v.known <= moment
    ]
    until = tuple(c for c in changes(told, three_sides()) if c.time <= moment)
    assert changes(seen, three_sides()) == until


@few
@given(ledgers(), st.lists(st.integers(0, MINUTES), max_size=3))
def test_a_history_that_grows_is_that_of_the_whole(ledger: list[Claim], stops: list[int]) -> None:
    told = versions(ledger)
    history = History(three_sides())
    for minutes in stops:
        until = START + timedelta(minutes=minutes)
        history.follow([v for v in told if v.known <= until])
    assert history.follow(told) == changes(told, three_sides())


def test_a_claim_that_is_judged_anew_changes_what_is_past() -> None:
    history = History(beat())
    before = said(49, id="a")
    history.follow(versions([before, said(105, DAY_2, id="b")]))
    corrected = replace(before, low=94, best=94, high=94)
    told = history.follow(versions([corrected, said(105, DAY_2, id="b")]))
    assert [(c.after and c.after.best, c.size) for c in told] == [(94, ""), (105, "up 11")]


def test_sides_whose_parts_lie_in_each_other_twice_are_one_group() -> None:
    wholes = [said(49, DAY_1, id="a"), said(50, DAY_1, id="b", victim="azerbaijan")]
    parts = [
        said(3, DAY_1, id="c", victim="azerbaijan", relation="component", within="a"),
        said(4, DAY_1, id="d", relation="component", within="b"),
    ]
    assert {change.victim for change in changes(versions([*wholes, *parts]), beat())} == {
        "armenia",
        "azerbaijan",
    }


def test_a_later_part_does_not_reorder_what_moved_before() -> None:
    told = [said(7, id="c", kind="captured"), said(12, id="k")]
    part = said(43, DAY_2, id="p", relation="component")
    before = changes(versions(told), beat())
    assert [c.kind for c in before] == ["killed", "captured"]
    assert changes(versions([*told, part]), beat())[:2] == before


def test_a_later_part_adds_no_cause_to_what_an_edit_closed() -> None:
    old = said(12, entry="e", id="old")
    new = [
        said(n, entry="e", id=kind, kind=kind, known=at(DAY_2), victim=victim)
        for n, kind, victim in ((3, "wounded", "unknown"), (2, "captured", "armenia"))
    ]
    part = said(43, DAY_3, id="p", relation="component")
    before = changes(versions([old, *new]), beat())
    assert changes(versions([old, *new, part]), beat())[: len(before)] == before


@few
@given(sessions(ledgers()))
def test_with_any_decisions_they_say_what_the_tally_says(
    session: tuple[list[Claim], list[Decision]],
) -> None:
    """What a person set aside moves the feed and the tally alike, whatever lies in it."""
    ledger, decisions = session
    sides = three_sides(episodes=())
    matched = match(ledger, decisions)
    merged_with = {root_of(d.echo_of)[0] for d in decisions if d.echo_of}
    plain = versions(ledger)
    rows = [Claimed(v.claims[0].entry_key, v.known, v.replaced, v.claims) for v in plain]
    judged = [*judged_past.versions(rows, lambda c: apply(c, matched, beat=sides), merged_with)]
    told = changes(judged, sides)
    for moment in sorted({c.known for c in ledger if c.known}):
        known = [v for v in plain if v.known <= moment]
        live = [c for v in known if not v.replaced or v.replaced > moment for c in v.claims]
        claims = apply(live, matched, beat=sides).claims
        until = [c for c in told if c.time <= moment]
        assert replayed(until, {}) == full(claims, moment, sides)


def test_a_rejected_sum_takes_its_parts_no_further_than_in_the_tally() -> None:
    whole = said(31, category="unknown", id="sum")
    part = said(24, category="civilian", id="part", relation="component", within="sum")
    part = replace(part, entry=whole.entry)
    early = said(10, "2022-09-13 09:00", category="civilian", place="goris", relation="subset")
    ledger = [early, whole, part]
    rejected = review(ledger, [decision("reject", whole)], beat=beat()).claims
    last = {(c.kind, c.category): c.after for c in changes(versions(rejected), beat())}
    assert last == {k[1:]: s for k, s in full(rejected, at(DAY_9), beat()).items()}
    assert last["killed", "civilian"] is not None
    assert last["killed", "civilian"].low == 24
