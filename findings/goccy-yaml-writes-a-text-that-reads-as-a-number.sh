#!/usr/bin/env bash
# YAML 1.2.2, 10.3.2 (core schema): a number may have an exponent without a point, so that `7e10` is a float, and the
# text "7e10" (the start of a commit, a part number) has to be quoted. goccy/go-yaml 1.19.2 (Go) reads `1e3` and `12e03`
# as texts and writes such texts as they are: gopkg.in/yaml.v3 3.0.1 and yaml 2.9.1 (npm) read another value out of its
# file, 1000 for "1e3" and 8 for "08". The text ".inf", a tab and a line feed do not come back from its own output: a
# number, nothing, and for the line feed the empty text. It reads `012` as the octal number of YAML 1.1, where 1.2 has
# twelve, and `1_000`, which is a text there, as a number; yaml.v3 does both as well, yaml of npm neither.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs go, node, npm and their package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --ignore-scripts yaml@2.9.1 > npm.log 2>&1
go mod init example.org/see > go.log 2>&1
go get github.com/goccy/go-yaml@v1.19.2 gopkg.in/yaml.v3@v3.0.1 >> go.log 2>&1
cat > see.go <<'END_OF_GO'
package main

import (
	"encoding/json"
	"fmt"
	"os"

	goccy "github.com/goccy/go-yaml"
	v3 "gopkg.in/yaml.v3"
)

func say(value any, err error) string {
	if err != nil {
		return "an error"
	}
	return fmt.Sprintf("%T %v", value, value)
}

func main() {
	var written []string
	for _, text := range []string{"1e3", "08", ".inf", "\t", "\n"} {
		out, _ := goccy.Marshal([]string{text})
		written = append(written, string(out))
		var own, other []any
		err := goccy.Unmarshal(out, &own)
		otherErr := v3.Unmarshal(out, &other)
		fmt.Printf("%q written as %q: goccy %q, yaml.v3 %q\n", text, out, say(own, err), say(other, otherErr))
	}
	for _, text := range []string{"7e10", "012", "1_000"} {
		var own, other any
		err := goccy.Unmarshal([]byte(text), &own)
		otherErr := v3.Unmarshal([]byte(text), &other)
		fmt.Printf("%s: goccy %s, yaml.v3 %s\n", text, say(own, err), say(other, otherErr))
	}
	out, _ := json.Marshal(written)
	if err := os.WriteFile("written.json", out, 0o600); err != nil {
		panic(err)
	}
}
END_OF_GO
cat > see.cjs <<'END_OF_SCRIPT'
const { parse } = require("yaml");
for (const text of [...require("./written.json"), "7e10", "012", "1_000"]) {
  console.log("yaml of npm:", JSON.stringify(text), "->", JSON.stringify([parse(text)].flat()[0]));
}
END_OF_SCRIPT
{
  go run see.go
  node see.cjs
} | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
"1e3" written as "- 1e3\n": goccy "[]interface {} [1e3]", yaml.v3 "[]interface {} [1000]"
"08" written as "- 08\n": goccy "[]interface {} [08]", yaml.v3 "[]interface {} [8]"
".inf" written as "- .inf\n": goccy "[]interface {} [+Inf]", yaml.v3 "[]interface {} [+Inf]"
"\t" written as "- \t\n": goccy "[]interface {} [<nil>]", yaml.v3 "an error"
"\n" written as "- |\n\n": goccy "[]interface {} []", yaml.v3 "[]interface {} []"
7e10: goccy string 7e10, yaml.v3 float64 7e+10
012: goccy uint64 10, yaml.v3 int 10
1_000: goccy uint64 1000, yaml.v3 int 1000
yaml of npm: "- 1e3\n" -> 1000
yaml of npm: "- 08\n" -> 8
yaml of npm: "- .inf\n" -> null
yaml of npm: "- \t\n" -> null
yaml of npm: "- |\n\n" -> ""
yaml of npm: "7e10" -> 70000000000
yaml of npm: "012" -> 12
yaml of npm: "1_000" -> "1_000"
END_OF_TEXT
