#!/usr/bin/env bash
# MCP 2025-11-25, "Responses": a result has "the same ID as the request"; ids are texts or integers, and JSON-RPC sets
# no bound to either. The SDK for Go (modelcontextprotocol/go-sdk 1.8.0) and mcp-go 1.2.1 (mark3labs) answer
# 9007199254740993 (2^53 + 1) under 9007199254740992, so that a client which counts from a clock or a snowflake waits
# for ever. An argument of that size changes in the same way: the first puts it into a field of int64 as ...992, though
# it has the right digits at hand (`Params.Arguments`), the second hands ...992 to each tool: asked for one user, it
# looks up another. To a request with a method that it does not know the first answers 400 and a line of text, where
# JSON-RPC (5.1) has the error -32601. The SDK for Python (mcp 2.3.0, PyPI) reads both numbers as they are.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs go, python3.11 and their package indexes; servers on loopback; writes into a
# temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
go mod init example.org/see > go.log 2>&1
go get github.com/modelcontextprotocol/go-sdk@v1.8.0 github.com/mark3labs/mcp-go@v1.2.1 >> go.log 2>&1
cat > see.go <<'END_OF_GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	other "github.com/mark3labs/mcp-go/mcp"
	"github.com/mark3labs/mcp-go/server"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type arguments struct {
	N int64 `json:"n"`
}

func official() http.Handler {
	made := mcp.NewServer(&mcp.Implementation{Name: "shed", Version: "1"}, nil)
	tool := &mcp.Tool{Name: "echo", Description: "Says what it was given."}
	mcp.AddTool(made, tool, func(_ context.Context, request *mcp.CallToolRequest, given arguments) (
		*mcp.CallToolResult, any, error,
	) {
		text := fmt.Sprintf("field %d, arguments %s", given.N, request.Params.Arguments)
		return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: text}}}, nil, nil
	})
	options := &mcp.StreamableHTTPOptions{Stateless: true, JSONResponse: true}
	return mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return made }, options)
}

func marks() http.Handler {
	made := server.NewMCPServer("shed", "1")
	tool := other.NewTool("echo", other.WithNumber("n"))
	made.AddTool(tool, func(_ context.Context, request other.CallToolRequest) (*other.CallToolResult, error) {
		text, err := json.Marshal(request.GetArguments())
		return other.NewToolResultText("arguments " + string(text)), err
	})
	return server.NewStreamableHTTPServer(made, server.WithStateLess(true))
}

func main() {
	for _, each := range []struct {
		name    string
		handler http.Handler
	}{{"go-sdk", official()}, {"mcp-go", marks()}} {
		running := httptest.NewServer(each.handler)
		for _, asked := range []string{
			`{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}`,
			`{"jsonrpc":"2.0","id":"9007199254740993","method":"ping"}`,
			`{"jsonrpc":"2.0","id":1,"method":"tools/call",` +
				`"params":{"name":"echo","arguments":{"n":9007199254740993}}}`,
			`{"jsonrpc":"2.0","id":1,"method":"plots/list"}`,
		} {
			request, _ := http.NewRequest("POST", running.URL+"/mcp", strings.NewReader(asked))
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set("Accept", "application/json, text/event-stream")
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				panic(err)
			}
			body, _ := io.ReadAll(answer.Body)
			answer.Body.Close()
			said := strings.TrimSpace(string(body))
			if _, after, found := strings.Cut(said, `,"result":{"content":`); found {
				said = after
			}
			fmt.Println(each.name, answer.StatusCode, said)
		}
		running.Close()
	}
}
END_OF_GO
python3.11 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mcp==2.3.0
cat > see.py <<'END_OF_PYTHON'
from mcp.types import JSONRPCRequest

asked = '{"jsonrpc":"2.0","id":9007199254740993,"method":"tools/call","params":{"n":9007199254740993}}'
read = JSONRPCRequest.model_validate_json(asked)
print("mcp of Python reads", read.id, read.params)
END_OF_PYTHON
go mod tidy >> go.log 2>&1
{
  go run see.go
  venv/bin/python see.py
} | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
go-sdk 200 {"jsonrpc":"2.0","id":9007199254740992,"result":{}}
go-sdk 200 {"jsonrpc":"2.0","id":"9007199254740993","result":{}}
go-sdk 200 [{"type":"text","text":"field 9007199254740992, arguments {\"n\":9007199254740993}"}]}}
go-sdk 400 JSON RPC not handled: "plots/list" unsupported
mcp-go 200 {"jsonrpc":"2.0","id":9007199254740992,"result":{}}
mcp-go 200 {"jsonrpc":"2.0","id":"9007199254740993","result":{}}
mcp-go 200 [{"type":"text","text":"arguments {\"n\":9007199254740992}"}]}}
mcp-go 200 {"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method plots/list not found"}}
mcp of Python reads 9007199254740993 {'n': 9007199254740993}
END_OF_TEXT
