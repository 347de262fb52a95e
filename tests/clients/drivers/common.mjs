// What each driver does with its client: the list, and five calls.
//
//   node NAME.mjs http URL
//   node NAME.mjs stdio COMMAND ARGUMENT...
//
// The last line of standard output is what came of it, as JSON.
const CALLS = {
  call: ["list_beds", { kind: "alpine" }],
  404: ["get_bed", { bed: 404 }],
  bad: ["list_beds", { limit: "many" }],
  null: ["list_beds", { kind: "alpine", limit: null }],
  204: ["remove_bed", { bed: 1 }],
};

const [kind, first, ...rest] = process.argv.slice(2);
export const target = {
  url: kind === "http" ? first : "",
  command: kind === "http" ? "" : first,
  args: kind === "http" ? [] : rest,
  env: Object.fromEntries(
    ["PATH", "PYTHONPATH", "GARDEN_BASE_URI", "TRIAL_MARK"].map((name) => [name, process.env[name]]),
  ),
};

export function said(result) {
  if (typeof result === "string") return result;
  const texts = (result?.content ?? []).map((block) => block.text ?? JSON.stringify(block));
  return texts.length ? texts.join("\n") : JSON.stringify(result);
}

// `connect` gives the names of the tools, and what calls one of them.
export async function main(connect) {
  const outcome = {};
  try {
    const [names, call] = await within(connect(target));
    outcome.list = { said: [...names].sort().join(" "), failed: false };
    for (const [step, [name, given]] of Object.entries(CALLS)) {
      try {
        const result = await within(call(name, { ...given }));
        outcome[step] = { said: said(result), failed: Boolean(result?.isError) };
      } catch (error) {
        outcome[step] = raised(error);
      }
    }
  } catch (error) {
    outcome.list ??= raised(error);
  }
  console.log("\n" + JSON.stringify(outcome));
  process.exit(0);
}

function raised(error) {
  return { said: `${error?.name ?? "Error"}: ${error?.message ?? error}`, failed: true };
}

function within(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("nothing within 30 s")), 30_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
