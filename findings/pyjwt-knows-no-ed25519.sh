#!/usr/bin/env bash
# RFC 9864 (October 2025) gives signatures of Edwards curves names that say which curve, `Ed25519` and `Ed448`, and
# deprecates `EdDSA`, which does not. jose 6.2.18 (npm) signs with either name, by the key's. PyJWT 2.15.1 (PyPI) and
# golang-jwt 5.3.1 (Go) know the old name only, for the same signature of the same key: PyJWT says that "Ed25519" does
# not fit a key of "EdDSA", and a key of a JWK set that names it in `alg` is dropped from the set, so that an issuer
# that renews its keys by the RFC is one without keys: "did not contain any usable keys". joserfc 1.8.0 (PyPI) takes
# both, each only where the caller lists it.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs node, npm, go, python3.11 and their package indexes; writes into a temporary
# folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts jose@6.2.18 > npm.log 2>&1
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'PyJWT[crypto]==2.15.1' joserfc==1.8.0
cat > sign.mjs <<'END_OF_JAVASCRIPT'
import { writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';

const { publicKey, privateKey } = await generateKeyPair('Ed25519', { extractable: true });
const secret = await exportJWK(privateKey);
const tokens = {};
for (const alg of ['EdDSA', 'Ed25519']) {
  const key = await importJWK(secret, alg);
  tokens[alg] = await new SignJWT({ sub: 'plot-7' }).setProtectedHeader({ alg }).setExpirationTime('1h').sign(key);
}
writeFileSync('tokens.json', JSON.stringify({ key: await exportJWK(publicKey), tokens }));
END_OF_JAVASCRIPT
node sign.mjs
cat > verify.py <<'END_OF_PYTHON'
import json
import re

import joserfc.jwk
import joserfc.jwt
import jwt

made = json.load(open("tokens.json"))


def say(name, verify):
    try:
        print(name, verify()["sub"])
    except Exception as error:
        print(name, type(error).__name__, re.split(r": \{|[.] ", str(error))[0])


for alg, token in made["tokens"].items():
    named = made["key"] | {"alg": alg}
    say(f"PyJWT, {alg}:", lambda: jwt.decode(token, jwt.PyJWK(made["key"]), algorithms=[alg]))
    say(f"PyJWT, {alg}, a key that names it:", lambda: jwt.decode(token, jwt.PyJWK(named), algorithms=[alg]))
    say(f"PyJWT, {alg}, a set of it:", lambda: jwt.decode(token, jwt.PyJWKSet([named]).keys[0], algorithms=[alg]))
    key = joserfc.jwk.OKPKey.import_key(named)
    say(f"joserfc, {alg}:", lambda: joserfc.jwt.decode(token, key, algorithms=[alg]).claims)
END_OF_PYTHON
go mod init example.org/see > go.log 2>&1
go get github.com/golang-jwt/jwt/v5@v5.3.1 >> go.log 2>&1
cat > see.go <<'END_OF_GO'
package main

import (
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

func main() {
	fmt.Println("golang-jwt:", jwt.GetSigningMethod("EdDSA") != nil, jwt.GetSigningMethod("Ed25519") != nil)
}
END_OF_GO
{
  venv/bin/python verify.py
  go run see.go
} 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
PyJWT, EdDSA: plot-7
PyJWT, EdDSA, a key that names it: plot-7
PyJWT, EdDSA, a set of it: plot-7
joserfc, EdDSA: plot-7
PyJWT, Ed25519: InvalidAlgorithmError Token algorithm 'Ed25519' does not match the key's algorithm 'EdDSA'
PyJWT, Ed25519, a key that names it: PyJWKError Unable to find an algorithm for key
PyJWT, Ed25519, a set of it: PyJWKSetError The JWK Set did not contain any usable keys
joserfc, Ed25519: plot-7
golang-jwt: true false
END_OF_TEXT
