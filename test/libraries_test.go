package test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEachLibraryHasItsReason holds the table of libraries in the guide against go.mod, in the order of both.
func TestEachLibraryHasItsReason(t *testing.T) {
	t.Parallel()
	module, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	var required []string
	for _, found := range regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(module), -1) {
		required = append(required, found[1]) // those with "// indirect" do not end so
	}
	page, err := os.ReadFile("../docs/libraries.md")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for line := range strings.Lines(string(page)) {
		first, reason, row := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !row || !strings.HasPrefix(first, "`") {
			continue
		}
		if strings.Trim(reason, " |\n") == "" {
			t.Errorf("%s has no reason", first)
		}
		for name := range strings.SplitSeq(first, ", ") {
			told = append(told, strings.Trim(name, "`"))
		}
	}
	slices.Sort(required)
	slices.Sort(told)
	if diff := cmp.Diff(required, told); diff != "" {
		t.Errorf("go.mod (-) and docs/libraries.md (+) differ: a library needs its reason there\n%s", diff)
	}
}
