"""Measurements of what a reader and an author wait for, beside other programs.

    make bench                              everything; writes bench.json
    make bench ARGS="--skip-peer"           Plumbline alone, which needs nothing installed
    make bench ARGS=page-weight             one measurement
    make bench ARGS="building --keep-peer"  Plumbline’s builds anew beside the others’ of before
    make bench ARGS="building --document"   writes the tables into docs/benchmarks.md
    make bench ARGS="building --sizes 3000,10000 --skip-peer --repeats 1"

A measurement is a module that `__main__` names: see `measurement.Measurement`.
"""
