#!/usr/bin/env bash
# GitHub Flavored Markdown, 4.10, "Tables": the rows may have another number of cells than the head has; missing cells
# are empty, and what is too much is ignored. The plugin `table` of mistune 3.4.0 (PyPI) takes the whole for no table as
# soon as one row is short or long: the text comes out as a paragraph with bars, also the rows before it. markdown-it-py
# 4.3.0 (PyPI) does what the specification says. Both read a bar that is escaped; inside code the backslash before it
# goes (GFM, example 200), and stays in Python-Markdown 3.11.3 (PyPI, extension `tables`).
#
# Seen on 2026-11-29, "| a | b |", a row of two and a row of one cell:
#   mistune <p>| a | b |...    markdown-it-py <table> with an empty cell    Python-Markdown: `x\|y` -> <code>x\|y</code>
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mistune==3.4.0 markdown-it-py==4.3.0 Markdown==3.11.3
cat > see.py <<'END_OF_PYTHON'
import markdown
import markdown_it
import mistune

EVEN = "| a | b |\n| - | - |\n| 1 | 2 |\n"
SHORT = EVEN + "| 3 |\n"
LONG = EVEN + "| 3 | 4 | 5 |\n"
CODE = "| a | b |\n| - | - |\n| `x\\|y` | z |\n"
by_mistune = mistune.create_markdown(plugins=["table"])
by_markdown_it = markdown_it.MarkdownIt().enable("table").render
for text in (EVEN, SHORT, LONG):
    print(repr(by_mistune(text)), by_markdown_it(text).count("<td>"), sep="\n")
assert "<table>" in by_mistune(EVEN), "changed: an even table"
assert by_mistune(SHORT).startswith("<p>| a | b |"), "changed: a short row"
assert by_mistune(LONG).startswith("<p>| a | b |"), "changed: a long row"
assert [by_markdown_it(text).count("<td>") for text in (EVEN, SHORT, LONG)] == [2, 4, 4], "changed: markdown-it-py"
assert "<code>x|y</code>" in by_markdown_it(CODE), "changed: markdown-it-py, a bar in code"
assert "<code>x\\|y</code>" in markdown.markdown(CODE, extensions=["tables"]), "changed: Python-Markdown, a bar in code"
END_OF_PYTHON
venv/bin/python see.py
