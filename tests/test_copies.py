"""Copies: one wire in several papers is one group, whichever came in first."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from feeds.copies import Grouping, Report, is_copied, sketch
from feeds.copies.likeness import least_of, may_be_alike
from feeds.entry import Entry
from tests import build

WIRE = (
    "Artillery fire was heard north of the old bridge shortly before dawn, residents of three "
    "villages said by telephone, and the district office asked people to stay in their cellars "
    "until noon. The road to the mine has been closed since Sunday evening. Nobody could say who "
    "had opened fire first. A convoy of four lorries with flour was turned back at the crossing."
)
OTHER = (
    "The foreign ministers of both countries will meet in the capital of a third one next week, "
    "their spokespeople said after a call that lasted two hours. They mean to speak about "
    "prisoners and about the delimitation of the border, on which a commission works since May."
)
LONG = " ".join(f"day{n} brought{n} rain{n}" for n in range(80))
KEYS = [(source, id) for source in ("a", "b", "c") for id in "123"]


def report(source: str, body: str, *, id: str = "1", time: str = "2022-09-13 12:00") -> Entry:
    return build.entry(body, id=id, source=source, time=time)


def grouped(entries: list[Entry]) -> Grouping[str]:
    grouping = Grouping[str](str)
    for entry in entries:
        if entry.time is not None and (numbers := sketch(entry.body)):
            grouping.add(Report(entry.time, *entry.key), entry.body, numbers)
    return grouping


def groups(entries: list[Entry]) -> dict[tuple[str, str], tuple[str, str]]:
    grouping = grouped(entries)
    return {e.key: grouping.first_of(e.key) for e in entries}


def numbered(body: str) -> set[tuple[int, int]]:
    """The numbers of a text, each with its place."""
    told = sketch(body)
    return set(enumerate(told.numbers)) if told else set()


def test_a_copy_is_known_by_its_words() -> None:
    cut = ". ".join(WIRE.split(". ")[:2]) + "."
    changed = WIRE.replace("Sunday", "Monday").replace("flour", "bread")
    for body in (WIRE.upper(), cut, changed, f"CITY, 13 Sep — {WIRE} More follows."):
        assert is_copied(WIRE, body)
        assert is_copied(body, WIRE)
    for body in (OTHER, "", "Artillery fire was heard.", f"{WIRE} {LONG}"):
        assert not is_copied(WIRE, body)


def test_short_texts_have_no_sketch() -> None:
    assert sketch("Shelling goes on near the bridge.") is None
    assert sketch(WIRE) == sketch(f"  {WIRE.lower()}")


def test_a_copy_shares_a_number_nearly_always() -> None:
    """Up to a seventh of the words changed in one place, as an editor does."""
    chance, told = Random(7), WIRE.split()
    mine = numbered(WIRE)
    found = 0
    for _ in range(1000):
        size = chance.randrange(len(told) // 7)
        at = chance.randrange(len(told))
        changed = [*told[:at], *["indeed"] * size, *told[at + size :]]
        found += bool(mine & numbered(" ".join(changed)))
    assert found > 950


def test_the_first_report_stands_for_the_others() -> None:
    wire = report("wire", WIRE, time="2022-09-13 12:00")
    paper = report("paper", WIRE, time="2022-09-13 12:40")
    blog = report("blog", WIRE.lower(), time="2022-09-13 13:00")
    grouping = grouped([blog, report("x", OTHER), paper, wire])
    assert [grouping.first_of(e.key) for e in (wire, paper, blog)] == [wire.key] * 3
    assert [r.key for r in grouping.group_of(paper.key)] == [wire.key, paper.key, blog.key]
    assert [[r.source for r in group] for group in grouping.groups] == [["wire", "paper", "blog"]]
    assert grouping.first_of(("x", "1")) == ("x", "1")
    assert not grouping.group_of(("x", "1"))


def test_a_source_does_not_copy_itself() -> None:
    told = [report("a", WIRE, id="1"), report("a", WIRE, id="2", time="2022-09-13 13:00")]
    assert set(groups(told).values()) == {("a", "1"), ("a", "2")}


def test_the_same_words_a_week_later_are_another_report() -> None:
    told = [report("a", WIRE), report("b", WIRE, time="2022-09-20 12:00")]
    assert set(groups(told).values()) == {("a", "1"), ("b", "1")}


def test_what_is_too_old_for_a_copy_is_forgotten() -> None:
    grouping = grouped([report("a", WIRE), report("b", OTHER, time="2022-09-17 12:00")])
    grouping.forget_before(build.at("2022-09-14 12:00"))
    numbers = sketch(WIRE)
    assert numbers is not None
    grouping.add(Report(build.at("2022-09-14 13:00"), "c", "1"), WIRE, numbers)
    assert not list(grouping.groups)


@given(
    st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from([WIRE, OTHER, ""]), st.integers(0, 150)),
        unique_by=lambda told: told[0],
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_in_which_they_come_does_not_matter(
    told: list[tuple[tuple[str, str], str, int]], chance: Random
) -> None:
    start = build.at("2022-09-13 00:00")
    dated = [
        replace(build.entry(body, id=id, source=source), time=start + timedelta(hours=hours))
        for (source, id), body, hours in told
    ]
    shuffled = dated[:]
    chance.shuffle(shuffled)
    assert groups(dated) == groups(shuffled)


def test_texts_with_one_run_in_common_are_not_held_against_each_other() -> None:
    """Two of one ministry that say other things share its name, and so perhaps a number."""
    read = list[str]()

    def body_of(text: str) -> str:
        read.append(text)
        return text

    grouping = Grouping[str](body_of)
    name = "the defence ministry of the country"
    for n in range(200):
        body = f"{name} " + " ".join(f"said{n} place{m}{n}" for m in range(30))
        told = sketch(body)
        assert told is not None
        report_ = Report(build.at("2022-09-13 12:00") + timedelta(minutes=n), f"s{n % 7}", str(n))
        grouping.add(report_, body, told)
    assert not read
    assert not list(grouping.groups)


@given(st.lists(st.integers(0, 200), min_size=60, max_size=120), st.randoms())
def test_whoever_is_copied_is_alike(words: list[int], chance: Random) -> None:
    """Cut to half and with a word changed here and there."""
    body = " ".join(f"w{word}x{n}" for n, word in enumerate(words))
    cut = body.split()[: len(words) // 2 + 4]
    cut[chance.randrange(len(cut))] = "indeed"
    other = " ".join(cut)
    if not is_copied(body, other):
        return
    one, two = sketch(body), sketch(other)
    assert one is not None
    assert two is not None
    assert may_be_alike(least_of(one), two)
