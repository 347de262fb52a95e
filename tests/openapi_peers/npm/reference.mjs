// What swagger-client would send: reads {document, calls} and writes a request for each call.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { buildRequest, helpers } = require("swagger-client");
const yaml = require("js-yaml");
const { document, calls } = JSON.parse(readFileSync(0, "utf8"));
const text = readFileSync(document, "utf8");
const spec = /^\s*[{[]/.test(text) ? JSON.parse(text) : yaml.load(text);

// `buildRequest` wants parameters and bodies without references; what is deeper in a schema it does not look at.
const at = (pointer) =>
  decodeURIComponent(pointer)
    .split("/")
    .slice(1)
    .reduce((value, token) => value?.[token.replaceAll("~1", "/").replaceAll("~0", "~")], spec);
const followed = (value) => {
  for (let step = 0; step < 20 && value?.$ref?.startsWith("#"); step += 1) value = at(value.$ref.slice(1));
  return value;
};
const each = (object, change) =>
  Object.fromEntries(Object.entries(object ?? {}).map(([key, value]) => [key, change(value)]));
const shallow = (schema) => {
  const found = followed(schema);
  return found?.properties ? { ...found, properties: each(found.properties, followed) } : found;
};
const media = (content) => each(content, (one) => ({ ...one, schema: shallow(one.schema) }));
const parameter = (raw) => {
  const found = followed(raw);
  const made = { ...found };
  if (found.schema) made.schema = shallow(found.schema);
  if (found.content) made.content = media(found.content);
  return made;
};
const done = new Set();
const resolve = (path) => {
  if (done.has(path)) return;
  done.add(path);
  const item = { ...followed(spec.paths[path]) };
  item.parameters = (item.parameters ?? []).map(parameter);
  for (const [key, raw] of Object.entries(item)) {
    if (!["get", "put", "post", "delete", "patch", "head", "options"].includes(key)) continue;
    const operation = { ...raw, parameters: (raw.parameters ?? []).map(parameter) };
    const body = followed(raw.requestBody);
    if (body) operation.requestBody = { ...body, content: media(body.content) };
    item[key] = operation;
  }
  spec.paths[path] = item;
};

// In 2.0 the body is a parameter, whose name is not on the wire.
const withBody = (call) => {
  if (spec.swagger !== "2.0" || call.body === null) return call.parameters;
  const item = spec.paths[call.path];
  const listed = [...(item[call.method.toLowerCase()].parameters ?? []), ...(item.parameters ?? [])];
  const name = listed.find((one) => one.in === "body")?.name;
  return name === undefined ? call.parameters : { ...call.parameters, [`body.${name}`]: call.body };
};

const answers = calls.map((call) => {
  try {
    resolve(call.path);
    const request = buildRequest({
      spec,
      pathName: call.path,
      method: call.method.toLowerCase(),
      operationId: call.operation || helpers.opId(spec.paths[call.path][call.method.toLowerCase()], call.path, call.method),
      parameters: withBody(call),
      requestBody: call.body,
      requestContentType: call.media_type || undefined,
      server: spec.servers?.[0]?.url,
    });
    const url = new URL(request.url, "https://relative.test");
    return { method: request.method, target: url.pathname + url.search, body: request.body ?? null };
  } catch (error) {
    return { refused: String(error.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(answers));
