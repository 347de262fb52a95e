// The Inspector's command line, a process for each question.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { main } from "./common.mjs";

const run = promisify(execFile);
const bin = fileURLToPath(new URL("node_modules/.bin/", import.meta.url));

function spelled(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}

await main(async ({ url, command, args, env }) => {
  async function ask(...question) {
    const variables = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
    const where = url ? [url, "--transport", "http", ...question] : [...variables, ...question, "--", command, ...args];
    try {
      const { stdout } = await run(`${bin}node`, [`${bin}mcp-inspector`, "--cli", ...where]);
      return JSON.parse(stdout);
    } catch (error) {
      try {
        return JSON.parse(error.stdout);
      } catch {
        throw new Error(`${error.stdout ?? ""}${error.stderr ?? error.message}`);
      }
    }
  }
  const { tools } = await ask("--method", "tools/list");
  const call = (name, given) => {
    const pairs = Object.entries(given).flatMap(([key, value]) => ["--tool-arg", `${key}=${spelled(value)}`]);
    return ask("--method", "tools/call", "--tool-name", name, ...pairs);
  };
  return [tools.map((tool) => tool.name), call];
});
