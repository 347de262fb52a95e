"""Mistakes made by hand in two files such as people write: each is one finding, where it was made, with what was meant.

Source: "findings that help" of the faults found with real users (one finding, at the key or value, with the right
suggestion; no suggestion that is another thing altogether).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from .support import mistakes_found

PUBLISHED: Final = """\
naftiko: 1.0.0-alpha2
info:
  label: Freight Booking
  description: Book freight, follow it, and pay for it.
  tags:
  - Freight
  - Logistics
  created: '2026-02-01'
  modified: '2026-03-01'
binds:
- namespace: env
  keys:
    FREIGHT_API_KEY: FREIGHT_API_KEY
    CARRIER_TOKEN: CARRIER_TOKEN
capability:
  consumes:
  - type: http
    namespace: freight
    baseUri: https://api.freight.test/v2
    description: Bookings of freight.
    authentication:
      type: apikey
      key: X-Api-Key
      value: '{{FREIGHT_API_KEY}}'
      placement: header
    resources:
    - name: bookings
      path: /bookings
      operations:
      - name: list-bookings
        method: GET
        description: All bookings.
        inputParameters:
        - name: status
          in: query
          type: string
          required: false
        - name: page
          in: query
          type: integer
        outputRawFormat: json
        outputParameters:
        - name: result
          type: object
          value: $.
      - name: create-booking
        method: POST
        description: Book.
        body:
          type: json
          data:
            origin: '{{tools.origin}}'
            weight: '{{tools.weight}}'
    - name: booking
      path: /bookings/{booking_id}
      operations:
      - name: get-booking
        method: GET
        description: One booking.
        inputParameters:
        - name: booking_id
          in: path
          type: string
          required: true
      - name: cancel-booking
        method: DELETE
        description: Cancel.
        inputParameters:
        - name: booking_id
          in: path
          type: string
          required: true
  - type: http
    namespace: carriers
    baseUri: https://carriers.test
    description: Carriers.
    authentication:
      type: bearer
      token: '{{CARRIER_TOKEN}}'
    resources:
    - name: carriers
      path: /carriers
      operations:
      - name: list-carriers
        method: GET
        description: Carriers.
  exposes:
  - type: rest
    namespace: freight-rest
    port: 8080
    resources:
    - path: /v1/bookings/{booking_id}
      name: booking
      description: A booking.
      operations:
      - method: GET
        name: get-booking
        description: One.
        call: freight.get-booking
        with:
          booking_id: rest.booking_id
        outputParameters:
        - type: object
          mapping: $.
      - method: DELETE
        name: cancel-booking
        description: Cancel it.
        call: freight.cancel-booking
        with:
          booking_id: rest.booking_id
  - type: mcp
    namespace: freight-mcp
    port: 9090
    transport: http
    description: Freight for agents.
    tools:
    - name: list-bookings
      description: All bookings.
      hints:
        readOnly: true
        openWorld: true
      inputParameters:
      - name: status
        type: string
        description: Which ones.
        required: false
      call: freight.list-bookings
      with:
        status: tools.status
      outputParameters:
      - type: object
        mapping: $.
    - name: create-booking
      description: Book freight.
      hints:
        readOnly: false
        destructive: false
      inputParameters:
      - name: origin
        type: string
        description: From where.
        required: true
      - name: weight
        type: number
        description: Kilograms.
        required: true
      call: freight.create-booking
      with:
        origin: tools.origin
        weight: tools.weight
    - name: list-carriers
      description: Who carries.
      hints: {readOnly: true}
      call: carriers.list-carriers
"""
OFFICIAL: Final = """\
ikanos: 1.0.0-beta5
info:
  display: Library
  description: Books, loans and members.
  tags:
  - Library
  stakeholders:
  - role: owner
    fullName: Ann Reader
binds:
- namespace: secrets
  keys:
    LIBRARY_TOKEN: LIBRARY_TOKEN
    MEMBERS_KEY: MEMBERS_KEY
