"""Extracting: the child process of `extraction`: a page on standard input, its text on the output.

It imports nothing of nightdesk. Its memory is bounded where the system can bound it.
"""

import sys

MOST_MEMORY = 2_000_000_000
"""Bytes of address space; a page of a megabyte takes 0.3 of it."""


def main() -> None:
    """Read, extract, write."""
    try:
        import resource  # noqa: PLC0415 - not everywhere

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):
        pass
    import trafilatura  # noqa: PLC0415 - inside the bound

    page = sys.stdin.buffer.read().decode(errors="replace")
    text = trafilatura.extract(page, include_comments=False, include_tables=False)
    sys.stdout.buffer.write((text or "").encode(errors="replace"))


if __name__ == "__main__":
    main()
