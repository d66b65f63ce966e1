"""Tests of nightdesk: they mirror the house."""
