"""The contract of a package: what callers of its three surfaces rely on, and what a change does to it.

`document` says what a contract is and how it is written, `reading` finds one in a spec, a package, a
file or a revision; `comparison` gives the changes between two, by the rules of `rules`; `report`
writes them for people and for programs.
"""
