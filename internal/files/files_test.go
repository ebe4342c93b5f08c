package files

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err)
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	write(t, at("there"), "")
	write(t, at("other"), "")
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	link(t, "there", at("link"))
	link(t, "missing", at("dangling"))
	link(t, "folder", at("way"))
	link(t, at("round"), at("round"))
	if err := os.Link(at("there"), at("hard")); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		one, other string
		same       bool
	}{
		{"there", "there", true},
		{"there", "other", false},
		{"there", "link", true},
		{"there", "hard", true},
		{"there", "missing", false},
		{"missing", "missing", true},
		{"missing", "folder/../missing", true},
		{"missing", "dangling", true},
		{"missing", "else", false},
		{"folder/new", "way/new", true},
		{"folder/new", "way/other", false},
		{"nowhere/new", "nowhere/./new", true},
		{"round", "missing", false},
	} {
		one, other := dir+"/"+test.one, dir+"/"+test.other
		if Same(one, other) != test.same || Same(other, one) != test.same {
			t.Errorf("%s and %s: not %t", test.one, test.other, test.same)
		}
	}
	if _, err := Follow(at("round")); err == nil {
		t.Error("a link that leads to itself ends somewhere")
	}
}

func TestWriteWhole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	write(t, path, "old")
	unfinished, err := Begin(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := unfinished.Write([]byte("half")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("before the end: %q, %v", got, err)
	}
	if err := unfinished.Discard(); err != nil {
		t.Error(err)
	}
	if err := WriteWhole(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "new" {
		t.Errorf("%q, %v", got, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("what is left: %v, %v", entries, err)
	}
	nowhere := filepath.Join(dir, "nowhere", "file")
	if err := WriteWhole(nowhere, nil); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "writing "+nowhere+": ") {
		t.Errorf("into no folder: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "folder", "inside"), "")
	if err := WriteWhole(filepath.Join(dir, "folder"), nil); err == nil || strings.Contains(err.Error(), ".aimsio-") {
		t.Errorf("onto a folder: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("what is left: %v, %v", entries, err)
	}
}

// What killed processes began for a path goes, and nothing else does.
func TestSweep(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "a[b]*")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	at := func(name string) string { return filepath.Join(folder, name) }
	for _, name := range []string{"one.csv", "one.csv", "two.csv"} {
		left, err := Begin(at(name))
		if err != nil {
			t.Fatal(err)
		}
		if err := left.file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	write(t, at("one.csv"), "x")
	for _, want := range []int{2, 2} { // the second time nothing is left to do
		if err := Sweep(at("one.csv")); err != nil {
			t.Fatal(err)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) != want {
			t.Errorf("%d files are left, %v", len(left), err)
		}
	}
	if err := Sweep(filepath.Join(folder, "missing", "one.csv")); err != nil {
		t.Error(err)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	held, err := Take(t.Context(), path, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Try(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a second holder at once: %v", err)
	}
	_, err = Take(t.Context(), path, time.Nanosecond)
	if locked, ok := errors.AsType[*LockedError](err); !ok || locked.Path != path || !strings.Contains(err.Error(), "went on for 1ns") {
		t.Errorf("after a wait: %v", err)
	}
	stopped := errors.New("stopped")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	if _, err := Take(ctx, path, 0); !errors.Is(err, stopped) {
		t.Errorf("when the run ends: %v", err)
	}
	if err := held.Release(); err != nil {
		t.Fatal(err)
	}
	if again, err := Try(path); err != nil || again.Release() != nil {
		t.Errorf("after the release: %v", err)
	}
	if _, err := Take(t.Context(), filepath.Join(path, "nowhere"), 0); err == nil {
		t.Error("a lock below a file")
	}
}

func TestLockedKeepsApart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	write(t, path, "")
	var group sync.WaitGroup
	add := func() error {
		content, err := os.ReadFile(path)
		return errors.Join(err, WriteWhole(path, append(content, '.')))
	}
	for i := range 20 {
		group.Go(func() {
			locked := func() error { return Locked(t.Context(), path+".lock", 0, add) }
			if i%2 == 0 {
				locked = func() error { return Alone(path+".lock", add) }
			}
			if err := locked(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if content, err := os.ReadFile(path); err != nil || len(content) != 20 {
		t.Errorf("%d of 20 changes, %v", len(content), err)
	}
}
