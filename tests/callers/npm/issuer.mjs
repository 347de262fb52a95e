// A real issuer: `node issuer.mjs PORT AUDIENCE…`. Whoever comes is Ada, and agrees to everything.
import { Provider } from "oidc-provider";

const [port, ...audiences] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const grants = ["client_credentials"];

const provider = new Provider(issuer, {
  clients: [
    { client_id: "robot", client_secret: "secret-of-the-robot", grant_types: grants, redirect_uris: [], response_types: [] },
    { client_id: "reader", client_secret: "secret-of-the-reader", grant_types: grants, redirect_uris: [], response_types: [] },
    { client_id: "desk", client_secret: "secret-of/the desk", grant_types: [], redirect_uris: [], response_types: [] },
  ],
  scopes: ["openid", "offline_access", "read", "write"],
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  clientBasedCORS: () => true,
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: (_, client) => client.clientId === "desk" },
    revocation: { enabled: true },
    registration: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audiences[0],
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        audience: resource,
        scope: "read write",
        accessTokenTTL: 600,
        ...(resource.startsWith("https://opaque.")
          ? { accessTokenFormat: "opaque" }
          : { accessTokenFormat: "jwt", jwt: { sign: { alg: "RS256" } } }),
      }),
    },
  },
  extraTokenClaims: (_, token) => ({ roles: token.clientId === "robot" ? ["clerk"] : [] }),
});

provider.use(async (context, next) => {
  if (!context.path.startsWith("/interaction/")) return next();
  const { prompt, params, session, grantId } = await provider.interactionDetails(context.req, context.res);
  if (prompt.name === "login") {
    await provider.interactionFinished(context.req, context.res, { login: { accountId: "ada" } });
    return;
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid offline_access read write");
  for (const audience of audiences) grant.addResourceScope(audience, "read write");
  const consent = { grantId: await grant.save() };
  await provider.interactionFinished(context.req, context.res, { consent }, { mergeWithLastSubmission: true });
});

provider.on("server_error", (_, error) => console.error(error));
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
