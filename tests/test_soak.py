"""The soak in a small size: nothing lost, nothing twice, whatever kills who follows.

`python -m benchmarks soak` runs it in full.
"""

from pathlib import Path

from benchmarks.soak import soak


def test_a_night_with_faults_and_kills_loses_nothing(tmp_path: Path) -> None:
    found = soak(tmp_path / "a.db", sources=4, hours=3, kills=2, last_hours=1)
    assert (found.kills, found.unplanned) == (2, 0)
    assert found.published > 60
    assert found.edits > 3
    assert (found.lost, found.twice, found.invented, found.edits_lost) == (0, 0, 0, 0)
    assert found.damaged == 0
    assert found.requests < 4 * 3 * 60 / 1.2
