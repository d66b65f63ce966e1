"""Decisions as JSON objects and back, for the ledger on disk and for `nightdesk export`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast, get_args

from feeds.claim import Category, Kind, Modality, Period, Qualifier, Relation
from feeds.decision import Amount, Correction, Decision, Verdict, Words
from feeds.entry import TextField

Record = dict[str, Any]

LARGEST = 10**12
"""No loss of life has more digits: a larger number is a slip, or a trick."""

_ECHO = "the words of the claim that it repeats"

EARLIEST, LATEST = 1970, 9000
"""Years in which somebody may decide: at the calendar's edge no zone can be told any more."""


def decision_record(decision: Decision) -> Record:
    """A decision as a JSON object, lossless; keys that say nothing are left out."""
    record: Record = {
        "type": "decision",
        "id": decision.id,
        "verdict": decision.verdict,
        "claim": decision.claim,
        **_words(decision.words),
        "at": decision.at.astimezone(UTC).isoformat(),
        "by": decision.by,
    }
    more: Record = {
        "correction": _correction(decision.correction) if decision.correction else None,
        "parts": [_correction(part) for part in decision.parts] or None,
        "echo_of": decision.echo_of,
        "echo_words": _words(decision.echo_words) if decision.echo_words else None,
        "note": decision.note or None,
        "of": decision.of,
    }
    return record | {key: value for key, value in more.items() if value is not None}


def read_decision(record: object) -> Decision:
    """The decision of a JSON object; keys that nightdesk does not know are passed over.

    Raises:
        ValueError: something is missing, or is not what it should be; says what.
    """
    of = _Fields(record, "the decision")
    verdict: Verdict = of.one_of("verdict", Verdict)
    correction = of.value.get("correction")
    parts = of.value.get("parts") or []
    words, echo_words = _read_words(of), of.value.get("echo_words")
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        raise ValueError("parts is no list")
    decision = Decision(
        id=of.text("id"),
        verdict=verdict,
        claim=of.text("claim"),
        source=words.source,
        entry=words.entry,
        field=words.field,
        start=words.start,
        end=words.end,
        quote=words.quote,
        kind=words.kind,
        published=words.published,
        wording=words.wording,
        at=of.time("at"),
        by=of.text("by"),
        correction=None if correction is None else _read_correction(correction),
        parts=tuple(_read_correction(part) for part in parts),
        echo_of=of.maybe_text("echo_of"),
        echo_words=None if echo_words is None else _read_words(_Fields(echo_words, _ECHO)),
        note=of.maybe_text("note") or "",
        of=of.maybe_text("of"),
    )
    wrong = what_is_missing(decision)
    if wrong:
        raise ValueError(wrong)
    return decision


def what_is_missing(decision: Decision) -> str:
    """What the verdict needs and the decision does not say; empty where it is whole."""
    needs: dict[Verdict, tuple[bool, str]] = {
        "correct": (decision.correction not in (None, Correction()), "a correction"),
        "merge": (bool(decision.echo_of), "the claim that it repeats"),
        "split": (len(decision.parts) > 1, "at least two parts"),
        "note": (bool(decision.note.strip()), "words"),
        "undo": (bool(decision.of), "the decision to take back"),
        "redo": (bool(decision.of), "the decision to make again"),
    }
    there, what = needs.get(decision.verdict, (True, ""))
    if not there:
        return f"`{decision.verdict}` needs {what}"
    corrections = (*decision.parts, *((decision.correction,) if decision.correction else ()))
    return next(filter(None, (_wrong_amount(c.amount) for c in corrections)), "")


def _wrong_amount(amount: Amount | None) -> str:
    """Why an amount cannot be; empty where it can (TALLY.md, 2)."""
    if amount is None:
        return ""
    numbers = [n for n in (amount.low, amount.best, amount.high) if n is not None]
    if not numbers:
        return "the amount sets no number"
    if numbers != sorted(numbers):
        return "the amount has its bounds the wrong way round"
    if numbers[0] < 0 or numbers[-1] > LARGEST:
        return f"the amount is not from 0 to {LARGEST:,}"
    return ""


