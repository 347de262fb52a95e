// supergateway: a bridge either way. The official client talks to the other end of it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { main } from "./common.mjs";
import { connected } from "./official.mjs";

const bridge = fileURLToPath(new URL("node_modules/.bin/supergateway", import.meta.url));

function freePort() {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

await main(async ({ url, command, args, env }) => {
  if (url) {
    const transport = new StdioClientTransport({
      command: bridge,
      args: ["--streamableHttp", url, "--logLevel", "none"],
      env,
    });
    return connected(Client, transport);
  }
  const port = await freePort();
  const started = [command, ...args].map((word) => `'${word}'`).join(" ");
  const given = ["--stdio", started, "--outputTransport", "streamableHttp", "--stateful", "--port", `${port}`];
  const gateway = spawn(bridge, given, { stdio: "ignore" });
  process.on("exit", () => gateway.kill());
  for (let left = 100; left > 0; left--) {
    try {
      return await connected(
        Client,
        new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${port}/mcp`)),
      );
    } catch (error) {
      if (left === 1 || !String(error.cause ?? error).includes("ECONNREFUSED")) throw error;
      await new Promise((later) => setTimeout(later, 100));
    }
  }
});
