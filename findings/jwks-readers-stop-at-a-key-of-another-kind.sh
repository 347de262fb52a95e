#!/usr/bin/env bash
# RFC 7517, 5: of a set of keys "Implementations SHOULD ignore JWKs within a JWK Set that use "kty" (key type) values
# that are not understood by them"; 4.2 and 4.3: other values of `use` and `key_ops` may stand there. So an issuer may
# publish the first key of a new kind beside the one it signs with. Three readers in Python then take no token any
# more, also those of the old key that the header's `kid` names: joserfc 1.8.0 (PyPI) raises for a curve it does not
# know, a `use` and an operation of others; Authlib 1.9.10 (PyPI, authlib.jose) for a type of keys it does not know,
# such as the AKP of post-quantum signatures; python-jose 3.5.0 (PyPI) for each of them, and for a plain RSA key that
# stands before the EC key of the token, since it tries every key of the set and does not look at `kid` (RFC 7515,
# 4.1.4). PyJWT 2.15.1 and jwcrypto 1.6.1 (PyPI) pass over what they do not know.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check joserfc==1.8.0 authlib==1.9.10 python-jose==3.5.0 \
  pyjwt==2.15.1 jwcrypto==1.6.1
cat > see.py <<'END_OF_PYTHON'
import json

import jwt
from authlib.jose import JsonWebKey
from authlib.jose import jwt as authlib_jwt
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import KeySet
from jose import jwt as jose_jwt
from jwcrypto import jwk as crypto_jwk
from jwcrypto import jwt as crypto_jwt

signing = crypto_jwk.JWK.generate(kty="EC", crv="P-256", kid="now")
public = json.loads(signing.export_public())
plain_rsa = json.loads(crypto_jwk.JWK.generate(kty="RSA", size=2048, kid="rsa").export_public())
token = jwt.encode({"sub": "a"}, signing.export_to_pem(True, None), "ES256", headers={"kid": "now"})
others = {
    "no other key": [],
    "a type AKP": [{"kty": "AKP", "alg": "ML-DSA-44", "kid": "next", "pub": "AQ"}],
    "a curve BP-256": [{"kty": "EC", "crv": "BP-256", "kid": "next", "x": "AQ", "y": "AQ"}],
    "a use of others": [{**plain_rsa, "use": "x-mail"}],
    "an operation of others": [{**plain_rsa, "key_ops": ["verify", "x-attest"]}],
    "an RSA key": [plain_rsa],
}
readers = {
    "joserfc": lambda keys: joserfc_jwt.decode(token, KeySet.import_key_set(keys), algorithms=["ES256"]).claims,
    "authlib": lambda keys: authlib_jwt.decode(token, JsonWebKey.import_key_set(keys)),
    "python-jose": lambda keys: jose_jwt.decode(token, keys, algorithms=["ES256"]),
    "pyjwt": lambda keys: jwt.decode(token, jwt.PyJWKSet.from_dict(keys)["now"], algorithms=["ES256"]),
    "jwcrypto": lambda keys: json.loads(
        crypto_jwt.JWT(jwt=token, key=crypto_jwk.JWKSet.from_json(json.dumps(keys))).claims
    ),
}


def read(reader, keys):
    try:
        assert reader({"keys": keys})["sub"] == "a"
    except Exception as error:
        return type(error).__name__
    return "read"


for name, first in others.items():
    print(f"{name}:", *(f"{each} {read(reader, [*first, public])}" for each, reader in readers.items()), sep="  ")
END_OF_PYTHON
venv/bin/python see.py 2> warnings.txt | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
no other key:  joserfc read  authlib read  python-jose read  pyjwt read  jwcrypto read
a type AKP:  joserfc read  authlib KeyError  python-jose JWKError  pyjwt read  jwcrypto read
a curve BP-256:  joserfc KeyError  authlib read  python-jose KeyError  pyjwt read  jwcrypto read
a use of others:  joserfc KeyParameterError  authlib read  python-jose JWKError  pyjwt read  jwcrypto read
an operation of others:  joserfc KeyParameterError  authlib read  python-jose JWKError  pyjwt read  jwcrypto read
an RSA key:  joserfc read  authlib read  python-jose JWKError  pyjwt read  jwcrypto read
END_OF_TEXT
