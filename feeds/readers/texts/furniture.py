"""Furniture: lines of a copied page that are no part of the news, told by their form alone."""

import re

LONGEST = 300
"""Characters of a line or paragraph that may be furniture: what is longer is text."""

LONGEST_HEADLINE = 120
"""A paragraph as long as this is no headline (formats.md 1.11)."""

ENOUGH_BEFORE = 200
"""Characters of text that stand before the comments of a page."""


def _whole(*forms: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[-•*]\s+)?(?:{'|'.join(forms)})\s*[.:!*»>→]*$", re.IGNORECASE)


_BUTTON = _whole(
    r"\d{1,3}\s*(m|h|d|mins?|hrs?|minutes?|hours?|days?) ago|just now",
    r"advertisement|sponsored|skip (ad|advert|to main content|to content)",
    r"share|share (this|via|on)\b.{0,40}|copy link|print|save|tweet|whatsapp|linkedin|e-?mail",
    r"(back|return|scroll|jump) to (the )?top( button)?",
    r"(view|show|load|read|see) (more|all)( (posts|updates|entries|comments|stories|articles))?",
    r"live|live (updates|reporting)|breaking( news)?|article share tools|menu|search|home|news",
    r"this (live )?(feed|blog|page|coverage) (is|has|was)( now)? (been )?(closed|ended|archived)",
    r"\d+ (comments?|shares?|views?)|\d+ min(ute)?s? read|listen to this article",
)
_BANNER = _whole(
    r"become an? .{0,40}\bmember|sign up\b.{0,80}|log ?in|subscribe\b.{0,80}|donate( now)?",
    r"(please )?(support|donate to|join) (us|our|independent|quality)\b.{0,120}|newsletter",
    r"follow us\b.{0,80}|contact us\b.{0,60}|about us|privacy policy",
    r"(©|\(c\) \d{4}|copyright \d{4}).{0,120}|all rights reserved|tags?:.{0,200}",
    r"save my name, email\b.{0,100}|(previous|next) (article|post|story)\b.{0,150}",
)
_CROSS_LINK = re.compile(
    r"(?:read (?:more|next|also|on [\w ]{1,30}|our [\w ]{1,30})|see also|also read|watch|listen"
    r"|related(?: \w+)?|more on [\w ]{1,40}|in pictures)\s*:\s*(?P<title>[^\n]*)$"
    r"|\[(?:read|see|watch|earlier|related)\b[^\[\]\n]*\]$",
    re.IGNORECASE,
)
_LIST_HEADING = _whole(
    r"related (articles?|stories|posts?|news|content|coverage|topics)|latest (news|stories)",
    r"(more|other) (must-read |top |related )?(stories|news|articles|coverage)\b.{0,60}",
    r"read our latest stories|most (read|popular|viewed)|recommended( for you)?|trending( now)?",
    r"you (may|might) also\b.{0,40}|popular posts|what to read next",
)
_END = re.compile(
    r"about the authors?\s*:?$|(?:this (?:article|story|piece) (?:was |is )?)?originally "
    r"(?:published|appeared) (?:on|at|in|by)\b|(?:post|write|add) a comment$|join the conversation$"
    r"|your e-?mail address will not be published\b|required fields are marked\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^[^\S\n]*(?:(?:\d+|no|one|two|three|four|five|six|seven|eight|nine|ten)[^\S\n]+(?:thoughts?|comments?|responses?|repl(?:y|ies))[^\S\n]+"
    r"(?:on|to|for)[^\S\n]+[“\"‘'«]|leave a (?:reply|comment)\b|(?:reader )?comments[^\S\n]*"
    r"(?:\(\d+\))?[^\S\n]*$|\d+ (?:comments|responses|replies)[^\S\n]*$)",
    re.IGNORECASE | re.MULTILINE,
)
_AGENCY = (
    r"(?:getty(?: images)?|afp|reuters|ap(?: photo)?|epa(?:-efe)?|shutterstock|anadolu(?: agency)?"
    r"|tass|sputnik|ria novosti|wikimedia(?: commons)?|facebook|twitter|telegram|instagram|youtube"
    r"|xinhua|imago|alamy|unsplash|flickr|panphoto|handout)"
)
_CREDIT_TAIL = rf"\((?:(?:source|photo|image|credit|courtesy)\b[^()\n]*|[^()\n]*/\s?{_AGENCY})\)"
_CAPTION = re.compile(
    rf"(?:^|[.(|\n]\s*)(?:(?:photos?|image|illustration)(?: credit| source)?:|photo by (?-i:[A-Z]))"
    rf"|{_CREDIT_TAIL}[.\s]*$",
    re.IGNORECASE,
)
_MAY_CREDIT = re.compile(r"[:/(]|hoto by|HOTO BY")
_CREDIT_END = re.compile(rf"\s*{_CREDIT_TAIL}[.\s]*$", re.IGNORECASE)
_NAME = r"[^\W\d_a-z][\w.’'-]*"
_CREDIT = re.compile(rf"{_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,6}}\s?/\s?(?i:{_AGENCY})\.?$")
_BYLINE = re.compile(
    r"(?i:(?:written |reporting |reported |words |text |compiled |edited )?by):?\s+"
    rf"{_NAME}(?:,?\s+(?:{_NAME}|and|&|of|for|the|in|de|van|von|bin|al|der|la|with)){{0,20}}$"
)
_FULL_STOP = re.compile(r"(?<!\.)\.['’\"”»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?;:,]['’\"”»)\]]*$")


def is_button(line: str) -> bool:
    """True for what a page says about itself anywhere: share, advertisement, "feed is closed"."""
    return len(line) <= LONGEST and _BUTTON.match(line) is not None


def is_banner(line: str) -> bool:
    """True for appeals and notices, which stand above or below the news."""
    return len(line) <= LONGEST and _BANNER.match(line) is not None


def is_list_heading(line: str) -> bool:
    """True for a heading over links to other stories."""
    return len(line) <= LONGEST and _LIST_HEADING.match(line) is not None


def is_link_text(line: str) -> bool:
    """True for a line such as stands in a list of stories: short, not ended as a sentence."""
    return len(line) < LONGEST_HEADLINE and not _SENTENCE_END.search(line)


def is_end(line: str) -> bool:
    """True for what follows an article: its authors, where it was first printed, a comment form."""
    return _END.match(line) is not None


def comments_at(text: str) -> int:
    """Where the readers' comments begin; the length of the text where there are none."""
    for found in _COMMENTS.finditer(text):
        if found.start() > ENOUGH_BEFORE:
            return found.start()
    return len(text)


def cross_link(line: str) -> str | None:
    """The title that a "Read more: ..." points to (perhaps empty); None where it is no such."""
    found = _CROSS_LINK.match(line) if len(line) <= LONGEST else None
    return (found["title"] or "").strip() if found else None


def is_caption(line: str) -> bool:
    """True for words under a picture, or the picture's credit."""
    if len(line) > LONGEST or not _MAY_CREDIT.search(line):
        return False
    return bool(_CAPTION.search(line) or _CREDIT.match(line))


def without_credit(caption: str) -> str:
    """A caption's words without the credit in brackets at its end."""
    return _CREDIT_END.sub("", caption)


def byline(line: str) -> str | None:
    """The line where it names authors and nothing else; None where it does not."""
    return line if len(line) < LONGEST_HEADLINE and _BYLINE.match(line) else None


def is_headline(line: str) -> bool:
    """True where a line has a headline's form: under 120 characters, no final full stop."""
    return 0 < len(line) < LONGEST_HEADLINE and not _FULL_STOP.search(line)
