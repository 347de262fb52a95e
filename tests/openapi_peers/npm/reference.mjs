// What swagger-client would send: reads {document, calls} and writes a request for each call.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { buildRequest } = require("swagger-client");
const { document, calls } = JSON.parse(readFileSync(0, "utf8"));
const spec = JSON.parse(readFileSync(document, "utf8"));

// In 2.0 the body is a parameter, whose name is not on the wire.
const withBody = (call) => {
  if (spec.swagger !== "2.0" || call.body === null) return call.parameters;
  const item = spec.paths[call.path];
  const listed = [...(item[call.method.toLowerCase()].parameters ?? []), ...(item.parameters ?? [])];
  const name = listed.find((each) => each.in === "body")?.name;
  return name === undefined ? call.parameters : { ...call.parameters, [`body.${name}`]: call.body };
};

const answers = calls.map((call) => {
  try {
    const request = buildRequest({
      spec,
      pathName: call.path,
      method: call.method.toLowerCase(),
      operationId: call.operation,
      parameters: withBody(call),
      requestBody: call.body,
      server: spec.servers?.[0]?.url,
    });
    const url = new URL(request.url, "https://relative.test");
    return { method: request.method, target: url.pathname + url.search, body: request.body ?? null };
  } catch (error) {
    return { refused: String(error.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(answers));
