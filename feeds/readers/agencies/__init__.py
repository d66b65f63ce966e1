"""Agencies: items of wire agencies and their live blogs, with corrections and kills."""
