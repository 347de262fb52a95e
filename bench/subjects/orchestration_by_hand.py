"""The unit of `orchestration.yaml` as one writes it: asyncio, aiohttp and plain dictionaries."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import quote

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from .serving import BASE_URI, run

FIELDS: Final = ("name", "licence")


async def sheet(request: Request) -> JSONResponse:
    session: aiohttp.ClientSession = request.app.state.session

    async def get(path: str) -> Any:
        async with session.get(f"{BASE_URI}{path}") as reply:
            reply.raise_for_status()
            return await reply.json()

    night, people = await asyncio.gather(
        get(f"/nights/{quote(request.path_params['night'], safe='')}"), get("/people")
    )
    instrument = await get(f"/instruments/{quote(night['instrument'], safe='')}")
    weather = await get(f"/weather/{quote(instrument['site'], safe='')}")
    by_badge = {str(each["badge"]): each for each in people}
    lead = by_badge[str(night["lead"])]
    return JSONResponse(
        {
            "night": night["code"],
            "instrument": instrument["name"],
            "seeing": weather["seeing"],
            "lead": {field: lead[field] for field in FIELDS},
        }
    )


@contextlib.asynccontextmanager
async def session(app: Starlette) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as opened:
        app.state.session = opened
        yield


app = Starlette(routes=[Route("/nights/{night}/sheet", sheet)], lifespan=session)

if __name__ == "__main__":
    run(app)
