"""How a figure is printed: `name value unit`, one a line."""

_WHOLE = 1000


def say(name: str, value: float, unit: str) -> None:
    """One figure, three digits of it, or all whole ones."""
    shown = f"{value:.0f}" if value >= _WHOLE else f"{value:.3g}"
    print(f"{name} {shown} {unit}", flush=True)
