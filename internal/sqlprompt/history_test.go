package sqlprompt

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func reopened(t *testing.T, path string) (*History, []string) {
	t.Helper()
	history, lines, err := OpenHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	return history, lines
}

// TestHistoryIsKept: what one session adds the next one has, and two at a time keep what the other adds. The file is
// the user's alone.
func TestHistoryIsKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	one, lines := reopened(t, path)
	if len(lines) > 0 {
		t.Errorf("there is %q", lines)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a history of nothing has a file")
	}
	two, _ := reopened(t, path)
	var remembered []string
	one.Remember = func(line string) { remembered = append(remembered, line) }
	one.Add("select 1;")
	two.Add("select 2;")
	one.Add("select", "3;")
	if _, lines := reopened(t, path); !slices.Equal(lines, []string{"select 1;", "select 2;", "select", "3;"}) {
		t.Errorf("kept %q", lines)
	}
	if !slices.Equal(remembered, []string{"select 1;", "select", "3;"}) {
		t.Errorf("remembered %q", remembered)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, mode %v", err, info.Mode())
	}
}

// TestHistoryHasNoSecret: no line of a statement that may hold a password is kept.
func TestHistoryHasNoSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	for _, statement := range []string{
		"create role bi password 'hunter2';",
		"ALTER ROLE bi\nWITH PASSWORD\n'hunter2';",
		"select * from dblink('host=x user=u password=hunter2', 'select 1');",
		"select 'postgres://user:hunter2@db.example.com/x';",
		"select 'https://hunter2@example.com/';",
		"select 'Authorization: Basic aHVudGVyMjpodW50ZXIy';",
		"select * from x where api_key = 'hunter2';",
		"set secret_token to 'hunter2';",
	} {
		history, _ := reopened(t, path)
		history.Add(strings.Split(statement, "\n")...)
		if content, err := os.ReadFile(path); err == nil {
			t.Errorf("%q leaves %q", statement, content)
			_ = os.Remove(path)
		}
	}
	history, _ := reopened(t, path)
	for _, harmless := range []string{
		"select count(*) from joborders where jobStatus = 'Active';", "select passwordChangedAt from users;", "select * from objects;",
	} {
		history.Add(harmless)
		if _, lines := reopened(t, path); !slices.Contains(lines, harmless) {
			t.Errorf("%q is not kept", harmless)
		}
	}
}

// TestHistoryIsHarmless: what a terminal could obey is neither kept nor read, nor is what is no text.
func TestHistoryIsHarmless(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(path, []byte("select 1;\r\n\x1b[2J\nselect \u202e;\n\n \nselect \xff;\nselect \u009b1m;\nselect 2;"), 0o600); err != nil {
		t.Fatal(err)
	}
	history, lines := reopened(t, path)
	if !slices.Equal(lines, []string{"select 1;", "select 2;"}) {
		t.Errorf("read %q", lines)
	}
	before, _ := os.ReadFile(path)
	history.Add("select \x1b[2J;")
	if after, _ := os.ReadFile(path); !bytes.Equal(after, before) {
		t.Errorf("kept %q", after)
	}
}

// TestHistoryIsBounded: only the newest lines count, and the file does not grow for ever.
func TestHistoryIsBounded(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{"many lines": "select %d;", "long lines": "select %d" + strings.Repeat("+1", 1000) + ";"} {
		path := filepath.Join(t.TempDir(), "history")
		var content strings.Builder
		const all = 3 * mostLines
		for i := range all {
			fmt.Fprintf(&content, line+"\n", i)
		}
		if err := os.WriteFile(path, []byte(content.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		_, lines := reopened(t, path)
		if len(lines) == 0 || len(lines) > mostLines || lines[len(lines)-1] != fmt.Sprintf(line, all-1) || !strings.HasPrefix(lines[0], "select ") {
			t.Errorf("%s: %d lines", name, len(lines))
		}
		if _, again := reopened(t, path); !slices.Equal(again, lines) {
			t.Errorf("%s: read again, there are %d lines of %d", name, len(again), len(lines))
		}
		if info, err := os.Stat(path); err != nil || info.Size() > mostBytes {
			t.Errorf("%s: %v, %d bytes", name, err, info.Size())
		}
	}
}

// TestHistoryCannotBeWritten: that is said once, and the conversation goes on.
func TestHistoryCannotBeWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "no folder", "history")
	history, _ := reopened(t, path)
	told, remembered := 0, 0
	history.Broken = func(error) { told++ }
	history.Remember = func(string) { remembered++ }
	history.Add("select 1;")
	history.Add("select 2;")
	if told != 1 || remembered != 2 {
		t.Errorf("told %d times, remembered %d lines", told, remembered)
	}
}

// TestHistoryOfOthers: a file that others can change is not read.
func TestHistoryOfOthers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("modes mean nothing on Windows")
	}
	path := filepath.Join(t.TempDir(), "history")
	if err := os.WriteFile(path, []byte("select 1;\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, lines, err := OpenHistory(path); err == nil {
		t.Errorf("read %q", lines)
	}
}

// TestNoHistory: without one nothing is remembered, and nothing fails.
func TestNoHistory(t *testing.T) {
	t.Parallel()
	var none *History
	none.Add("select 1;")
}
