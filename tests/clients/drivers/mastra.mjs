// @mastra/mcp.
import { MCPClient } from "@mastra/mcp";
import { main } from "./common.mjs";

await main(async ({ url, command, args, env }) => {
  const client = new MCPClient({
    servers: { garden: url ? { url: new URL(url) } : { command, args, env } },
  });
  const { garden } = await client.listToolsets();
  return [Object.keys(garden), (name, given) => garden[name].execute(given, {})];
});
