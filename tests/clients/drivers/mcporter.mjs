// mcporter.
import { createRuntime } from "mcporter";
import { main } from "./common.mjs";

await main(async ({ url, command, args, env }) => {
  const where = url
    ? { kind: "http", url: new URL(url) }
    : { kind: "stdio", command, args, cwd: process.cwd() };
  const runtime = await createRuntime({ servers: [{ name: "garden", command: where, env }] });
  const tools = await runtime.listTools("garden", { disableOAuth: true });
  const call = (name, given) =>
    runtime.callTool("garden", name, { args: given, disableOAuth: true });
  return [tools.map((tool) => tool.name), call];
});
