// @ai-sdk/mcp.
import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";
import { main } from "./common.mjs";

await main(async ({ url, command, args, env }) => {
  const transport = url
    ? { type: "http", url }
    : new Experimental_StdioMCPTransport({ command, args, env });
  const client = await createMCPClient({ transport });
  const tools = await client.tools();
  const call = (name, given) => tools[name].execute(given, { toolCallId: "1", messages: [] });
  return [Object.keys(tools), call];
});
