package main

import (
	"fmt"
	"path/filepath"

	"golang.org/x/tools/go/packages"
)

// load gives packages with their types, without tests.
func load(dir string, patterns []string) ([]*packages.Package, error) {
	loaded, err := packages.Load(&packages.Config{
		Dir: dir,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo |
			packages.NeedImports | packages.NeedDeps,
	}, patterns...)
	if err != nil {
		return nil, fmt.Errorf("loading the packages: %w", err)
	}
	for _, p := range loaded {
		// Half a package would be measured as if it were whole.
		if len(p.Errors) > 0 {
			return nil, fmt.Errorf("package %s: %w", p.PkgPath, p.Errors[0])
		}
	}
	return loaded, nil
}

// base names a file within its package.
func base(path string) string { return filepath.Base(path) }
