package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

// tooLong describes the files of a package, and the package, that have too many lines. Files for
// other systems than this one count too.
func tooLong(p *packages.Package, most limits) ([]string, error) {
	var findings []string
	sum := 0
	for _, path := range append(append([]string{}, p.GoFiles...), p.IgnoredFiles...) {
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("counting lines: %w", err)
		}
		lines := bytes.Count(content, []byte("\n"))
		sum += lines
		if most.file == 0 || lines <= most.file {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, content, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			return nil, fmt.Errorf("counting lines: %w", err)
		}
		if !ast.IsGenerated(file) {
			findings = append(findings, fmt.Sprintf("%s: %s has %d lines, and a file may have %d\n", p.PkgPath, base(path), lines, most.file))
		}
	}
	if most.pkg > 0 && sum > most.pkg {
		findings = append(findings, fmt.Sprintf("%s: the package has %d lines, and one may have %d\n", p.PkgPath, sum, most.pkg))
	}
	return findings, nil
}
