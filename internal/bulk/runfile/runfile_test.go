package runfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// tried keeps the files that were made to try a disk.
type tried map[string]bool

func (t tried) Add(path string)  { t[path] = true }
func (t tried) Drop(path string) { t[path] = false }

// Whether a file can be written is tried beside it, so that what is in it stays; nothing else stays.
func TestCheckWritable(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "results")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := tried{}
	for _, one := range []string{path, filepath.Join(folder, "new"), filepath.Join(folder, "nowhere", "new"), folder} {
		if err := CheckWritable(one, files); err != nil {
			t.Errorf("%s: %v", one, err)
		}
	}
	if len(files) != 2 {
		t.Errorf("%d files were tried: a folder is none, and where there is no folder opening says so", len(files))
	}
	for one, left := range files {
		if filepath.Dir(one) != folder || left {
			t.Errorf("%s is left", one)
		}
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("%d files lie in the folder, %v", len(entries), err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "old" {
		t.Errorf("%q, %v", content, err)
	}
}

// A full disk is told by the name that the user gave, and not by that of the file that tried it.
func TestNoRoom(t *testing.T) {
	t.Parallel()
	err := noRoom("results.ndjson", errors.Join(&fs.PathError{Op: "write", Path: ".aimsio-123", Err: syscall.ENOSPC}))
	if !errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), ".aimsio") || !strings.HasPrefix(err.Error(), "results.ndjson cannot be written, so nothing was sent: ") {
		t.Error(err)
	}
	other := errors.New("x")
	if err := noRoom("r", other); !errors.Is(err, other) {
		t.Error(err)
	}
}

// Only whole lines stay, and the next one begins behind them.
func TestSeekBehindLastLine(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100_000)
	for content, want := range map[string]string{
		"": "+\n", "a\n": "a\n+\n", "a\nb": "a\n+\n", "cut": "+\n", "a\n\n": "a\n\n+\n", long + "\n" + long: long + "\n+\n",
	} {
		path := filepath.Join(t.TempDir(), "r")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := SeekBehindLastLine(file); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Fprintln(file, "+"); err != nil {
			t.Fatal(err)
		}
		_ = file.Close()
		if got, _ := os.ReadFile(path); string(got) != want {
			t.Errorf("%.20q became %.20q", content, got)
		}
	}
}
