"""How a figure is printed: `name value unit`, one a line."""

import statistics
from collections.abc import Sequence

_WHOLE = 1000


def say(name: str, value: float, unit: str) -> None:
    """One figure, three digits of it, or all whole ones."""
    shown = f"{value:.0f}" if value >= _WHOLE else f"{value:.3g}"
    print(f"{name} {shown} {unit}", flush=True)


def say_spread(name: str, taken_s: Sequence[float]) -> None:
    """Half of them took no longer than the one, all but a twentieth no longer than the other."""
    say(f"{name}_p50", 1000 * statistics.median(taken_s), "ms")
    say(f"{name}_p95", 1000 * p95(taken_s), "ms")


def p95(values: Sequence[float]) -> float:
    """All but a twentieth are no greater."""
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


def say_ratio(name: str, ours: Sequence[float], theirs: Sequence[float]) -> None:
    """The middle of the ratios of what was measured in one round."""
    pairs = zip(ours, theirs, strict=True)
    say(name, statistics.median(one / other for one, other in pairs), "ratio")
