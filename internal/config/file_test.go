package config

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFileThatOthersCanWriteIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	for _, mode := range []os.FileMode{0o620, 0o602} {
		w := configured(t, twoEnvironments)
		if err := os.Chmod(w.path(), mode); err != nil {
			t.Fatal(err)
		}
		c := w.load()
		if !errors.Is(c.Err(), ErrInvalid) || !strings.Contains(c.Err().Error(), "chmod 600") {
			t.Errorf("%o: got %v", mode, c.Err())
		}
		if c.Configured("portal") {
			t.Errorf("%o: the file is used all the same", mode)
		}
	}
}

func TestFileThatOthersCanReadIsMended(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	w := configured(t, twoEnvironments)
	if err := os.Chmod(w.path(), 0o644); err != nil {
		t.Fatal(err)
	}
	c := w.load()
	if c.Err() != nil || len(c.Warnings()) != 1 || !strings.Contains(c.Warnings()[0], "chmod 600") {
		t.Fatalf("got %v, warnings %q", c.Err(), c.Warnings())
	}
	if err := c.Use("demo"); err != nil {
		t.Fatal(err)
	}
	if warnings := w.load().Warnings(); len(warnings) > 0 {
		t.Errorf("still: %q", warnings)
	}
}

func TestFileThatIsNone(t *testing.T) {
	w := newWorld(t)
	if err := os.MkdirAll(w.path(), 0o700); err != nil {
		t.Fatal(err)
	}
	if c := w.load(); c.Err() == nil || !strings.Contains(c.Err().Error(), "not a file") {
		t.Errorf("a folder: %v", c.Err())
	}
	w = configured(t, strings.Repeat("#", maxFile+1))
	if c := w.load(); c.Err() == nil || !strings.Contains(c.Err().Error(), "larger than") {
		t.Errorf("a file of more than a mebibyte: %v", c.Err())
	}
}

func TestStateFolderIsPrivate(t *testing.T) {
	w := newWorld(t)
	w.variables["AIMSIO_STATE_DIR"] = filepath.Join(w.dir, "a", "b")
	path, err := w.load().MakeStateDir()
	if err != nil || path != filepath.Join(w.dir, "a", "b") {
		t.Fatalf("got %q, %v", path, err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
