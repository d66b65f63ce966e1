"""Fuzzing of every reader: real and own documents, broken in many ways.

python -m tests.fuzz 1000000             # so many inputs, and figures; found cases are kept
python -m tests.fuzz --guided 600        # seconds, guided by coverage (pip install atheris)
python -m tests.fuzz 1000000 --kept FILE # goes on where a run into that file was broken off
python -m tests.fuzz.shapes              # what saying one thing over and over costs each reader
python -m tests.fuzz.memory              # what each reader needs for a page of the largest size
"""
