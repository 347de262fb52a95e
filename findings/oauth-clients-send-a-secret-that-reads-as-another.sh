#!/usr/bin/env bash
# RFC 6749, 2.3.1 and appendix B: a client that shows its identifier and secret by HTTP Basic first encodes both as a
# form field, so that "a+b" is sent as `a%2Bb`; a server decodes them, and reads a "+" that was not encoded as a space.
# Authlib 1.9.10 and requests-oauthlib 2.0.0 (PyPI) and the MCP SDK for TypeScript (@modelcontextprotocol/client 2.4.0,
# npm) send them as they are: a secret of base64 with a "+" is another secret for a server that keeps to the RFC, such
# as oidc-provider 9.13.3 (npm): invalid_client. (Authlib once encoded them and took it back, since there are servers
# that do not decode: its pull request 594.) openid-client 6.9.0 and simple-oauth2 5.1.0 (npm) encode.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, python3.11 and their package indexes; a server on loopback; writes into
# a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts oidc-provider@9.13.3 openid-client@6.9.0 \
  simple-oauth2@5.1.0 @modelcontextprotocol/client@2.4.0 > npm.log 2>&1
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10 requests-oauthlib==2.0.0 requests==2.34.2
cat > issuer.mjs <<'END_OF_JAVASCRIPT'
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const base = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(base, {
  clients: [{
    client_id: 'shed', client_secret: 'rake+hoe/0123456789abcdefghijklmnop==', grant_types: ['client_credentials'],
    redirect_uris: [], response_types: [],
  }],
  features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
});
server.on('request', provider.callback());
writeFileSync('base.part', base);
(await import('node:fs')).renameSync('base.part', 'base.txt');
END_OF_JAVASCRIPT
node issuer.mjs > issuer.log 2>&1 &
server=$!
until [ -s base.txt ]; do
  kill -0 "$server"
  sleep 0.2
done
cat > see.py <<'END_OF_PYTHON'
import os

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
from authlib.integrations.requests_client import OAuth2Session as Authlib
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session

SECRET = "rake+hoe/0123456789abcdefghijklmnop=="
URL = open("base.txt").read() + "/token"


def say(name, get):
    try:
        print(f"{name}: a token, {get()['token_type']}")
    except Exception as error:
        print(f"{name}: {str(error).split(':')[0]}")


say("Authlib", lambda: Authlib("shed", SECRET).fetch_token(URL, grant_type="client_credentials"))
session = OAuth2Session(client=BackendApplicationClient("shed"))
say("requests-oauthlib", lambda: session.fetch_token(URL, client_id="shed", client_secret=SECRET))
END_OF_PYTHON
cat > see.mjs <<'END_OF_JAVASCRIPT'
import { readFileSync } from 'node:fs';
import * as mcp from '@modelcontextprotocol/client';
import * as openid from 'openid-client';
import simple from 'simple-oauth2';

const base = readFileSync('base.txt', 'utf8');
const secret = 'rake+hoe/0123456789abcdefghijklmnop==';
const say = async (name, get) => {
  try {
    console.log(`${name}: a token, ${await get()}`);
  } catch (error) {
    console.log(`${name}: ${error.error ?? error.code ?? error.data?.payload?.error ?? error.message}`);
  }
};
await say('openid-client', async () => {
  const server = { issuer: base, token_endpoint: `${base}/token` };
  const configuration = new openid.Configuration(server, 'shed', secret, openid.ClientSecretBasic(secret));
  openid.allowInsecureRequests(configuration);
  return (await openid.clientCredentialsGrant(configuration)).token_type;
});
await say('simple-oauth2', async () => {
  const client = new simple.ClientCredentials({
    client: { id: 'shed', secret }, auth: { tokenHost: base, tokenPath: '/token' },
  });
  return (await client.getToken({})).token.token_type;
});
const provider = new mcp.ClientCredentialsProvider({ clientId: 'shed', clientSecret: secret });
await say('MCP SDK for TypeScript', async () => {
  const metadata = {
    issuer: base, token_endpoint: `${base}/token`, authorization_endpoint: `${base}/auth`,
    response_types_supported: ['code'], token_endpoint_auth_methods_supported: ['client_secret_basic'],
  };
  return (await mcp.fetchToken(provider, base, { metadata })).token_type;
});
END_OF_JAVASCRIPT
{
  venv/bin/python -W ignore see.py
  node see.mjs
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
Authlib: invalid_client
requests-oauthlib: (invalid_client) client authentication failed
openid-client: a token, bearer
simple-oauth2: a token, Bearer
MCP SDK for TypeScript: invalid_client
END_OF_TEXT
