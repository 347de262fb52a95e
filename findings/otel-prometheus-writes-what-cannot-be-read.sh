#!/usr/bin/env bash
# OpenTelemetry's "Prometheus and OpenMetrics Compatibility", of metric attributes: where two keys become one label
# (`http.route` and `http_route`), the values are joined with ";". Prometheus' text format ("Comments, help text, and
# type information", "Grouping and sorting"): one HELP and one TYPE line a metric name, and its samples in one group.
# opentelemetry-exporter-prometheus 0.66b2 (PyPI) keeps the later of the two values, and of one gauge that two libraries
# have with different descriptions makes two groups, each with HELP and TYPE. @opentelemetry/exporter-prometheus 0.223.0
# (npm) writes the label twice, and two groups for any counter that two libraries have. expfmt of prometheus/common
# 0.74.0 (Go), which the Pushgateway and promtool read with, then refuses the whole text: one odd attribute costs all
# metrics. Nor does the one of npm write the unit into the name (`temp` of Cel is temp_celsius for Python).
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11, node, npm, go and package indexes; opens no port; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check \
  opentelemetry-sdk==1.45.2 opentelemetry-exporter-prometheus==0.66b2 prometheus-client==0.26.0
npm install --silent --no-audit --no-fund --ignore-scripts \
  @opentelemetry/exporter-prometheus@0.223.0 @opentelemetry/sdk-metrics@2.12.1 > npm.log 2>&1
cat > write.py <<'END_OF_PYTHON'
import sys

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import REGISTRY, generate_latest

provider = MeterProvider(metric_readers=[PrometheusMetricReader()])
one, other = provider.get_meter("one"), provider.get_meter("other")
if sys.argv[1] == "labels":
    one.create_counter("calls").add(1, {"http.route": "/a", "http_route": "/b"})
elif sys.argv[1] == "same":
    one.create_counter("calls").add(1)
    other.create_counter("calls").add(2)
else:
    one.create_gauge("temp", unit="Cel", description="inside").set(20)
    other.create_gauge("temp", unit="Cel", description="outside").set(9)
print(generate_latest(REGISTRY).decode(), end="")
END_OF_PYTHON
cat > write.cjs <<'END_OF_SCRIPT'
const { PrometheusExporter, PrometheusSerializer } = require("@opentelemetry/exporter-prometheus");
const { MeterProvider } = require("@opentelemetry/sdk-metrics");
const exporter = new PrometheusExporter({ preventServerStart: true });
const provider = new MeterProvider({ readers: [exporter] });
const [one, other] = [provider.getMeter("one"), provider.getMeter("other")];
if (process.argv[2] === "labels") {
  one.createCounter("calls").add(1, { "http.route": "/a", http_route: "/b" });
} else if (process.argv[2] === "same") {
  one.createCounter("calls").add(1);
  other.createCounter("calls").add(2);
} else {
  one.createGauge("temp", { unit: "Cel", description: "inside" }).record(20);
  other.createGauge("temp", { unit: "Cel", description: "outside" }).record(9);
}
exporter.collect().then(({ resourceMetrics }) => {
  process.stdout.write(new PrometheusSerializer().serialize(resourceMetrics));
});
END_OF_SCRIPT
cat > read.go <<'END_OF_GO'
package main

import (
	"fmt"
	"os"

	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
)

func main() {
	parser := expfmt.NewTextParser(model.UTF8Validation)
	if _, err := parser.TextToMetricFamilies(os.Stdin); err != nil {
		fmt.Println("  expfmt:", err)
		return
	}
	fmt.Println("  expfmt: read")
}
END_OF_GO
go mod init example.org/read > go.log 2>&1
go get github.com/prometheus/common@v0.74.0 >> go.log 2>&1
go mod tidy >> go.log 2>&1
go build -o read . >> go.log 2>&1
for case in labels same described; do
  for language in Python JavaScript; do
    echo "$case, $language"
    case $language in
      Python) environment/bin/python write.py "$case" > text ;;
      *) node write.cjs "$case" > text ;;
    esac
    # what the clients say of themselves is not part of this
    sed -i '0,/^target_info/d' text
    grep -oE '^(# TYPE )?(calls|temp)[a-z_]*|http_route="[^"]*"' text | sed 's/^/  /'
    ./read < text | sed 's/line [0-9]*/line N/'
  done
done 2>errors.log | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
labels, Python
  # TYPE calls_total
  calls_total
  http_route="/b"
  expfmt: read
labels, JavaScript
  # TYPE calls_total
  calls_total
  http_route="/a"
  http_route="/b"
  expfmt: text format parsing error in line N: duplicate label names for metric "calls_total"
same, Python
  # TYPE calls_total
  calls_total
  calls_total
  expfmt: read
same, JavaScript
  # TYPE calls_total
  calls_total
  # TYPE calls_total
  calls_total
  expfmt: text format parsing error in line N: second HELP line for metric name "calls_total"
described, Python
  # TYPE temp_celsius
  temp_celsius
  # TYPE temp_celsius
  temp_celsius
  expfmt: text format parsing error in line N: second HELP line for metric name "temp_celsius"
described, JavaScript
  # TYPE temp
  temp
  # TYPE temp
  temp
  expfmt: text format parsing error in line N: second HELP line for metric name "temp"
END_OF_TEXT
