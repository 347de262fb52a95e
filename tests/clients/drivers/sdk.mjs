// @modelcontextprotocol/sdk, the 1.x line.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { main } from "./common.mjs";
import { connected } from "./official.mjs";

await main(({ url, command, args, env }) =>
  connected(
    Client,
    url
      ? new StreamableHTTPClientTransport(new URL(url))
      : new StdioClientTransport({ command, args, env }),
  ),
);
