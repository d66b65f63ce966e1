"""Claims of whole entries: what is carried, merged, and always true of any text."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.beat import NO_BEAT
from feeds.claim import Claim
from feeds.claims import Extractor
from feeds.entry import Entry
from feeds.tag import Tagger
from tests.build import beat, entry

EXTRACTOR = Extractor(beat())
TAGGER = Tagger(beat())

WORDS = """
49 killed wounded dead at least soldiers Armenian said Azerbaijan including three civilians and
, . : ; ( ) the of its toll rose to from by among them was were had lost they captured no not final
missing according TASS in Goris as 16:00 2020 war another a an dozen hundreds so died , 19 ,
Private Ann Vale casualties denied that reported has not yet any number
"""


def tagged(body: str, **fields: str | None) -> Entry:
    made = entry(body, **fields)
    return replace(made, mentions=TAGGER.tag(made.headline, made.body))


def claims(body: str, **fields: str | None) -> tuple[Claim, ...]:
    return EXTRACTOR.claims(tagged(body, **fields))


@settings(deadline=None)  # the first text in Cyrillic loads its lexicon
@given(st.text(max_size=300))
@example("½ killed ١٢ soldiers 12 3 456 killed")
@example("1.2.3.4,5-6 killed 00000000000000000000000000001 soldiers")
@example("at least at least at least killed")
@example("So")
@example(": killed")
def test_no_text_makes_it_raise(text: str) -> None:
    for claim in claims(text, headline=text[:80]):
        assert claim.quote


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS.split()), max_size=40))
def test_spans_slice_their_quote_and_bounds_are_in_order(chosen: list[str]) -> None:
    made = tagged(" ".join(chosen), headline=" ".join(chosen[:9]) or None)
    found = EXTRACTOR.claims(made)
    for claim in found:
        assert made.text(claim.field)[claim.start : claim.end] == claim.quote != ""
        numbers = [n for n in (claim.low, claim.best, claim.high) if n is not None]
        assert numbers == sorted(numbers)
        assert claim.rules
        assert claim.within != claim.id
    assert len({c.id for c in found}) == len(found)


def test_the_same_entry_read_again_has_the_same_ids() -> None:
    body = "Armenia said 49 soldiers were killed and 12 wounded."
    assert [c.id for c in claims(body)] == [c.id for c in claims(body)]


def test_another_revision_has_other_ids() -> None:
    body = "Armenia said 49 soldiers were killed."
    edited = replace(tagged(body), revision=2)
    assert EXTRACTOR.claims(edited)[0].id != claims(body)[0].id


def test_a_headline_and_a_body_with_the_same_number_are_one_claim() -> None:
    found = claims(
        "The governor said that at least 43 service members were wounded.",
        headline="43 Armenian service members wounded",
    )
    assert [(c.field, c.low, c.high, c.victim) for c in found] == [("body", 43, None, "armenia")]


def test_a_headline_gives_the_body_its_speaker() -> None:
    found = claims("Three civilians were wounded.", headline="Armenian MoD: three wounded")
    assert [(c.claimant, c.victim, c.category) for c in found] == [
        ("am-mod", "armenia", "civilian")
    ]


def test_a_sum_in_the_headline_is_the_sum_of_the_body() -> None:
    found = claims(
        "Azerbaijan said 42 soldiers and eight conscripts were killed.",
        headline="Azerbaijan: 50 killed",
    )
    assert [(c.low, c.components) for c in found] == [(50, (42, 8))]


def test_no_break_spaces_and_curly_quotes_keep_their_places() -> None:
    body = "Armenia’s losses grew: 12\u00a0345 soldiers were killed, “a heavy day”."
    found = claims(body)
    assert found[0].low == 12345
    assert body[found[0].start : found[0].end] == found[0].quote


def test_a_report_ends_with_its_paragraph() -> None:
    found = claims("Armenia said two men were killed.\n\nFive people were wounded.")
    assert [c.claimant for c in found] == ["armenia", "unattributed"]


def test_a_part_knows_its_whole() -> None:
    whole, part = claims("Armenia said nine people died, including two children.")
    assert (part.relation, part.within, part.group) == ("component", whole.id, "children")


def test_without_a_beat_numbers_still_stand_and_sides_are_unknown() -> None:
    found = Extractor(NO_BEAT).claims(entry("The ministry said 49 soldiers were killed."))
    assert [(c.low, c.victim, c.claimant_side) for c in found] == [(49, "unknown", None)]


def test_an_undated_entry_has_claims_without_a_time() -> None:
    found = claims("Armenia said 49 soldiers were killed in a strike on Goris.", time=None)
    assert [(c.time, c.as_of, c.relation) for c in found] == [(None, None, "subset")]


def test_every_claim_says_which_rules_made_it() -> None:
    rules = claims("Armenia said at least 49 of its soldiers were killed.")[0].rules
    assert {"Q.at_least", "P.killed.passive", "C.said"} <= set(rules)


def test_a_claim_knows_that_only_its_day_is_known() -> None:
    body = "Armenia said that 49 soldiers were killed."
    for basis, day_only in (("placed", True), ("day", True), ("stamped", False)):
        (found,) = claims(body, basis=basis)
        assert found.day_only is day_only


def test_since_midnight_on_the_first_day_of_an_episode_is_all_of_it() -> None:
    [first] = claims("Armenia said that 49 soldiers had been killed since midnight.")
    assert (first.relation, first.incident) == ("total", None)