def _words(words: Words) -> Record:
    return {
        "source": words.source,
        "entry": words.entry,
        "field": words.field,
        "start": words.start,
        "end": words.end,
        "quote": words.quote,
        "kind": words.kind,
        **({"published": words.published.astimezone(UTC).isoformat()} if words.published else {}),
        **({"wording": words.wording} if words.wording else {}),
    }


def _read_words(of: "_Fields") -> Words:
    return Words(
        source=of.text("source"),
        entry=of.text("entry"),
        field=of.one_of("field", TextField),
        start=of.number("start"),
        end=of.number("end"),
        quote=of.text("quote"),
        kind=of.maybe_one_of("kind", Kind),
        published=None if of.value.get("published") is None else of.moment("published"),
        wording=of.maybe_text("wording") or "",
    )


def _correction(correction: Correction) -> Record:
    amount = correction.amount
    record: Record = {
        "amount": amount
        and {
            "low": amount.low,
            "best": amount.best,
            "high": amount.high,
            "qualifier": amount.qualifier,
        },
        "kind": correction.kind,
        "victim": correction.victim,
        "category": correction.category,
        "claimant": correction.claimant,
        "place": correction.place,
        "relation": correction.relation,
        "modality": correction.modality,
        "period": correction.period,
    }
    return {key: value for key, value in record.items() if value is not None}


def _read_correction(record: object) -> Correction:
    of = _Fields(record, "a correction")
    amount = of.value.get("amount")
    return Correction(
        amount=None if amount is None else _read_amount(amount),
        kind=of.maybe_one_of("kind", Kind),
        victim=of.maybe_text("victim"),
        category=of.maybe_one_of("category", Category),
        claimant=of.maybe_text("claimant"),
        place=of.maybe_text("place"),
        relation=of.maybe_one_of("relation", Relation),
        modality=of.maybe_one_of("modality", Modality),
        period=of.maybe_one_of("period", Period),
    )


def _read_amount(record: object) -> Amount:
    of = _Fields(record, "an amount")
    return Amount(
        low=of.maybe_number("low"),
        best=of.maybe_number("best"),
        high=of.maybe_number("high"),
        qualifier=of.one_of("qualifier", Qualifier),
    )


class _Fields:
    """The keys of one JSON object, each read as what it must be."""

    def __init__(self, record: object, what: str) -> None:
        if not isinstance(record, Mapping):
            raise ValueError(f"{what} is no JSON object")
        self.value: Mapping[str, Any] = record

    def text(self, key: str) -> str:
        found = self.maybe_text(key)
        if found is None:
            raise ValueError(f"{key} is missing")
        return found

    def maybe_text(self, key: str) -> str | None:
        return cast("str | None", self._maybe(key, str, "no text"))

    def number(self, key: str) -> int:
        found = self.maybe_number(key)
        if found is None:
            raise ValueError(f"{key} is missing")
        return found

    def maybe_number(self, key: str) -> int | None:
        found = cast("int | None", self._maybe(key, int, "no whole number"))
        if isinstance(found, bool):
            raise ValueError(f"{key} is no whole number")
        return found

    def time(self, key: str) -> datetime:
        """A moment in which somebody may decide."""
        found = self.moment(key)
        if not EARLIEST <= found.year < LATEST:
            raise ValueError(f"{key} is no ISO 8601 time with an offset")
        return found

    def moment(self, key: str) -> datetime:
        """A moment of any year."""
        try:
            found = datetime.fromisoformat(self.text(key))
            if found.tzinfo is None:
                raise ValueError
            return found.astimezone(UTC)
        except (ValueError, OverflowError):
            raise ValueError(f"{key} is no ISO 8601 time with an offset") from None

    def one_of(self, key: str, allowed: Any) -> Any:
        found = self.maybe_one_of(key, allowed)
        if found is None:
            raise ValueError(f"{key} is missing")
        return found

    def maybe_one_of(self, key: str, allowed: Any) -> Any:
        found = self.maybe_text(key)
        if found is not None and found not in get_args(allowed):
            raise ValueError(f"{key} is {found[:40]!r}, not one of {', '.join(get_args(allowed))}")
        return found

    def _maybe(self, key: str, kind: type, wrong: str) -> object:
        found = self.value.get(key)
        if found is not None and not isinstance(found, kind):
            raise ValueError(f"{key} is {wrong}")
        return found
