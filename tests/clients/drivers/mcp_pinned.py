"""The official Python client, pinned to 2026-07-28."""

import mcp_auto
from common import main

mcp_auto.MODE = "2026-07-28"
main(mcp_auto.connect)
