// Command compile turns openapi.yaml into catalog_builtin.go. It runs in the folder of the package api, by
// go generate.
package main

import (
	"fmt"
	"os"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compile"
)

// The files lie in the folder in which go generate starts the command.
const (
	from = "openapi.yaml"
	to   = "catalog_builtin.go"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "compile:", err)
		os.Exit(1)
	}
}

func run() error {
	description, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("reading the API description: %w", err)
	}
	catalog, err := compile.With(description, compile.Options{Rows: api.Presentations(), BuiltIn: true})
	if err != nil {
		return fmt.Errorf("compiling %s: %w", from, err)
	}
	text, err := source(catalog)
	if err != nil {
		return fmt.Errorf("compiling %s: %w", from, err)
	}
	if err := os.WriteFile(to, text, 0o600); err != nil {
		return fmt.Errorf("writing the catalog: %w", err)
	}
	return nil
}
