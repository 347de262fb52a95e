"""Calls to the reference engine, made again to what is generated (docs/parity.md).

`CAPWRIGHT_SHARED` names the folder that has the calls; the tests skip without it.
"""
