// @modelcontextprotocol/client, the 2.x line, which finds out the era.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { main } from "./common.mjs";
import { connected } from "./official.mjs";

await main(({ url, command, args, env }) =>
  connected(
    Client,
    url
      ? new StreamableHTTPClientTransport(new URL(url))
      : new StdioClientTransport({ command, args, env }),
    { versionNegotiation: { mode: "auto" } },
  ),
);
