#!/usr/bin/env bash
# The MCP Python SDK moved what its clients import with 2.0 (`streamablehttp_client` is gone, `RequestContext` has
# another home). Two adapters still ask for any later version of it: mcpadapt 0.1.19 (PyPI; what smolagents 1.26.0
# loads its MCP tools with) says `mcp[ws]>=1.10.1`, autogen-ext 0.7.5 (PyPI) says `mcp>=1.11.0` for its extra. A fresh
# install takes mcp 2.3.0, `pip check` finds nothing to say, and the first import of either ends with an ImportError.
# The extra `ws` is gone too, which pip only warns of. With mcp[ws] 1.30.0 in the same environment both load.
#
# Seen on 2026-11-28:
#   pip: WARNING: mcp 2.3.0 does not provide the extra 'ws'     pip check: No broken requirements found.
#   mcpadapt: ImportError: cannot import name 'streamablehttp_client' from 'mcp.client.streamable_http'
#   autogen-ext: ImportError: cannot import name 'RequestContext' from 'mcp.shared.context'
#
# Ends with 0 while that is so. Needs python3.11 and a package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
pip=environment/bin/pip
"$pip" install --quiet --disable-pip-version-check mcpadapt==0.1.19 'autogen-ext[mcp]==0.7.5' mcp==2.3.0 2>&1 |
  grep -F "does not provide the extra 'ws'"
"$pip" check --disable-pip-version-check

refused() { # MODULE WORD: the import of MODULE has to end with an ImportError that names WORD
  if environment/bin/python -c "import $1" 2> said.txt; then echo "$1 loads: changed"; exit 1; fi
  grep -o "ImportError: cannot import name '$2' from '[a-z_.]*'" said.txt
}
refused mcpadapt.core streamablehttp_client
refused autogen_ext.tools.mcp RequestContext

"$pip" install --quiet --disable-pip-version-check 'mcp[ws]==1.30.0'
environment/bin/python -W ignore -c 'import mcpadapt.core, autogen_ext.tools.mcp'
echo "with mcp[ws] 1.30.0 both load"
