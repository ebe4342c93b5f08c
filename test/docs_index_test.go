package test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mostLines is how long a guide may be: who looks for a task reads one page.
const mostLines = 200

// TestIndexOfGuides: every guide is in the index once, and none is too long to be read.
func TestIndexOfGuides(t *testing.T) {
	t.Parallel()
	index, err := os.ReadFile("../docs/README.md")
	if err != nil {
		t.Fatal(err)
	}
	guides, err := filepath.Glob("../docs/*.md")
	if err != nil || len(guides) < 2 {
		t.Fatalf("%q, %v", guides, err)
	}
	for _, guide := range guides {
		page, err := os.ReadFile(guide)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(page), "\n"); lines >= mostLines {
			t.Errorf("%s has %d lines: divide it by task", guide, lines)
		}
		name := filepath.Base(guide)
		if found := strings.Count(string(index), "]("+name+")"); found != 1 && name != "README.md" {
			t.Errorf("docs/README.md names %s %d times", name, found)
		}
	}
}
