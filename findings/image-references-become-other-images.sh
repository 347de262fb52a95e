#!/usr/bin/env bash
# The reference of a container image, as the registries' own grammar has it (distribution/reference, "reference.go",
# with "normalize.go"): a name, then a tag, a digest or both, `NAME:TAG@sha256:...`; the first part of the name is a
# registry if it has a dot or a colon or is `localhost`, else the registry is docker.io, and only there a name of one
# part gets `library/` before it. Four parsers of valid references:
# - docker-parse-image 3.0.1 (npm) makes `library/` at every registry, which is another image, takes a digest for a tag
#   (`fullname` is `...:sha256:...`, no reference), tag and digest together for one tag, and `localhost` for a namespace.
# - docker 7.2.0 (PyPI, docker.utils.parse_repository_tag) leaves the tag in the repository when there is a digest.
# - oras 0.2.43 (PyPI) asks docker.io for `localhost/app`, and for `ubuntu` without `library/`.
# - docker-image-py 0.2.0 (PyPI) takes each first part for a registry: `team/app` is `app` at the host `team`.
# @swimlane/docker-reference 2.0.1 (npm) reads all of them as the grammar says.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check docker==7.2.0 oras==0.2.43 docker-image-py==0.2.0
npm install --silent --no-audit --no-fund --ignore-scripts docker-parse-image@3.0.1 @swimlane/docker-reference@2.0.1 \
  > npm.log 2>&1
DIGEST=sha256:$(printf 'a%.0s' $(seq 64))
export DIGEST
cat > see.cjs <<'END_OF_SCRIPT'
const parse = require("docker-parse-image");
const { parseAll } = require("@swimlane/docker-reference");
const shorten = (value) => JSON.stringify(value).replaceAll(process.env.DIGEST, "DIGEST");
const references = [
  "quay.example/app:1",
  `quay.example/org/app@${process.env.DIGEST}`,
  `quay.example/org/app:1@${process.env.DIGEST}`,
  "localhost/app:1",
];
for (const each of references) {
  const { registry, namespace, repository, tag, fullname } = parse(each);
  console.log("docker-parse-image", shorten([registry, namespace, repository, tag, fullname]));
  const right = parseAll(each);
  console.log("  docker-reference", shorten([right.domain, right.repository, right.tag, right.digest]));
}
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
import os

from docker.utils import parse_repository_tag
from docker_image.reference import Reference
from oras.container import Container

digest = os.environ["DIGEST"]
repository, tag = parse_repository_tag(f"quay.example/org/app:1@{digest}")
print("docker", repository, tag.replace(digest, "DIGEST"))
print("oras", *(Container(each).manifest_url() for each in ("localhost/app:1", "localhost:5000/app:1", "ubuntu")))
print("docker-image-py", Reference.parse("team/app:1").split_hostname())
END_OF_PYTHON
{
  node see.cjs
  venv/bin/python see.py
} > seen.txt
cat seen.txt
diff - seen.txt <<'END_OF_TEXT'
docker-parse-image ["quay.example",null,"app","1","quay.example/library/app:1"]
  docker-reference ["quay.example","app","1",null]
docker-parse-image ["quay.example","org","app","DIGEST","quay.example/org/app:DIGEST"]
  docker-reference ["quay.example","org/app",null,"DIGEST"]
docker-parse-image ["quay.example","org","app","1@DIGEST","quay.example/org/app:1@DIGEST"]
  docker-reference ["quay.example","org/app","1","DIGEST"]
docker-parse-image [null,"localhost","app","1","localhost/app:1"]
  docker-reference ["localhost","app","1",null]
docker quay.example/org/app:1 DIGEST
oras docker.io/v2/localhost/app/manifests/1 localhost:5000/v2/app/manifests/1 docker.io/v2/ubuntu/manifests/latest
docker-image-py ('team', 'app')
END_OF_TEXT
