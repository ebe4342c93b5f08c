//go:build unix

package private

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func modeOf(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// existing makes a file or a folder with exactly this mode.
func existing(t *testing.T, folder bool, mode fs.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a")
	err := os.WriteFile(path, []byte("text"), 0o600)
	if folder {
		err = errors.Join(os.Remove(path), os.Mkdir(path, 0o700))
	}
	if err := errors.Join(err, os.Chmod(path, mode)); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsMadeIsPrivate(t *testing.T) {
	before := syscall.Umask(0)
	t.Cleanup(func() { syscall.Umask(before) })
	folder := filepath.Join(t.TempDir(), "a", "b")
	if err := Folder(folder); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "file")
	if err := RestrictMode(path); err != nil {
		t.Errorf("nothing to mend: %v", err)
	}
	if _, err := Open(path, os.O_RDWR); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	file, err := Open(path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("text"); errors.Join(err, file.Close()) != nil {
		t.Error("the file cannot be written")
	}
	for name, mode := range map[string]fs.FileMode{filepath.Dir(folder): 0o700, folder: 0o700, path: 0o600} {
		if got := modeOf(t, name); got != mode {
			t.Errorf("%s has mode %04o, not %04o", name, got, mode)
		}
	}
}

func TestWhatOthersCanReadIsMended(t *testing.T) {
	for _, mode := range []fs.FileMode{0o755, 0o750, 0o704} {
		folder := existing(t, true, mode)
		if err := UserFolder(folder); err != nil || modeOf(t, folder) != mode {
			t.Errorf("a folder of mode %04o that the user chose: %v, now %04o", mode, err, modeOf(t, folder))
		}
		if err := Folder(folder); err != nil || modeOf(t, folder) != 0o700 {
			t.Errorf("a folder of mode %04o: %v, now %04o", mode, err, modeOf(t, folder))
		}
	}
	for _, mode := range []fs.FileMode{0o644, 0o640, 0o604} {
		path := existing(t, false, mode)
		if err := RestrictMode(path); err != nil || modeOf(t, path) != 0o600 {
			t.Errorf("a file of mode %04o: %v, now %04o", mode, err, modeOf(t, path))
		}
	}
}

func TestWhatOthersCanChangeIsRefused(t *testing.T) {
	expect := func(what string, mode fs.FileMode, path string, err error) {
		t.Helper()
		refused, ok := errors.AsType[*Error](err)
		if !ok || refused.Path != path || !strings.Contains(err.Error(), "chmod") || modeOf(t, path) != mode.Perm() {
			t.Errorf("a %s of mode %04o: %v, now %04o", what, mode, err, modeOf(t, path))
		}
	}
	for _, mode := range []fs.FileMode{0o777, 0o770, 0o702, 0o777 | fs.ModeSticky} {
		folder := existing(t, true, mode)
		expect("folder", mode, folder, Folder(folder))
		expect("chosen folder", mode, folder, UserFolder(folder))
	}
	for _, mode := range []fs.FileMode{0o666, 0o660, 0o602, 0o620} {
		path := existing(t, false, mode)
		file, err := Open(path, os.O_RDWR|os.O_CREATE)
		expect("file", mode, path, err)
		if file != nil {
			t.Error("a refused file is handed out")
		}
		expect("file", mode, path, RestrictMode(path))
	}
	if err := Folder(existing(t, false, 0o600)); err == nil {
		t.Error("a file passes for a folder")
	}
}

// owned is a file of another user, which only root could make in earnest.
type owned struct {
	fs.FileInfo
	stat syscall.Stat_t
}

func (o owned) Sys() any          { return &o.stat }
func (o owned) Mode() fs.FileMode { return 0o600 }

func TestWhatBelongsToOthersIsRefused(t *testing.T) {
	for owner, refused := range map[int]bool{0: false, os.Geteuid(): false, os.Geteuid() + 1: true} {
		err := Check("a", owned{stat: syscall.Stat_t{Uid: uint32(owner)}})
		if (err != nil) != refused {
			t.Errorf("user %d opens what belongs to %d: %v", os.Geteuid(), owner, err)
		}
	}
}
