"""Archive answers: what is asked of an archive's desk beside its snapshots."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.alerts.matching import Arrived
from feeds.archive import Archive
from feeds.archived.compared import Compared
from feeds.archived.kept_beat import kept_pack, open_since
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.since import Since
from feeds.archived.state import State
from feeds.beat import Beat
from feeds.catch_up import CatchUp
from feeds.edit import Edit
from feeds.entry import Entry
from feeds.following.health import Health
from feeds.query import Named
from feeds.snapshot import EntryKey


class ArchiveAnswers:
    """What came in and from whom, and how versions and entries compare."""

    archive: Archive
    beat: Beat
    pack: str | None
    """The pack that it shows the archive by; None for none so far."""

    _state: State
    _review: ArchiveLedger
    _compared: Compared
    _names: Mapping[str, str] | None = None
    """Of sources, as shown; None until they are asked for, and after something came in."""

    @property
    def newest(self) -> int:
        """The archive's own number of the version that came in last."""
        return self._state.index.upto

    @property
    def last_doc(self) -> int:
        """The version that came in last, indexed or not yet."""
        return self.archive.last_doc

    def came(self, after: int, most: int) -> Sequence[Entry]:
        """The last entries, `most` of them, whose first version came in after a version.

        What a source's first retrieval held is left out: it was published before it was followed.
        """
        archive, upto = self.archive, self._state.index.upto
        rows = [r for r in archive.rows(after) if r.doc <= upto and r.replaces is None]
        found = archive.entries([row.doc for row in rows[-most:]])
        return [
            entry
            for entry, row in zip(found, rows[-most:], strict=True)
            if min(archive.docs_of(entry.key), default=0) == row.doc
            and not archive.fetches.is_of_first(row.doc)
        ]

    def since(self, seen: int) -> CatchUp:
        """What came in after the version `seen`; takes its time, in any thread."""
        reader = self.archive.reader()
        try:
            return Since(reader, self._state.index, self._review, self.beat).look(seen)
        finally:
            if reader is not self.archive:
                reader.close()

    def healths(self) -> Sequence[Health]:
        """How the sources fare that are followed into the archive, those that fail first."""
        from feeds.archived.speaking import healths  # noqa: PLC0415 - where somebody looks

        return healths(self.archive)

    def followed(self, now: datetime) -> frozenset[str]:
        """Ids of the sources that some program follows at `now`."""
        from feeds.following.presence import followed  # noqa: PLC0415 - where somebody looks

        return followed(self.archive, now)

    def spoken(self, kind: Named, at: datetime | None) -> Mapping[str, Sequence[int]]:
        """By source or actor: minutes since 1970 at which it spoke last, as known at `at`."""
        from feeds.archived.speaking import spoken  # noqa: PLC0415 - where somebody looks

        state = self._state
        return spoken(state.index, state.known(state.moment(at)), kind)

    def named(self, source: str) -> Sequence[str]:
        """Under which sources the entries of a followed one stand."""
        return self.archive.fetches.named(source)

    @property
    def file(self) -> str:
        """Path of the archive."""
        return self.archive.path

    @property
    def has_another_pack(self) -> bool:
        """True where what came in told which beat it is about, or another one than before."""
        kept = kept_pack(self.archive)
        return bool(kept) and kept != self.pack

    @property
    def is_beat_open(self) -> bool:
        """True where the beat was recognised in what came so far, and may still be another."""
        return open_since(self.archive) is not None

    def kept(self, name: str) -> str | None:
        """What was put down in the archive under a name; None for nothing."""
        return self.archive.meta(name)

    def keep(self, name: str, text: str) -> None:
        """Put something down in the archive.

        Raises:
            ArchiveError: it could not be kept.
        """
        self.archive.set_meta(name, text)

    def arrived(self, after: int, most: int) -> Sequence[Arrived]:
        """Versions that came in after the one numbered `after`, `most` of the first of them."""
        index = self._state.index
        docs = [doc for doc in self.archive.docs(after, most) if doc <= index.upto]
        names = self._source_names_shown()
        told = self._compared.arrived(docs)
        return [replace(a, source_name=names.get(a.entry.source, "")) for a in told]

    def _source_names_shown(self) -> Mapping[str, str]:
        """Name as shown of every source, by the source that entries name."""
        if self._names is None:
            healths = self.healths() if self.archive.fetches.states() else ()
            followed = {health.source: health.name for health in healths}
            told = self.archive.sources().values()
            self._names = {source: followed.get(source, source) for source in told}
        return self._names

    def edit_of(self, key: EntryKey, at: datetime | None = None, back: int = 0) -> Edit | None:
        """The last edit of an entry known at `at` (None: the end), or one so many edits before."""
        state = self._state
        return self._compared.edit_of(key, state.index, state.moment(at), back)

    def copies_of(self, key: EntryKey, at: datetime | None = None) -> Sequence[Entry]:
        """The entries known at `at` that are one report with this one, in order of time."""
        state = self._state
        return self._compared.copies_of(key, state.index, state.moment(at))
