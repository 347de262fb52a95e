// What swagger-client would send: reads {document, calls} and writes a request for each call.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.NODE_MODULES}/`);
const { buildRequest } = require("swagger-client");
const { document, calls } = JSON.parse(readFileSync(0, "utf8"));
const spec = JSON.parse(readFileSync(document, "utf8"));

const answers = calls.map((call) => {
  try {
    const request = buildRequest({
      spec,
      pathName: call.path,
      method: call.method.toLowerCase(),
      operationId: call.operation,
      parameters: call.parameters,
      requestBody: call.body,
      server: spec.servers?.[0]?.url,
    });
    const url = new URL(request.url);
    return { method: request.method, target: url.pathname + url.search, body: request.body ?? null };
  } catch (error) {
    return { refused: String(error.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(answers));
