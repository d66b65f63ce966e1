"""Differences of plain lists, told shortly: a cell that moves is for the most part as it was."""

from typing import Any

Packed = list[Any]
"""Strings, whole numbers, None and lists of them: what JSON holds."""

_WHOLE, _PARTS = 0, 1


def difference(before: Packed | None, after: Packed) -> Packed:
    """What `applied` makes `after` of; `before` None is nothing."""
    if before is None or len(before) != len(after):
        return [_WHOLE, after]
    return [
        _PARTS,
        *(
            [n, difference(old, new) if isinstance(old, list) and isinstance(new, list) else new]
            for n, (old, new) in enumerate(zip(before, after, strict=True))
            if old != new
        ),
    ]


def applied(before: Packed | None, told: Packed) -> Packed:
    """What a difference makes of `before`, which stays as it is."""
    kind, *rest = told
    if kind == _WHOLE or before is None:
        whole: Packed = rest[0]
        return whole
    after = list(before)
    for n, new in rest:
        is_inner = isinstance(after[n], list) and isinstance(new, list)
        after[n] = applied(after[n], new) if is_inner else new
    return after
