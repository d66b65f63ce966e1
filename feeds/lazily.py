"""Lazily: a package whose names are imported when they are first asked for.

A screen that shows a stored feed needs none of the stages; what it imports, the reader waits for.
"""

from collections.abc import Callable
from importlib import import_module


def names_of(package: str, **modules: str) -> Callable[[str], object]:
    """The `__getattr__` of a package: public names, blanks between, by the module that has them.

    No name may be a module's too: that would stand in its place once it is imported. What is given
    raises AttributeError for any other name, as a module does.
    """
    homes = {name: module for module, names in modules.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get
