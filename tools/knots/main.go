// Command knots measures how a module is laid out, and fails where a limit is passed: files of one
// package that refer to each other round in a circle, so that none can be read or moved without the
// others, and files and packages that are too long. It knows nothing of what the module is about.
//
//	go -C tools run ./knots -dir .. ./...
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

// limits are the largest sizes that pass; 0 is no limit.
type limits struct {
	// knot is in files.
	knot int
	// file and pkg are in lines.
	file, pkg int
}

func main() {
	var most limits
	dir := flag.String("dir", ".", "folder that the patterns of packages start from")
	flag.IntVar(&most.knot, "max", 6, "files that may refer to each other in a circle")
	flag.IntVar(&most.file, "lines", 400, "lines of a file, tests and generated ones excepted; 0 for any number")
	flag.IntVar(&most.pkg, "package-lines", 5000, "lines of a package, tests excepted; 0 for any number")
	flag.Parse()
	over, err := run(os.Stdout, *dir, most, flag.Args())
	switch {
	case err != nil:
		fmt.Fprintln(os.Stderr, "knots:", err)
		os.Exit(2)
	case over > 0:
		os.Exit(1)
	}
}

// run prints what passes a limit and gives the number of such findings.
func run(w io.Writer, dir string, most limits, patterns []string) (int, error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	loaded, err := load(dir, patterns)
	if err != nil {
		return 0, err
	}
	var findings []string
	for _, p := range loaded {
		for _, k := range knotsOf(p) {
			if most.knot > 0 && len(k.files) > most.knot {
				findings = append(findings, k.describe(most.knot))
			}
		}
		long, err := tooLong(p, most)
		if err != nil {
			return 0, err
		}
		findings = append(findings, long...)
	}
	for _, finding := range findings {
		if _, err := io.WriteString(w, finding); err != nil {
			return 0, fmt.Errorf("writing what was found: %w", err)
		}
	}
	return len(findings), nil
}
