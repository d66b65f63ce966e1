"""AskingScreen: the decisions that need an answer first: correct, split, note, same as."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from feeds.claim import Claim
from feeds.decision import Motion, Verdict
from tui.claims.claim_form import correct_fields, correction_of, parts_of, split_fields
from tui.claims.claim_screen import ClaimScreen
from tui.claims.pick_screen import PickScreen
from tui.screens.form import Field, FieldError
from tui.screens.form_screen import Check, FormScreen
from tui.words import figures

_ASKED: Mapping[Verdict, str] = {
    "correct": "What it should say",
    "split": "Its parts",
    "note": "A note",
}
_NOTE = Field(label="note", value="", hint="your own words, for whoever reads this next")


class AskingScreen(ClaimScreen):
    """A list of claims with every key that judges."""

    def action_correct(self) -> None:
        """Ask for what it should say."""
        if claim := self.claim_in_hand():
            beat = self.shown.beat
            self._ask(
                "correct",
                claim,
                correct_fields(claim, beat),
                lambda typed: correction_of(claim, beat, typed),
                lambda typed: self.decide(
                    Motion(
                        verdict="correct",
                        claim=claim.id,
                        correction=correction_of(claim, beat, typed),
                    )
                ),
            )

    def action_split(self) -> None:
        """Ask for its parts."""
        if claim := self.claim_in_hand():
            self._ask(
                "split",
                claim,
                split_fields(claim),
                parts_of,
                lambda typed: self.decide(
                    Motion(verdict="split", claim=claim.id, parts=parts_of(typed))
                ),
            )

    def action_note(self) -> None:
        """Ask for words."""
        if claim := self.claim_in_hand():
            self._ask(
                "note",
                claim,
                (_NOTE,),
                _note,
                lambda typed: self.decide(
                    Motion(verdict="note", claim=claim.id, note=_note(typed))
                ),
            )

    def action_merge(self) -> None:
        """Ask which claim it repeats."""
        if claim := self.claim_in_hand():
            pick = PickScreen(
                self.shown,
                claim.id,
                zone_mode=self.manner.zone_mode,
                local=self.manner.local,
                ascii_only=self.manner.ascii_only,
            )
            self.app.push_screen(pick, partial(self._merge, claim))

    def _ask(
        self,
        verdict: Verdict,
        claim: Claim,
        fields: Sequence[Field],
        check: Check,
        keep: Callable[[Sequence[str]], None],
    ) -> None:
        """A form; what is typed stands there again where it was left."""
        form = FormScreen(
            _ASKED[verdict],
            self._about(claim),
            fields,
            check,
            typed=self.decider.drafts.get((verdict, claim.id), ()),
            ascii_only=self.manner.ascii_only,
        )

        def answered(answer: FormScreen.Answer | None) -> None:
            if answer is None:
                return
            self.decider.drafts[verdict, claim.id] = answer.typed
            if answer.is_kept:
                keep(answer.typed)  # what cannot be kept stands there again
            elif answer.typed == tuple(field.value for field in fields):
                del self.decider.drafts[verdict, claim.id]
                self.say("Nothing was changed.")
            else:
                key = self.key_of(verdict)
                self.say(f"Nothing was changed; what you typed stands there again under {key}.")

        self.app.push_screen(form, answered)

    def _about(self, claim: Claim) -> str:
        beat = self.shown.beat
        number = figures.as_written(claim, ascii_only=self.manner.ascii_only)
        who = figures.name(beat, claim.claimant)
        when = self.time_of(claim.time)
        return f"{self.quoted(claim.quote)}: {number}, {who}, {when}"

    def _merge(self, claim: Claim, other: str | None) -> None:
        if other is None:
            self.say("Nothing was changed.")
        else:
            self.decide(Motion(verdict="merge", claim=claim.id, echo_of=other))


def _note(typed: Sequence[str]) -> str:
    """The words of a note.

    Raises:
        FieldError: there are none.
    """
    words = typed[0].strip()
    if not words:
        raise FieldError(0, "a note needs words")
    return words
