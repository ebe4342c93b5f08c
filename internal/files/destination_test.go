package files

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestDestination(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, at("there"), "")
	write(t, at("folder/inside"), "")
	link(t, "there", at("link"))
	link(t, "missing", at("dangling"))
	link(t, "folder/inside", at("away"))
	link(t, "folder/missing", at("dangling-away"))
	link(t, "nowhere/missing", at("lost"))
	link(t, os.DevNull, at("device"))
	for name, want := range map[string]string{
		"there": "there", "missing": "missing", "link": "there", "dangling": "missing",
		"away": "folder/inside", "dangling-away": "folder/missing", "folder/inside": "folder/inside",
	} {
		if runtime.GOOS == "windows" && strings.Contains(name, "away") {
			continue // whose owner is not looked for there
		}
		if got, err := Destination(at(name)); err != nil || got != at(want) {
			t.Errorf("%s leads to %s, %v", name, got, err)
		}
	}
	if got, err := Destination(at("device")); err != nil || got != os.DevNull {
		t.Errorf("a link to a device leads to %s, %v", got, err)
	}
	if got, err := Destination(at("lost")); err == nil {
		t.Errorf("a link into no folder leads to %s", got)
	}
}

// A link that somebody else has made, or to what belongs to somebody else, is not followed elsewhere.
func TestDestinationOfOthers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" || os.Geteuid() != 0 {
		t.Skip("to make a file of somebody else takes an administrator")
	}
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.Mkdir(at("folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	const other = 12345
	write(t, at("folder/mine"), "")
	write(t, at("folder/theirs"), "")
	link(t, "folder/mine", at("theirs-to-mine"))
	link(t, "folder/theirs", at("mine-to-theirs"))
	link(t, "theirs-to-mine", at("over-theirs"))
	if err := errors.Join(os.Lchown(at("theirs-to-mine"), other, other), os.Chown(at("folder/theirs"), other, other)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"theirs-to-mine", "mine-to-theirs", "over-theirs"} {
		if got, err := Destination(at(name)); err == nil || !strings.Contains(err.Error(), "name that file itself") {
			t.Errorf("%s leads to %s, %v", name, got, err)
		}
	}
}

func TestHold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, hard := filepath.Join(dir, "file"), filepath.Join(dir, "hard")
	write(t, path, "kept")
	if err := os.Link(path, hard); err != nil {
		t.Fatal(err)
	}
	open := func(name string) *os.File {
		file, err := os.OpenFile(name, os.O_RDWR, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = file.Close() })
		return file
	}
	first := open(path)
	if err := Hold(first); err != nil {
		t.Fatal(err)
	}
	if _, err := first.WriteString("more"); err != nil {
		t.Errorf("who holds a file cannot write it: %v", err)
	}
	for _, name := range []string{path, hard} {
		if _, ok := errors.AsType[*LockedError](Hold(open(name))); !ok {
			t.Errorf("%s can be held twice", name)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Hold(open(hard)); err != nil {
		t.Errorf("after the end: %v", err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = null.Close() }()
	again, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if err := errors.Join(Hold(null), Hold(again)); err != nil {
		t.Errorf("a device: %v", err)
	}
}