capability:
  consumes:
  - namespace: library
    type: http
    baseUri: https://library.test/api/v1
    authentication:
      type: bearer
      token: '{{LIBRARY_TOKEN}}'
    resources:
      books:
        path: /books
        operations:
          search-books:
            method: GET
            inputParameters:
              q:
                in: query
              limit:
                in: query
            outputRawFormat: json
            outputParameters:
              first-isbn:
                type: string
                value: $.books[0].isbn
      book:
        path: /books/{{isbn}}
        operations:
          get-book:
            method: GET
            inputParameters:
              isbn:
                in: path
      loans:
        path: /loans
        operations:
          lend-book:
            method: POST
            inputParameters:
              X-Desk:
                in: header
            body:
              type: json
              data:
                isbn: '{{isbn}}'
                member: '{{member}}'
  - namespace: members
    type: http
    baseUri: https://members.test
    authentication:
      type: apikey
      key: api_key
      value: '{{MEMBERS_KEY}}'
      placement: query
    resources:
      member:
        path: /members/{{id}}
        operations:
          get-member:
            method: GET
            inputParameters:
              id:
                in: path
  exposes:
  - type: rest
    namespace: counter
    address: localhost
    port: 8080
    resources:
      books:
        path: /books/{{isbn}}
        description: A book.
        operations:
          get-book:
            method: GET
            call: library.get-book
            inputParameters:
              isbn:
                in: path
                type: string
                description: The ISBN.
            with:
              isbn: counter.isbn
            outputParameters:
            - type: object
              properties:
                title:
                  type: string
                  mapping: $.title
                pages:
                  type: number
                  mapping: $.page_count
                authors:
                  type: array
                  mapping: $.authors
                  items:
                    type: object
                    properties:
                      name:
                        type: string
                        mapping: $.full_name
  - type: mcp
    namespace: librarian
    address: localhost
    port: 9091
    description: Ask the librarian.
    tools:
      find-book:
        description: Find a book.
        hints:
          readOnly: true
        inputParameters:
          words:
            type: string
            description: What to look for.
            required: true
          limit:
            type: integer
            description: How many.
            required: false
        call: library.search-books
        with:
          q: librarian.words
          limit: librarian.limit
        outputParameters:
        - type: object
          properties:
            first:
              type: string
              mapping: $.books[0].title
      best-match:
        description: The best match, whole.
        hints:
          readOnly: true
          idempotent: true
        inputParameters:
          words:
            type: string
            description: What to look for.
            required: true
        steps:
          found:
            type: call
            call: library.search-books
            with:
              q: '{{words}}'
          whole:
            type: call
            call: library.get-book
            with:
              isbn: '{{found.first-isbn}}'
        mappings:
        - target: title
          value: $.whole.title
        outputParameters:
          title:
            type: string
