package test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The tests that the guide to security names for what holds are there.
func TestTheThreatModelNamesItsTests(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../docs/security.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test[A-Za-z0-9_]+)`").FindAllStringSubmatch(string(page), -1)
	if len(named) < 30 {
		t.Fatalf("the guide names %d tests", len(named))
	}
	var sources strings.Builder
	for _, folder := range []string{".", "../internal"} {
		files := os.DirFS(folder)
		err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			content, err := fs.ReadFile(files, path)
			sources.Write(content)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, one := range named {
		if !strings.Contains(sources.String(), "func "+one[1]+"(t *testing.T)") {
			t.Errorf("there is no test %s", one[1])
		}
	}
}
