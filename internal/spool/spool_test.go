package spool_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"testing/iotest"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// folder sends temporary files to a place that only this test uses.
func folder(t *testing.T, path string) {
	t.Helper()
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, path)
	}
}

func fill(t *testing.T, s *spool.Spool, content []byte, step int) {
	t.Helper()
	for part := content; len(part) > 0; {
		n, err := s.Write(part[:min(step, len(part))])
		if err != nil {
			t.Fatal(err)
		}
		part = part[n:]
	}
}

func TestContentSurvivesInMemoryAndOnDisk(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef"), 64)
	for name, tt := range map[string]struct {
		memory, step int
		inMemory     bool
	}{
		"all in memory":              {memory: 2048, step: 100, inMemory: true},
		"exactly full":               {memory: 1024, step: 100, inMemory: true},
		"one byte too many":          {memory: 1023, step: 1024},
		"the border cuts a write":    {memory: 150, step: 100},
		"the border is between them": {memory: 200, step: 100},
		"nothing in memory":          {memory: 0, step: 7},
	} {
		t.Run(name, func(t *testing.T) {
			s := spool.New(tt.memory)
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			fill(t, s, content, tt.step)
			if s.Size() != int64(len(content)) {
				t.Errorf("size %d, want %d", s.Size(), len(content))
			}
			if _, ok := s.Bytes(); ok != tt.inMemory {
				t.Errorf("all in memory: %v, want %v", ok, tt.inMemory)
			}
			for range 2 {
				if err := iotest.TestReader(s.Reader(), content); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestBytesGivesWhatWasWritten(t *testing.T) {
	s := spool.New(spool.DefaultMemory)
	fill(t, s, []byte(`{"a":1}`), 3)
	if got, ok := s.Bytes(); !ok || string(got) != `{"a":1}` {
		t.Errorf("got %q, %v", got, ok)
	}
}

func TestReadAtNearTheEnd(t *testing.T) {
	s := spool.New(4)
	t.Cleanup(func() { _ = s.Close() })
	fill(t, s, []byte("abcdefgh"), 8)
	got := make([]byte, 4)
	if n, err := s.ReadAt(got, 6); n != 2 || !errors.Is(err, io.EOF) || string(got[:n]) != "gh" {
		t.Errorf("got %d bytes %q, %v", n, got[:n], err)
	}
	if _, err := s.ReadAt(got, 8); !errors.Is(err, io.EOF) {
		t.Errorf("past the end: %v", err)
	}
}

func TestTheFileIsPrivateAndLeavesNothingBehind(t *testing.T) {
	where := t.TempDir()
	folder(t, where)
	s := spool.New(1)
	fill(t, s, []byte("more than one byte"), 5)
	names, err := filepath.Glob(filepath.Join(where, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && len(names) > 0 {
		t.Errorf("an open spool shows %v", names)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if names, _ = filepath.Glob(filepath.Join(where, "*")); len(names) > 0 {
		t.Errorf("a closed spool leaves %v", names)
	}
}

func TestNoFolderForTemporaryFiles(t *testing.T) {
	folder(t, filepath.Join(t.TempDir(), "missing"))
	s := spool.New(3)
	n, err := s.Write([]byte("abcdef"))
	if n != 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("wrote %d bytes, %v", n, err)
	}
}

func TestAfterCloseNothingWorks(t *testing.T) {
	s := spool.New(2)
	fill(t, s, []byte("abcdef"), 6)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("writing: %v", err)
	}
	if _, err := io.ReadAll(s.Reader()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("reading: %v", err)
	}
	if _, ok := s.Bytes(); ok {
		t.Error("bytes are still given out")
	}
}
