#!/usr/bin/env bash
# fastapi-mcp 0.4.0 (PyPI, with fastapi 0.165.0 and mcp 1.30.0) makes a tool of each route of a FastAPI application.
# Several usual routes become tools that no arguments can call:
# - `PUT /books/{id}` with a body that has an `id` too: the name stands twice in `required`, which JSON Schema forbids
#   (2020-12, Validation 6.5.3: elements are unique), so that the SDK refuses every call before it is made.
# - A body that is a list: the tool has no arguments at all, and the route asks for a list (422).
# - A form: its fields go out as JSON (422; the document says application/x-www-form-urlencoded).
# - `DELETE` with a body, which FastAPI describes: the body is not sent (422).
# - A required header is not among the arguments; one that knows its name may give it all the same.
# - A parameter that may be null keeps `anyOf` with null and gets `type: integer` beside it, so that null is refused.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; opens no port; writes into a temporary folder
# only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  fastapi-mcp==0.4.0 fastapi==0.165.0 mcp==1.30.0 python-multipart
cat > calls.py <<'END_OF_PYTHON'
import asyncio
import logging
from typing import Annotated

from fastapi import Body, FastAPI, Form, Header
from fastapi_mcp import FastApiMCP
from mcp.shared.memory import create_connected_server_and_client_session as connected
from pydantic import BaseModel

logging.disable(logging.CRITICAL)
app = FastAPI()


class Book(BaseModel):
    id: int
    title: str


@app.put("/books/{id}", operation_id="replace_book")
def replace_book(id: int, book: Book) -> str:
    return book.title


@app.post("/books", operation_id="add_books")
def add_books(books: list[Book]) -> int:
    return len(books)


@app.post("/members", operation_id="add_member")
def add_member(name: Annotated[str, Form()]) -> str:
    return name


@app.delete("/loans/{loan}", operation_id="end_loan")
def end_loan(loan: str, reason: Annotated[str, Body(embed=True)]) -> str:
    return reason


@app.get("/branches", operation_id="list_branches")
def list_branches(x_region: Annotated[str, Header()]) -> str:
    return x_region


@app.get("/pages", operation_id="list_pages")
def list_pages(page: int | None = None) -> str:
    return f"page {page}"


CALLS = [
    ("replace_book", {"id": 7, "title": "t"}),
    ("add_books", {"books": [{"id": 7, "title": "t"}]}),
    ("add_member", {"name": "Ann"}),
    ("end_loan", {"loan": "a", "reason": "lost"}),
    ("list_branches", {"x-region": "north"}),
    ("list_pages", {}),
    ("list_pages", {"page": None}),
]


async def main() -> None:
    served = FastApiMCP(app)
    async with connected(served.server) as session:
        for tool in (await session.list_tools()).tools:
            schema = tool.inputSchema
            print(tool.name, "has", ", ".join(schema["properties"]) or "no arguments", schema.get("required", []))
        for name, arguments in CALLS:
            answer = await session.call_tool(name, arguments)
            text = " ".join(answer.content[0].text.split())
            for word in ("has non-unique elements", "Status code: 422", "None is not of type 'integer'"):
                text = word if word in text else text
            print(name, arguments, "->", "error:" if answer.isError else "answer:", text)


asyncio.run(main())
END_OF_PYTHON
environment/bin/python calls.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
replace_book has id, title ['id', 'id', 'title']
add_books has no arguments []
add_member has name ['name']
end_loan has loan, reason ['loan', 'reason']
list_branches has no arguments []
list_pages has page []
replace_book {'id': 7, 'title': 't'} -> error: has non-unique elements
add_books {'books': [{'id': 7, 'title': 't'}]} -> error: Status code: 422
add_member {'name': 'Ann'} -> error: Status code: 422
end_loan {'loan': 'a', 'reason': 'lost'} -> error: Status code: 422
list_branches {'x-region': 'north'} -> answer: "north"
list_pages {} -> answer: "page None"
list_pages {'page': None} -> error: None is not of type 'integer'
END_OF_TEXT
