// Applies an overlay with libopenapi, which has no command of its own: main SPEC OVERLAY.
package main

import (
	"fmt"
	"os"

	"github.com/pb33f/libopenapi"
	_ "github.com/speakeasy-api/openapi-overlay/cmd"
)

func main() {
	spec, err := os.ReadFile(os.Args[1])
	if err == nil {
		var overlay []byte
		if overlay, err = os.ReadFile(os.Args[2]); err == nil {
			var result *libopenapi.OverlayResult
			if result, err = libopenapi.ApplyOverlayFromBytesToSpecBytes(spec, overlay); err == nil {
				os.Stdout.Write(result.Bytes)
				return
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
