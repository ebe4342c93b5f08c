package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cli"
)

// written writes the manual on a day and gives its packed pages by path.
func written(t *testing.T) map[string][]byte {
	t.Helper()
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	folder := t.TempDir()
	if err := writeMan(folder, cli.Commands(api.Builtin())); err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob(filepath.Join(folder, "man*", "*.gz"))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string][]byte{}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		pages[strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(folder)+"/")] = content
	}
	return pages
}

func unpacked(t *testing.T, packed []byte) string {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestManual: every command has a page, the same bytes each time, that a formatter finds nothing wrong with.
func TestManual(t *testing.T) {
	pages := written(t)
	if diff := cmp.Diff(pages, written(t)); diff != "" {
		t.Error("the manual is another one the second time")
	}
	var visit func(*cobra.Command)
	visit = func(command *cobra.Command) {
		name := "man1/" + manName(command) + ".1.gz"
		if _, there := pages[name]; !there && command.IsAvailableCommand() {
			t.Errorf("%s has no page", command.CommandPath())
		}
		for _, sub := range command.Commands() {
			visit(sub)
		}
	}
	visit(cli.Commands(api.Builtin()))
	mandoc, missing := exec.LookPath("mandoc")
	var all strings.Builder
	for name, packed := range pages {
		page := unpacked(t, packed)
		if !strings.Contains(page, `"2023-11-14"`) {
			t.Errorf("%s bears another date", name)
		}
		all.WriteString(page)
	}
	if missing == nil {
		lint := exec.Command(mandoc, "-Tlint", "-W", "warning")
		lint.Stdin = strings.NewReader(all.String())
		if said, err := lint.CombinedOutput(); err != nil {
			t.Errorf("%s", said)
		}
	}
}

// TestRoff: no text is taken for the formatter's own.
func TestRoff(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		".SH is no heading":      `\&.SH is no heading`,
		"a\n'b' and\n.c":         "a\n\\(aqb\\(aq and\n\\&.c",
		`\fBnot bold\fR --flag~`: `\efBnot bold\efR \-\-flag\(ti`,
	} {
		if got := roff(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
