package files

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var errKilled = errors.New("killed")

// killed is a file in memory whose writer is killed after so many bytes and changes.
type killed struct {
	content []byte
	left    int
}

func (k *killed) Seek(int64, int) (int64, error) { return int64(len(k.content)), nil }

func (k *killed) WriteAt(p []byte, at int64) (int, error) {
	n := min(len(p), k.left)
	k.left -= n
	end := int(at) + n
	if end > len(k.content) {
		k.content = append(k.content, make([]byte, end-len(k.content))...)
	}
	copy(k.content[at:], p[:n])
	if n < len(p) {
		return n, errKilled
	}
	return n, nil
}

func (k *killed) Sync() error {
	if k.left <= 0 {
		return errKilled
	}
	k.left--
	return nil
}

func (k *killed) Truncate(size int64) error {
	if k.left <= 0 {
		return errKilled
	}
	k.left--
	k.content = k.content[:size]
	return nil
}

func text(content []byte) string { return strings.TrimRight(string(Text(content)), "\n") }

// TestKilledWhileRewriting: whenever the writer is killed, once or twice, the file gives what it
// held before or what was to be written.
func TestKilledWhileRewriting(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("- a: \"longer\"\n", 3)
	for _, texts := range [][3]string{
		{"", "- a: \"new\"\n", "- b\n"}, {"- a: \"old\"\n", long, "- b\n"}, {long, "- a: \"new\"\n", long + long}, {"x", "", "y\n"},
	} {
		for first := range 1000 {
			once := &killed{content: []byte(texts[0]), left: first}
			done := rewrite(once, []byte(texts[1])) == nil
			held := text(once.content)
			before, after := strings.TrimRight(texts[0], "\n"), strings.TrimRight(texts[1], "\n")
			if held != before && held != after || done && string(once.content) != texts[1] {
				t.Fatalf("killed after %d: the file gives %q", first, held)
			}
			for second := first % 23; second < 1000; second += 23 {
				twice := &killed{content: bytes.Clone(once.content), left: second}
				finished := rewrite(twice, []byte(texts[2])) == nil
				if got := text(twice.content); got != held && got != strings.TrimRight(texts[2], "\n") {
					t.Fatalf("killed after %d and %d: the file gives %q", first, second, got)
				}
				if finished {
					break
				}
			}
			if done {
				break
			}
		}
	}
}

// full is a disk that takes no more.
type full struct{ killed }

func (f *full) WriteAt(p []byte, at int64) (int, error) {
	_, _ = f.killed.WriteAt(p[:len(p)/2], at)
	return len(p) / 2, io.ErrShortWrite
}

func TestDiskFullWhileRewriting(t *testing.T) {
	t.Parallel()
	disk := &full{killed{content: []byte("old\n"), left: 1000}}
	if err := rewrite(disk, []byte("the new text\n")); !errors.Is(err, io.ErrShortWrite) || string(disk.content) != "old\n" {
		t.Errorf("%v, the file holds %q", err, disk.content)
	}
}

func TestRewriteInPlace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a")
	for _, want := range []string{"one\n", strings.Repeat("two\n", 100), "", "three\n"} {
		if err := RewriteInPlace(path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%q, %v", got, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v", entries, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	for _, foreign := range []string{"", "\n", "a: b", "# aimsio: whole, 1 bytes of sum 00", "x\n# aimsio: whole, -1 bytes of sum 00"} {
		if got := string(Text([]byte(foreign))); got != foreign {
			t.Errorf("%q gives %q", foreign, got)
		}
	}
}
