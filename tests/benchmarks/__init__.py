"""Measurements of what a reader and an author wait for, beside other programs.

    make bench                              everything; writes bench.json
    make bench ARGS="--skip-peer"           Plumbline alone, which needs nothing installed
    make bench ARGS=page-weight             one measurement

A measurement is a module that `__main__` names: see `measurement.Measurement`.
"""
