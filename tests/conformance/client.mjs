// A TypeScript client under remote control: each line on standard input is a call, as JSON
// `{"tool", "arguments"}`, each line on standard output what came of it.
//
//   node client.mjs 1|2 legacy|auto|2026-07-28 URL
//   node client.mjs 1|2 legacy|auto|2026-07-28 COMMAND ARGUMENT...
import { createInterface } from "node:readline";

const [line, era, ...target] = process.argv.slice(2);

async function parts() {
  if (line === "1") {
    const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
    const http = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    const stdio = await import("@modelcontextprotocol/sdk/client/stdio.js");
    return { Client, Http: http.StreamableHTTPClientTransport, Stdio: stdio.StdioClientTransport };
  }
  const all = await import("@modelcontextprotocol/client");
  const stdio = await import("@modelcontextprotocol/client/stdio");
  return { Client: all.Client, Http: all.StreamableHTTPClientTransport, Stdio: stdio.StdioClientTransport };
}

const { Client, Http, Stdio } = await parts();
const transport = target[0].startsWith("http")
  ? new Http(new URL(target[0]))
  : new Stdio({ command: target[0], args: target.slice(1), env: process.env, stderr: "ignore" });
const mode = era === "legacy" || era === "auto" ? era : { pin: era };
const client = new Client({ name: "trial", version: "1" }, { versionNegotiation: { mode } });
await client.connect(transport);

const tools = (await client.listTools()).tools;
console.log(JSON.stringify({ tools }));
for await (const asked of createInterface({ input: process.stdin })) {
  const { tool, arguments: given } = JSON.parse(asked);
  try {
    console.log(JSON.stringify(await client.callTool({ name: tool, arguments: given })));
  } catch (error) {
    console.log(JSON.stringify({ code: error.code ?? null, message: String(error.message) }));
  }
}
await client.close();
process.exit(0);
