#!/usr/bin/env bash
# HTML Standard, 13.1.2.4, "Optional tags": the end tags of td, th and tr may be left out where the next cell or row
# begins. html-table-parser-python3 0.3.1 (PyPI) finds nothing in a table that leaves all of them out, and makes one cell
# of what stands between two that are there, over the ends of rows; the cell of a table inside a cell becomes the outer
# table's, whose rest moves to another row. Cells that span columns are one column there, so that what follows stands
# under the wrong head. lxml 6.1.3 (PyPI) reads the same text as the standard says.
#
# Seen on 2026-11-29:
#   <table><tr><th>name<th>size<tr><td>ann<td>3</table>             -> [[]], lxml: [["name","size"],["ann","3"]]
#   <table><tr><th>name<th>size<tr><td>ann<td>3</td></tr></table>   -> [[["name size ann 3"]]]
#   <td colspan=2>both</td><td>last</td>                             -> ["both", "last"] under three heads
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check html-table-parser-python3==0.3.1 lxml==6.1.3
cat > see.py <<'END_OF_PYTHON'
import lxml.html
from html_table_parser import HTMLTableParser


def tables(text):
    parser = HTMLTableParser()
    parser.feed(text)
    parser.close()
    return parser.tables


OPEN = "<table><tr><th>name<th>size<tr><td>ann<td>3</table>"
LAST = "<table><tr><th>name<th>size<tr><td>ann<td>3</td></tr></table>"
SPAN = "<table><tr><th>a</th><th>b</th><th>c</th></tr><tr><td colspan=2>both</td><td>last</td></tr></table>"
INNER = "<table><tr><td>a<table><tr><td>in</td></tr></table></td><td>b</td></tr></table>"
other = [[cell.text_content() for cell in row.xpath("./td|./th")] for row in lxml.html.fromstring(OPEN).xpath("//tr")]
print(tables(OPEN), tables(LAST), tables(SPAN), tables(INNER), other, sep="\n")
assert other == [["name", "size"], ["ann", "3"]], "changed: lxml"
assert tables(OPEN) == [[]], "changed: end tags that are left out"
assert tables(LAST) == [[["name size ann 3"]]], "changed: the last end tags are there"
assert tables(SPAN) == [[["a", "b", "c"], ["both", "last"]]], "changed: colspan"
assert tables(INNER) == [[["a in"]], [["", "b"]]], "changed: a table in a cell"
END_OF_PYTHON
venv/bin/python see.py
