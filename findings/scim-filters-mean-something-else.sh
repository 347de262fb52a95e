#!/usr/bin/env bash
# SCIM, by which identity providers ask applications for users, has filters (RFC 7644, 3.4.2.2): `and` goes before `or`,
# values are JSON's (numbers, true, null, texts with its escapes), names of attributes and operators know no case, an
# attribute may carry the URN of its schema, `NOT (...)` is part of the grammar. scim2-filter-parser 0.7.0 (PyPI; what
# django-scim2 is built on) makes "(a or b) and c" of `a or b and c`, texts of true, 5 and null ('TRUE', which is not
# equal to a Boolean column), leaves escapes as they are, and refuses -5, 1.5 and an escaped quote. scim2-parse-filter
# 0.2.10 (npm) leaves escapes but that of the quote as well, and takes the URN for the way into an object of that name.
# scim-query-filter-parser 2.0.4 (npm) refuses `not` and the URN, and reads the rest.
#
# Seen on 2026-11-30: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; opens no port; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0
npm install --silent --no-audit --no-fund --ignore-scripts scim2-parse-filter@0.2.10 \
  scim-query-filter-parser@2.0.4 > npm.log 2>&1
cat > see.py <<'END_OF_PYTHON'
from scim2_filter_parser.queries import SQLQuery

FILTERS = (
    'title pr or age gt 1 and city eq "Bergen"',
    "active eq true",
    "age eq 5",
    "title eq null",
    r'city eq "caf\u00e9"',
    r'city eq "a\\b"',
    r'city eq "a\"b"',
    "age eq -5",
    "age eq 1.5",
)
COLUMNS = {(name, None, None): name for name in ("title", "age", "city", "active")}

for text in FILTERS:
    try:
        query = SQLQuery(text, "users", COLUMNS, ())
        values = [value for value in query.params_dict.values() if value is not None]
        print(text, "->", " ".join(query.where_sql.split()), values)
    except Exception as error:
        print(text, "->", type(error).__name__)
END_OF_PYTHON
cat > see.mjs <<'END_OF_SCRIPT'
import { compileFilter } from 'scim-query-filter-parser';
import { filter, parse } from 'scim2-parse-filter';

const URN = 'urn:ietf:params:scim:schemas:core:2.0:User:userName';
// Each of these users is meant by its filter.
const CASES = [
  ['title pr or age gt 1 and city eq "Bergen"', { title: 'x' }],
  ['city eq "caf\\u00e9"', { city: 'caf\u00e9' }],
  ['city eq "a\\\\b"', { city: 'a\\b' }],
  ['NOT (title pr)', {}],
  [`${URN} eq "ann"`, { userName: 'ann' }],
  ['not(title pr)', {}],
];

function said(decide) {
  try {
    return decide();
  } catch (error) {
    return error.message;
  }
}

for (const [text, user] of CASES) {
  const first = said(() => filter(parse(text))(user));
  const second = said(() => compileFilter(text)(user));
  console.log(`${text}: scim2-parse-filter ${first}, scim-query-filter-parser ${second}`);
}
END_OF_SCRIPT
{ environment/bin/python see.py; node see.mjs; } 2> errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
title pr or age gt 1 and city eq "Bergen" -> ((title IS NOT NULL) OR (age > {b})) AND (city = {c}) ['1', 'Bergen']
active eq true -> active = {a} ['TRUE']
age eq 5 -> age = {a} ['5']
title eq null -> title = {a} ['NULL']
city eq "caf\u00e9" -> city = {a} ['caf\\u00e9']
city eq "a\\b" -> city = {a} ['a\\\\b']
city eq "a\"b" -> SCIMParserError
age eq -5 -> ValueError
age eq 1.5 -> ValueError
title pr or age gt 1 and city eq "Bergen": scim2-parse-filter true, scim-query-filter-parser true
city eq "caf\u00e9": scim2-parse-filter false, scim-query-filter-parser true
city eq "a\\b": scim2-parse-filter false, scim-query-filter-parser true
NOT (title pr): scim2-parse-filter true, scim-query-filter-parser Failed to parse!
urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ann": scim2-parse-filter false, scim-query-filter-parser Failed to parse!
not(title pr): scim2-parse-filter true, scim-query-filter-parser INVARIANT: Expected 1 prefixLogicalExpressionOperator, but got 0;
END_OF_TEXT