"""
FILES: Final = {"published": PUBLISHED, "official": OFFICIAL}

MISTAKES: Final = {
    # the file; what was written for what; where the caret stands; what is said
    "a parameter under `with`": ("published", "        status: tools.status", "        statu: tools.status", "statu:", "did you mean `status`?"),
    "a parameter under `with`, official": ("official", "          limit: librarian.limit", "          limt: librarian.limit", "limt", "did you mean `limit`?"),
    "an operation of the other API": ("published", "call: carriers.list-carriers", "call: freight.list-carriers", "list-carriers\n", "did you mean `carriers.list-carriers`?"),
    "an operation of the other API, official": ("official", "call: library.get-book\n            inp", "call: members.get-book\n            inp", "get-book\n            inp", "did you mean `library.get-book`?"),
    "a bind in small letters": ("published", "'{{CARRIER_TOKEN}}'", "'{{carrier_token}}'", "carrier_token", "`CARRIER_TOKEN`"),
    "a bind of another namespace": ("official", "'{{MEMBERS_KEY}}'", "'{{secret.MEMBERS_KEY}}'", "secret.MEMBERS_KEY", "`MEMBERS_KEY`"),
    "a step with two letters round": ("official", "'{{found.first-isbn}}'", "'{{fuond.first-isbn}}'", "fuond", "did you mean `found.first-isbn`?"),
    "a mapping of no step": ("official", "value: $.whole.title", "value: $.hole.title", "$.hole.title", "`whole`"),
    "one brace too few in a body": ("published", "'{{tools.origin}}'", "'{{ tools.origin }'", "{{ tools.origin }", "`{{tools.origin}}`"),
    "one brace too few in a path": ("official", "path: /members/{{id}}", "path: /members/{{id}", "{{id}", "`{{id}}`"),
    "a variable of a path": ("published", "path: /bookings/{booking_id}", "path: /bookings/{bokking_id}", "bokking_id", "did you mean `{booking_id}`"),
    "a variable of a path, official": ("official", "path: /members/{{id}}", "path: /members/{{di}}", "di}}", "did you mean `{{id}}`"),
    "a fixed value for an input": ("published", "status: tools.status", "status: 12", "12\n", "write `'{{status}}'` here"),
    "a fixed value for an input, official": ("official", "limit: librarian.limit", "limit: abc", "abc", "write `'{{limit}}'` here"),
    "a name without its prefix": ("official", "q: librarian.words", "q: words", "words", "write `'{{words}}'` here"),
    "a name without its braces, in a step": ("official", "q: '{{words}}'", "q: words", "words", "write `'{{words}}'` here"),
    "the plural": ("official", "capability:", "capabilities:", "capabilities", "`capability`"),
    "an odd plural": ("official", "              properties:\n                title", "              propertys:\n                title", "propertys", "did you mean `properties`?"),
    "inputs": ("official", "            inputParameters:\n              X-Desk", "            inputs:\n              X-Desk", "inputs", "did you mean `inputParameters`?"),
    "host": ("official", "    address: localhost\n    port: 8080", "    host: localhost\n    port: 8080", "host", "did you mean `address`?"),
    "mapping of a consumed output": ("official", "                value: $.books[0].isbn", "                mapping: $.books[0].isbn", "mapping", "did you mean `value`?"),
    "a space that does not break": ("official", "          limit: librarian.limit", "          limit:\u00a0librarian.limit", "limit", "write `limit: librarian.limit`, with a plain `:` and a plain space: here stands U+00A0"),
    "an exposed variable of a path": ("published", "/v1/bookings/{booking_id}", "/v1/bookings/{bookng_id}", "bookng_id", "did you mean `{booking_id}`?"),
    "an exposed variable of another name": ("published", "/v1/bookings/{booking_id}", "/v1/bookings/{number}", "number", "did you mean `{booking_id}`?"),
    "an exposed variable of a path, official": ("official", "path: /books/{{isbn}}\n        description", "path: /books/{{isnb}}\n        description", "isnb", "did you mean `{{isbn}}`"),
    "a variable as other tools write it": ("official", "/members/{{id}}", "/members/:id", ":id", "did you mean `{{id}}`, in place of `:id`?"),
    "a variable as Flask writes it": ("official", "/members/{{id}}", "/members/<int:id>", "<int:id>", "did you mean `{{id}}`"),
    "a variable as Next.js writes it": ("published", "      path: /bookings/{booking_id}", "      path: /bookings/[booking_id]", "[booking_id]", "did you mean `{booking_id}`"),
    "a variable as shells write it": ("published", "      path: /bookings/{booking_id}", "      path: /bookings/$booking_id", "$booking_id", "did you mean `{booking_id}`"),
    "a variable of another name": ("published", "      path: /bookings/{booking_id}", "      path: /bookings/{number}", "number", "write `{booking_id}` in place of `{number}`"),
    "a variable of another name, official": ("official", "/members/{{id}}", "/members/{{memberNumber}}", "memberNumber", "or call the parameter `memberNumber`"),
    "a placeholder of a body": ("published", "'{{tools.weight}}'", "'{{tools.wieght}}'", "wieght", "did you mean `{{weight}}`?"),
    "the prefix of a placeholder of a body": ("published", "'{{tools.weight}}'", "'{{tool.weight}}'", "tool.weight", "did you mean `{{tools.weight}}`?"),
    "one brace on each side in a body": ("published", "'{{tools.weight}}'", "'{tools.weight}'", "{tools", "write `'{{tools.weight}}'`"),
    "one brace too few before a body's": ("published", "'{{tools.weight}}'", "'{tools.weight}}'", "{tools.weight}}", "`{{tools.weight}}`"),
    "no braces before a body's": ("published", "'{{tools.weight}}'", "'tools.weight}}'", "tools.weight}}", "`{{tools.weight}}`"),
    "a body's without braces": ("published", "'{{tools.weight}}'", "tools.weight", "tools.weight", "write `'{{tools.weight}}'`"),
    "a dollar in the braces of a body": ("published", "'{{tools.weight}}'", "'{{ $tools.weight }}'", "$tools.weight", "did you mean `{{tools.weight}}`?"),
    "a reference without its dot": ("published", "status: tools.status", "status: toolsstatus", "toolsstatus", "did you mean `tools.status`?"),
    "a reference without its dot, official": ("official", "isbn: counter.isbn", "isbn: counterisbn", "counterisbn", "did you mean `counter.isbn`?"),
    "a parameter without its name": ("published", "        - name: status\n          in: query", "        - in: query", "in: query", "give it a name"),
    "a path parameter without its name": ("published", "        - name: booking_id\n          in: path", "        - in: path", "in: path", "give it a name"),
    "an item without its dash": ("published", "    - name: booking\n      path: /bookings/{", "    name: booking\n      path: /bookings/{", "name: booking\n", "write `- name`"),
    "an only item without its dash": ("published", "      - name: list-carriers\n        method", "      name: list-carriers\n        method", "name: list-carriers\n        method", "write `- name`"),
    "a first key without its dash": ("published", "    - path: /v1/bookings", "    path: /v1/bookings", "path: /v1/bookings", "write `- path`"),
    "a `with` without entries": ("published", "        with:\n          booking_id: rest.booking_id\n        outputParameters", "        with:\n        outputParameters", "\n        outputParameters", "give the key a value"),
    "a space that does not break, before a key": ("published", "      path: /carriers", "     \u00a0path: /carriers", "\u00a0", "write a space"),
    "a space that does not break, after a dash": ("published", "    - name: carriers", "    -\u00a0name: carriers", "\u00a0", "write a space"),
    "a space that does not break, before a section": ("published", "  exposes:", "\u00a0 exposes:", "\u00a0", "write a space"),
    "a character of no width before a key": ("official", "  display: Library", "  \u200bdisplay: Library", "\u200b", "U+200B"),
    "a shell's variable in a body": ("published", "'{{tools.weight}}'", "'${weight}'", "${weight}", "write `'{{weight}}'`"),
    "a declared input": ("published", "      - name: weight", "      - name: wieght", "wieght", "did you mean `weight`?"),
    "a declared input, official": ("official", "          limit:\n            type", "          limti:\n            type", "limti", "did you mean `limit`?"),
    "the name of a second operation": ("published", "      - name: cancel-booking\n        method: DELETE\n        description: Cancel.", "      - name: get-booking\n        method: DELETE\n        description: Cancel.", "get-booking", "did you mean `cancel-booking`?"),
    "an output of a step": ("official", "{{found.first-isbn}}", "{{found.first_isbn}}", "found.first_isbn", "did you mean `found.first-isbn`?"),
    "an output of a step that is none": ("official", "{{found.first-isbn}}", "{{found.author}}", "found.author", "name one of them: `found.first-isbn`"),
    "spaces round the dot of a step": ("official", "'{{found.first-isbn}}'", "'{{ fuond . first-isbn }}'", "fuond", "did you mean `found.first-isbn`?"),
    "an output of a step in a mapping": ("official", "value: $.whole.title", "value: $.found.first_isbn", "$.found", "did you mean `$.found.first-isbn`?"),
    "a step of a mapping": ("official", "value: $.whole.title", "value: $.whoel.title", "$.whoel", "did you mean `$.whole.title`?"),
    "a mapping without its dollar": ("official", "value: $.whole.title", "value: whole.title", "whole.title", "did you mean `$.whole.title`?"),
    "a mapping in brackets": ("official", "value: $.whole.title", "value: $.whole['title']", "$.whole", "did you mean `$.whole.title`?"),
    "a target of a mapping": ("official", "target: title", "target: titel", "titel", "did you mean `title`?"),
    "typographic quotes": ("official", "'{{found.first-isbn}}'", "\u201c{{found.first-isbn}}\u201d", "\u201c", "`'{{found.first-isbn}}'`"),
    "typographic quotes round a token": ("published", "'{{CARRIER_TOKEN}}'", "\u201e{{CARRIER_TOKEN}}\u201c", "\u201e", "`'{{CARRIER_TOKEN}}'`"),
    "typographic quotes round a word": ("official", "method: POST", "method: \u2018POST\u2019", "\u2018", "did you mean `POST`?"),
    "typographic quotes round a description": ("official", "description: A book.", "description: \u00abA book.\u00bb", "\u00ab", "straight quotes"),
    "an item two columns too deep": ("published", "  - Logistics", "    - Logistics", "- Logistics", "begin `-` in column 3"),
    "a prefix of the other kind": ("published", "booking_id: rest.booking_id", "booking_id: tools.booking_id", "tools.booking_id", "write `rest.booking_id`"),
    "a prefix of the other dialect": ("official", "isbn: counter.isbn", "isbn: rest.isbn", "rest.isbn", "write `counter.isbn`"),
    "a prefix of the other adapter": ("official", "isbn: counter.isbn", "isbn: librarian.isbn", "librarian.isbn", "write `counter.isbn`"),
    "a step twice": ("official", "          whole:\n", "          found:\n", "found", "give them different names"),
    "an adapter's name twice": ("official", "namespace: librarian", "namespace: counter", "counter", "name of its own"),
    "a bind as shells write it": ("published", "'{{CARRIER_TOKEN}}'", "$CARRIER_TOKEN", "$CARRIER_TOKEN", "write `'{{CARRIER_TOKEN}}'`"),
    "a bind without braces": ("official", "'{{MEMBERS_KEY}}'", "MEMBERS_KEY", "MEMBERS_KEY", "write `'{{MEMBERS_KEY}}'`"),
    "a bind in single braces": ("official", "'{{MEMBERS_KEY}}'", "'{MEMBERS_KEY}'", "{MEMBERS_KEY}", "write `'{{MEMBERS_KEY}}'`"),
    "Bearer in a token": ("published", "'{{CARRIER_TOKEN}}'", "'Bearer {{CARRIER_TOKEN}}'", "Bearer", "write the token alone"),
    "a path without its dot": ("official", "mapping: $.page_count", "mapping: $page_count", "$page_count", "did you mean `$.page_count`?"),
    "a path as jq writes it": ("official", "mapping: $.page_count", "mapping: .page_count", ".page_count", "write `$.page_count`"),
    "a path as a JSON Pointer": ("official", "mapping: $.page_count", "mapping: /page_count", "/page_count", "did you mean `$.page_count`?"),
    "a path in braces": ("official", "mapping: $.page_count", "mapping: '{{page_count}}'", "'{{page", "did you mean `$.page_count`?"),
    "a key inside the items of an output": ("official", "                    properties:\n", "                    property:\n", "property", "did you mean `properties`?"),
    "a description with a colon": ("published", "description: Bookings of freight.", "description: 'Bookings: freight.", "'Book", "quote"),
    "an apostrophe in quotes": ("published", "description: Bookings of freight.", "description: 'Ann's freight.'", "'Ann", "twice"),
    "a text with a colon": ("published", "description: Bookings of freight.", "description: Bookings: of freight.", "Bookings: of", "needs quotes"),
    "a dash before a name": ("official", "          whole:\n", "          - whole:\n", "whole", "without the dash"),
    "a wide colon": ("official", "            method: POST", "            method\uff1a POST", "method", "write `method: POST`, with a plain `:`"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_good(name: str, tmp_path: Path) -> None:
    assert mistakes_found(FILES[name], tmp_path) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_one_finding_with_what_was_meant(mistake: str, tmp_path: Path) -> None:
    name, right, wrong, caret, said = MISTAKES[mistake]
    before, found, after = FILES[name].partition(right)
    assert found
    text = before + wrong + after
    at = text.index(caret, len(before))
    expected = (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    (finding,) = mistakes_found(text, tmp_path)
    assert finding[:2] == expected, finding
    assert said in finding[2]


def test_a_route_that_misspells_its_variable_is_one_finding(tmp_path: Path) -> None:
    """It is at the parameter that has no place, and the variable is no second mistake."""
    right = "        path: /books/{{isbn}}\n        description"
    assert OFFICIAL.count(right) == 1
    (finding,) = mistakes_found(OFFICIAL.replace(right, right.replace("isbn", "isnb")), tmp_path)
    assert finding[2].startswith("CAP228")


@pytest.mark.parametrize(
    "line",
    ["token: \u201cmE8wq2Lr9Tz4kB\u201d", "token: mE8wq2Lr9: Tz4kB", "token: 'mE8wq'Lr9Tz4kB"],
)
def test_no_finding_repeats_what_may_be_a_secret(line: str, tmp_path: Path) -> None:
    text = PUBLISHED.replace("token: '{{CARRIER_TOKEN}}'", line)
    assert text != PUBLISHED
    for _, _, said in mistakes_found(text, tmp_path):
        assert "mE8w" not in said
        assert "Tz4kB" not in said


def test_a_tool_that_has_lost_its_call_is_one_finding(tmp_path: Path) -> None:
    """With `with`, it is no mock: what its inputs feed and what its outputs map follows from that."""
    text = OFFICIAL.replace(
        "        call: library.search-books\n        with:\n", "        with:\n"
    )
    (finding,) = mistakes_found(text, tmp_path)
    assert finding[2].startswith("CAP305")
    assert text.splitlines()[finding[0] - 1].strip() == "description: Find a book."


@pytest.mark.parametrize("left", ["", "    resources:\n", "    resources: {}\n"])
def test_an_api_that_has_lost_its_operations_is_one_finding(tmp_path: Path, left: str) -> None:
    start, end = OFFICIAL.index("    resources:\n"), OFFICIAL.index("  - namespace: members\n")
    text = OFFICIAL[:start] + left + OFFICIAL[end:]
    (finding,) = mistakes_found(text, tmp_path)
    if left:
        # The key is there, and empty: the calls follow from that.
        assert finding[2].startswith("CAP250")
        assert text.splitlines()[finding[0] - 1].strip() == left.strip()
        assert "`get-book` and `search-books`" in finding[2]
    else:
        assert finding[2].startswith("CAP302")
        assert "and 3 more calls" in finding[2]
        assert "write them under its `resources`" in finding[2]


CRANES: Final = """\
naftiko: 1.0.0-alpha2
info: {label: Cranes, description: Cranes of a harbour.}
binds:
- namespace: env
  keys: {CRANE_KEY: CRANE_KEY}
capability:
  consumes:
  - type: http
    namespace: cranes
    baseUri: https://cranes.test
    description: Cranes.
    authentication: {type: apikey, key: X-Key, value: '{{CRANE_KEY}}', placement: header}
    resources:
    - name: crane#id
      path: /crane#id
      description: A crane.
      operations:
      - name: remove-crane
        method: DELETE
        description: Remove it.
        inputParameters:
        - name: id
          in: query
          type: string
          required: true
        outputRawFormat: json
        outputParameters:
        - name: result
          type: object
          value: $.
  exposes:
  - type: mcp
    namespace: cranes-mcp
    port: 9090
    description: Cranes for agents.
    tools:
    - name: remove-crane
      description: Remove a crane.
      hints: {readOnly: false}
      call: cranes.remove-crane
"""


def test_an_item_without_the_space_after_its_dash_where_less_is_found_without_it(
    tmp_path: Path,
) -> None:
    """The other readings lose the operation, and with it what is found in the path."""
    text = CRANES.replace("      - name: remove-crane\n", "      -name: remove-crane\n")
    (finding,) = (each for each in mistakes_found(text, tmp_path) if "CAP106" in each[2])
    assert finding[:2] == (18, 8)
    assert "write `- name`" in finding[2]
