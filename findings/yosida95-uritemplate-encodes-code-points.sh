#!/usr/bin/env bash
# RFC 6570, 1.6 and 3.2.1: a character that a template does not allow as it is becomes its UTF-8 octets, each written as
# %XX; 3.2.3: of a `{+x}` a triplet such as %20 stays as it is; 2.4.1: a prefix counts characters. uritemplate of
# yosida95 3.0.2 (Go; what both MCP SDKs for Go match and expand resource templates with) writes the bytes of the code
# point instead: "é" is %E9, which no UTF-8 reader takes, and two Japanese characters are `%65%E5%67%2C`, in which a
# server finds the letters "e" and "g" and a comma. Its own matching decodes UTF-8 rightly, so that it does not read
# back what it wrote. A prefix of a text beyond ASCII is an error or half of a text, a %20 in `{+x}` becomes %2520.
# uri_template 1.3.0 (PyPI) writes each as the RFC says.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs go, python3.11 and their package indexes; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check uri_template==1.3.0
go mod init example.org/see > go.log 2>&1
go get github.com/yosida95/uritemplate/v3@v3.0.2 >> go.log 2>&1
cat > see.go <<'END_OF_GO'
package main

import (
	"fmt"

	"github.com/yosida95/uritemplate/v3"
)

func main() {
	for _, each := range [][2]string{
		{"/n/{x}", "caf\u00e9"}, {"/n/{x}", "\u65e5\u672c"}, {"/n{?x}", "\u20ac"}, {"/n/{x:1}", "\u00e9a"},
		{"/n/{+x}", "a%20b"}, {"/n/{x}", "a b"},
	} {
		template := uritemplate.MustNew(each[0])
		written, err := template.Expand(uritemplate.Values{"x": uritemplate.String(each[1])})
		fmt.Printf("%s %+q -> %q", each[0], each[1], written)
		if err != nil {
			fmt.Print(", an error")
		} else if found := template.Match(written); found != nil {
			fmt.Printf(", read back: %+q", found.Get("x").String())
		}
		fmt.Println()
	}
	template := uritemplate.MustNew("/n/{x}")
	fmt.Printf("/n/caf%%C3%%A9 is read as %+q\n", template.Match("/n/caf%C3%A9").Get("x").String())
}
END_OF_GO
cat > see.py <<'END_OF_PYTHON'
from uri_template import URITemplate

for template, value in (
    ("/n/{x}", "caf\u00e9"),
    ("/n/{x}", "\u65e5\u672c"),
    ("/n{?x}", "\u20ac"),
    ("/n/{x:1}", "\u00e9a"),
    ("/n/{+x}", "a%20b"),
):
    print("right:", template, URITemplate(template).expand(x=value))
END_OF_PYTHON
{
  go run see.go
  venv/bin/python see.py
} | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
/n/{x} "caf\u00e9" -> "/n/caf%E9", read back: "caf\xe9"
/n/{x} "\u65e5\u672c" -> "/n/%65%E5%67%2C", read back: "e\xe5g,"
/n{?x} "\u20ac" -> "/n?x=%20%AC", read back: " \xac"
/n/{x:1} "\u00e9a" -> "/n/", an error
/n/{+x} "a%20b" -> "/n/a%2520b", read back: "a%20b"
/n/{x} "a b" -> "/n/a%20b", read back: "a b"
/n/caf%C3%A9 is read as "caf\u00e9"
right: /n/{x} /n/caf%C3%A9
right: /n/{x} /n/%E6%97%A5%E6%9C%AC
right: /n{?x} /n?x=%E2%82%AC
right: /n/{x:1} /n/%C3%A9
right: /n/{+x} /n/a%20b
END_OF_TEXT
