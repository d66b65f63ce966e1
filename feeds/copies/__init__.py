"""Copies: the same text from several sources is one report, told by its first and counted once."""

from feeds.copies.grouping import Group, Grouping, Report
from feeds.copies.likeness import SPAN, Sketch, is_copied, sketch

__all__ = ["SPAN", "Group", "Grouping", "Report", "Sketch", "is_copied", "sketch"]
