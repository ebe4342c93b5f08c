// Command gen writes the generated part of the documentation: a reference page for every
// top-level command, the views of the mirror, what of the API is documented and what assumed, and pictures of the program.
// Run it with "go generate ./docs/gen". "go run ./docs/gen man FOLDER" writes the manual pages.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/compare"
	"github.com/aimsio-cli/aimsio/internal/cli"
)

//go:generate go run . ..

func main() {
	var err error
	switch {
	case len(os.Args) == 2:
		err = generate(os.Args[1])
	case len(os.Args) == 3 && os.Args[1] == "man":
		err = writeMan(os.Args[2], cli.Commands(api.Builtin()))
	default:
		fmt.Fprintln(os.Stderr, "usage: gen DOCS-FOLDER\n       gen man FOLDER")
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// generate writes the pages below a folder, in place of those that are there.
func generate(docs string) error {
	catalog := api.Builtin()
	pages := referencePages(cli.Commands(catalog))
	pages["reference/api-coverage.md"] = compare.Coverage(catalog)
	pages["reference/views.md"] = viewsPage(catalog)
	if err := os.RemoveAll(filepath.Join(docs, "reference")); err != nil {
		return fmt.Errorf("removing the old reference: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(docs, "reference"), 0o750); err != nil {
		return fmt.Errorf("making the reference's folder: %w", err)
	}
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(docs, name), []byte(text), 0o600); err != nil {
			return fmt.Errorf("writing a page: %w", err)
		}
	}
	return pictures(filepath.Join(docs, "pictures"))
}
