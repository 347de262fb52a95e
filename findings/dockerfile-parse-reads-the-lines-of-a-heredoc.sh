#!/usr/bin/env bash
# Dockerfile reference, "Here-Documents" (in the syntax that builders have had since 1.4): the lines between `<<EOF` and
# `EOF` are the script or the file of one RUN or COPY. dockerfile-parse 2.0.1 (PyPI), with which build systems and checks
# look at Dockerfiles, takes each such line for an instruction of its own: `ECHO`, `EOF`, and where the text of a file
# that COPY writes has a line `LABEL ...` or `ENV ...`, labels and variables that the image does not have.
#
# Seen on 2026-11-29:
#   RUN <<EOF / echo ready / EOF           -> instructions RUN, ECHO, EOF
#   COPY <<EOF /note / LABEL tier=back / EOF -> labels {"tier": "back"}
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dockerfile-parse==2.0.1
cat > see.py <<'END_OF_PYTHON'
import io

from dockerfile_parse import DockerfileParser


def read(text):
    parser = DockerfileParser(fileobj=io.BytesIO())
    parser.content = text
    return [found["instruction"] for found in parser.structure], dict(parser.labels), dict(parser.envs)


script = read("FROM python:3.11\nRUN <<EOF\necho ready\nEOF\nUSER 1000\n")
file = read("FROM python:3.11\nCOPY <<EOF /note\nLABEL tier=back\nENV PORT=1\nEOF\n")
print(script, file, sep="\n")
assert script[0] == ["FROM", "RUN", "ECHO", "EOF", "USER"], "changed: a script"
assert file[1:] == ({"tier": "back"}, {"PORT": "1"}), "changed: a file"
END_OF_PYTHON
venv/bin/python see.py
