#!/usr/bin/env bash
# Prometheus' text format, "Histograms and summaries": each bucket is a sample with the label `le`, each quantile one
# with `quantile`, beside the samples x_sum and x_count; what other labels a metric has, all of them have, and each
# set of labels is a histogram of its own. parse-prometheus-text-format 1.1.1 (npm, "aims to be compatible with that
# of prom2json") makes one histogram of all: of two operations the buckets of the later stand for both, and labels,
# sum and count are gone. So it is with a single set of labels, and with a summary that has quantiles. Without labels
# all is there, which is what its README shows. prometheus-client 0.26.0 (PyPI) reads every sample.
#
# Seen on 2026-11-29, a histogram with op="list" (2 calls, 3 s) and op="get" (6 calls, 7 s):
#   {"buckets":{"0.5":"5","+Inf":"6"}} and nothing else
#
# Ends with 0 while that is so. Needs python3.11, node, npm and package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts parse-prometheus-text-format@1.1.1 > npm.log 2>&1
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check prometheus-client==0.26.0
cat > metrics.txt <<'END_OF_TEXT'
# TYPE wait histogram
wait_bucket{op="list",le="0.5"} 1
wait_bucket{op="list",le="+Inf"} 2
wait_sum{op="list"} 3
wait_count{op="list"} 2
wait_bucket{op="get",le="0.5"} 5
wait_bucket{op="get",le="+Inf"} 6
wait_sum{op="get"} 7
wait_count{op="get"} 6
# TYPE size summary
size{op="list",quantile="0.5"} 10
size_sum{op="list"} 40
size_count{op="list"} 3
# TYPE plain histogram
plain_bucket{le="+Inf"} 2
plain_sum 3
plain_count 2
END_OF_TEXT
cat > see.cjs <<'END_OF_SCRIPT'
const parse = require("parse-prometheus-text-format");
const families = parse(require("node:fs").readFileSync("metrics.txt", "utf8"));
for (const each of families) console.log(each.name, JSON.stringify(each.metrics));
END_OF_SCRIPT
cat > see.py <<'END_OF_PYTHON'
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families as read

for family in read(Path("metrics.txt").read_text()):
    print("python:", family.name, len(family.samples), "samples")
END_OF_PYTHON
{
  node see.cjs
  venv/bin/python see.py
} > seen.txt
cat seen.txt
diff - seen.txt <<'END_OF_TEXT'
wait [{"buckets":{"0.5":"5","+Inf":"6"}}]
size [{"quantiles":{"0.5":"10"}}]
plain [{"buckets":{"+Inf":"2"},"count":"2","sum":"3"}]
python: wait 8 samples
python: size 3 samples
python: plain 3 samples
END_OF_TEXT
