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
	if err := c.Use(t.Context(), "demo"); err != nil {
		t.Fatal(err)
	}
	if warnings := w.load().Warnings(); len(warnings) > 0 {
		t.Errorf("still: %q", warnings)
	}
}

func TestFolderThatOthersCanWriteIsToldOf(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	for mode, warned := range map[os.FileMode]int{0o700: 0, 0o755: 0, 0o775: 1, 0o777: 1, 0o777 | os.ModeSticky: 0} {
		w := configured(t, twoEnvironments)
		if err := os.Chmod(filepath.Dir(w.path()), mode); err != nil {
			t.Fatal(err)
		}
		c := w.load()
		if c.Err() != nil || len(c.Warnings()) != warned || warned > 0 && !strings.Contains(c.Warnings()[0], "chmod 700 the folder") {
			t.Errorf("%v: %v, warnings %q", mode, c.Err(), c.Warnings())
		}
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

// TestStateFolderThatIsThere: the program's own is closed to others, one that the user chose is not
// changed, and neither is used if others can write to it.
func TestStateFolderThatIsThere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permission bits")
	}
	for variable, want := range map[string]os.FileMode{"AIMSIO_STATE_DIR": 0o755, "XDG_STATE_HOME": 0o700} {
		w := newWorld(t)
		delete(w.variables, "AIMSIO_STATE_DIR")
		folder := filepath.Join(w.dir, "aimsio")
		w.variables[variable] = map[string]string{"AIMSIO_STATE_DIR": folder, "XDG_STATE_HOME": w.dir}[variable]
		if err := errors.Join(os.Mkdir(folder, 0o700), os.Chmod(folder, 0o755)); err != nil {
			t.Fatal(err)
		}
		path, err := w.load().MakeStateDir()
		if info, missing := os.Stat(path); err != nil || missing != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want mode %04o", variable, err, info, want)
		}
		if err := os.Chmod(folder, 0o775); err != nil {
			t.Fatal(err)
		}
		if _, err := w.load().MakeStateDir(); err == nil || !strings.Contains(err.Error(), "chmod 700") {
			t.Errorf("%s, writable: got %v", variable, err)
		}
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
