// mcp-remote: a bridge from stdio to a server over HTTP. The official client talks to the bridge.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { fileURLToPath } from "node:url";
import { main } from "./common.mjs";
import { connected } from "./official.mjs";

const bridge = fileURLToPath(new URL("node_modules/.bin/mcp-remote", import.meta.url));
await main(({ url, env }) =>
  connected(
    Client,
    new StdioClientTransport({ command: bridge, args: [url, "--allow-http", "--transport", "http-only"], env }),
  ),
);
