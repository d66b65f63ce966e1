"""Benchmarks: each prints `name value unit` lines; `python -m benchmarks` runs them all."""
