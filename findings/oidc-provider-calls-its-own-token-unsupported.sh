#!/usr/bin/env bash
# RFC 7662, 2.2: where a token is not active, or is one that the caller may not look at, "the authorization server MUST
# return an introspection response with the "active" field set to "false"", and should say no more. oidc-provider 9.13.3
# (npm, certified OpenID provider) answers an access token of its own in the form of a JWT (RFC 9068), good for another
# hour, with 400 and the error unsupported_token_type, which RFC 7009 has for revocation and RFC 7662 does not know. An
# unknown text gets `{"active":false}` as it should. A resource server that takes both kinds of tokens has to ask only
# for those that are no JWT, or must read this 400 as "look at the signature instead", not as a server that is down.
#
# Seen on 2026-11-29: its own JWT: 400 unsupported_token_type ("Structured JWT Tokens cannot be introspected"); an
# unknown text: 200 `{"active": false}`.
#
# Ends with 0 while that is so. Needs node, npm and a package index; writes into a temporary folder; loopback only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts oidc-provider@9.13.3 >/dev/null
cat > issuer.mjs <<'END_OF_JAVASCRIPT'
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const resource = 'https://plots.example';
const provider = new Provider(base, {
  clients: [{
    client_id: 'shed', client_secret: 'a-secret-of-the-shed-0123456789', grant_types: ['client_credentials'],
    redirect_uris: [], response_types: [],
  }],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      getResourceServerInfo: () => ({
        scope: 'read', audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: 3600,
      }),
    },
  },
});
server.on('request', provider.callback());
const authorization = 'Basic ' + Buffer.from('shed:a-secret-of-the-shed-0123456789').toString('base64');
const post = async (path, fields) => {
  const reply = await fetch(base + path, {
    method: 'POST', headers: { authorization }, body: new URLSearchParams(fields),
  });
  return [reply.status, await reply.json()];
};
const [, issued] = await post('/token', { grant_type: 'client_credentials', scope: 'read', resource });
const claims = JSON.parse(Buffer.from(issued.access_token.split('.')[1], 'base64url'));
console.log('issued:', issued.token_type, 'expires_in', issued.expires_in, 'aud', claims.aud);
const own = await post('/token/introspection', { token: issued.access_token });
const unknown = await post('/token/introspection', { token: 'no-such-token' });
console.log('its own JWT:', ...own);
console.log('an unknown text:', ...unknown);
if (own[0] !== 400 || own[1].error !== 'unsupported_token_type') throw new Error('changed');
if (unknown[0] !== 200 || unknown[1].active !== false) throw new Error('changed');
server.close();
process.exit(0);
END_OF_JAVASCRIPT
node issuer.mjs 2>issuer.log || { cat issuer.log; exit 1; }
