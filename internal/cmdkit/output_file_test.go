package cmdkit_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// begin opens an output and writes a text to it.
func begin(t *testing.T, run *cmdtest.Run, name, text string) *cmdkit.OutputFile {
	t.Helper()
	out, err := run.OpenOutput(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(out, text); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestOutputFile: a file appears when it is whole, and not before. What stood there stays until then.
func TestOutputFile(t *testing.T) {
	t.Parallel()
	lost := errors.New("the server is gone")
	incomplete := &fail.IncompleteError{Failed: 1, Done: 2}
	for name, test := range map[string]struct {
		before    string
		end, want error
		after     string
	}{
		"a new one":                    {"", nil, nil, "new"},
		"over another":                 {"old", nil, nil, "new"},
		"after an error, none":         {"", lost, lost, ""},
		"after an error, another":      {"old", lost, lost, "old"},
		"interrupted":                  {"old", fail.ErrInterrupted, fail.ErrInterrupted, "old"},
		"some records are missing":     {"old", incomplete, incomplete, "new"},
		"some are missing, in a chain": {"", errors.Join(incomplete), incomplete, "new"},
	} {
		run, folder := newMachine(t).run(), t.TempDir()
		path := filepath.Join(folder, "x.csv")
		if test.before != "" {
			write(t, path, test.before)
		}
		out := begin(t, run, path, "new")
		if test.before != "" && read(t, path) != test.before {
			t.Errorf("%s: before its end it holds %q", name, read(t, path))
		}
		if err := out.Finish(test.end); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", name, err)
		}
		left := names(t, folder)
		if test.after == "" && len(left) > 0 || test.after != "" && (!slices.Equal(left, []string{"x.csv"}) || read(t, path) != test.after) {
			t.Errorf("%s: the folder holds %q", name, left)
		}
		run.TempFiles.Remove()
		if test.after != "" && read(t, path) != test.after {
			t.Errorf("%s: the end of the run takes the file away", name)
		}
	}
}

// TestUnfinishedOutput: a run that is cut off leaves nothing half behind.
func TestUnfinishedOutput(t *testing.T) {
	t.Parallel()
	run, folder := newMachine(t).run(), t.TempDir()
	write(t, filepath.Join(folder, "b.csv"), "old")
	begin(t, run, filepath.Join(folder, "a.csv"), "half")
	begin(t, run, filepath.Join(folder, "b.csv"), "half")
	if left := names(t, folder); len(left) != 3 {
		t.Fatalf("the folder holds %q", left)
	}
	run.TempFiles.Remove()
	if left := names(t, folder); !slices.Equal(left, []string{"b.csv"}) || read(t, filepath.Join(folder, "b.csv")) != "old" {
		t.Errorf("the folder holds %q", left)
	}
	run.TempFiles.Remove()                                      // twice is as good as once
	run.TempFiles.Drop(filepath.Join(folder, "never", "begun")) // which nobody knows
}

// TestOutputMode: a new file is for the user alone; one that is replaced keeps who may read it.
func TestOutputMode(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("which has no such modes")
	}
	run, folder := newMachine(t).run(), t.TempDir()
	fresh, shared := filepath.Join(folder, "new"), filepath.Join(folder, "shared")
	write(t, shared, "old")
	if err := os.Chmod(shared, 0o664); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{fresh: 0o600, shared: 0o664} {
		if err := begin(t, run, path, "new").Finish(nil); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
}

// TestOutputLink: a link stays one, and what it leads to is replaced.
func TestOutputLink(t *testing.T) {
	t.Parallel()
	run, folder := newMachine(t).run(), t.TempDir()
	link, target := filepath.Join(folder, "latest.csv"), filepath.Join(folder, "today.csv")
	write(t, target, "old")
	if err := os.Symlink("today.csv", link); err != nil {
		t.Skip(err)
	}
	if err := begin(t, run, link, "new").Finish(nil); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != "today.csv" || read(t, target) != "new" {
		t.Errorf("the link leads to %q, %v; the file holds %q", to, err, read(t, target))
	}
	round := filepath.Join(folder, "round")
	if err := os.Symlink(round, round); err != nil {
		t.Fatal(err)
	}
	_, err := run.OpenOutput(round)
	refused(t, err, fail.Usage, "--out "+round+": too many symbolic links")
	refused(t, cmdkit.CheckOutput(round), fail.Usage, "too many symbolic links")
}

// TestOutputDevice: what cannot be replaced by a file is written to where it stands, and stays what it is.
func TestOutputDevice(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run()
	out := begin(t, run, os.DevNull, "data")
	if err := out.Finish(nil); err != nil || out.Terminal {
		t.Errorf("%v, a terminal: %v", err, out.Terminal)
	}
	if err := begin(t, run, os.DevNull, "data").Finish(fail.ErrInterrupted); !errors.Is(err, fail.ErrInterrupted) {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Fatalf("%s is a file now, %v", os.DevNull, err)
	}
	if err := cmdkit.CheckOutput(os.DevNull); err != nil {
		t.Error(err)
	}
}

// TestStandardOutput: no file is made, and an error leaves what was printed.
func TestStandardOutput(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"", "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"} {
		run := newMachine(t).run()
		lost := errors.New("lost")
		if err := begin(t, run, name, "data").Finish(lost); !errors.Is(err, lost) || run.Printed.String() != "data" || !cmdkit.IsStandardOutput(name) {
			t.Errorf("%q: %v, printed %q", name, err, run.Printed)
		}
		if err := cmdkit.CheckOutput(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	for name, open := range map[string]bool{"/dev/stderr": true, "/dev/fd/3": true, "/proc/self/fd/9": true, "/dev/null": false, "-": false, "x": false} {
		if cmdkit.IsOpenFile(name) != open || cmdkit.IsStandardOutput(name) != (name == "-") {
			t.Errorf("%s is an open file: %v", name, cmdkit.IsOpenFile(name))
		}
	}
}

// TestOutputRefused: what is wrong with a name is found before the first call, in words that name it.
func TestOutputRefused(t *testing.T) {
	t.Parallel()
	run, folder := newMachine(t).run(), t.TempDir()
	write(t, filepath.Join(folder, "file"), "")
	for name, says := range map[string]string{
		folder:                                 "--out " + folder + " is a folder: give the name of a file",
		filepath.Join(folder, "no", "x.csv"):   "there is no folder " + filepath.Join(folder, "no"),
		filepath.Join(folder, "file", "x.csv"): "there is no folder " + filepath.Join(folder, "file"),
		folder + "/new/":                       "there is no folder",
	} {
		refused(t, cmdkit.CheckOutput(name), fail.Usage, says)
	}
	for _, name := range []string{filepath.Join(folder, "x.csv"), filepath.Join(folder, "file")} {
		if err := cmdkit.CheckOutput(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// The folder may go between the check and the opening.
	gone := filepath.Join(folder, "gone", "x.csv")
	if _, err := run.OpenOutput(gone); !errors.Is(err, fs.ErrNotExist) || err.Error() != "writing "+gone+": no such file or directory" && runtime.GOOS != "windows" {
		t.Errorf("%v", err)
	}
}

// TestOutputOntoAFolder: a folder that appears in the meantime is not replaced, and nothing half is left.
func TestOutputOntoAFolder(t *testing.T) {
	t.Parallel()
	run, folder := newMachine(t).run(), t.TempDir()
	path := filepath.Join(folder, "x.csv")
	out := begin(t, run, path, "new")
	write(t, filepath.Join(path, "inside"), "kept")
	if err := out.Finish(nil); err == nil || !strings.HasPrefix(err.Error(), "writing "+path+": ") {
		t.Errorf("%v", err)
	}
	if left := names(t, folder); !slices.Equal(left, []string{"x.csv"}) || read(t, filepath.Join(path, "inside")) != "kept" {
		t.Errorf("the folder holds %q", left)
	}
}

// TestNamedFiles: a file that is written must not be one that is read, by whatever name it goes.
func TestNamedFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	write(t, at("in.csv"), "")
	write(t, at("other"), "")
	if err := errors.Join(os.Link(at("in.csv"), at("hard")), os.Symlink("in.csv", at("soft")), os.Symlink("new", at("dangling"))); err != nil {
		t.Skip(err)
	}
	open, err := os.Open(at("in.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer cmdkit.CloseQuietly(open)
	stdin := cmdkit.NamedFile{Flag: "standard input", Stream: open}
	in := func(name string) cmdkit.NamedFile { return cmdkit.NamedFile{Flag: "-f", Path: name} }
	out := func(name string) cmdkit.NamedFile { return cmdkit.NamedFile{Flag: "--out", Path: name} }
	for name, test := range map[string]struct {
		named []cmdkit.NamedFile
		says  string
	}{
		"two files":            {[]cmdkit.NamedFile{in(at("in.csv")), out(at("other"))}, ""},
		"one name":             {[]cmdkit.NamedFile{in(at("in.csv")), out(at("in.csv"))}, "-f and --out name the same file, " + at("in.csv")},
		"another spelling":     {[]cmdkit.NamedFile{in(at("in.csv")), out(folder + "/./in.csv")}, "-f and --out name the same file"},
		"a hard link":          {[]cmdkit.NamedFile{in(at("in.csv")), out(at("hard"))}, "name the same file"},
		"a link":               {[]cmdkit.NamedFile{in(at("in.csv")), out(at("soft"))}, "name the same file"},
		"neither is there":     {[]cmdkit.NamedFile{in(at("new")), out(at("new"))}, "name the same file"},
		"a link to nothing":    {[]cmdkit.NamedFile{in(at("new")), out(at("dangling"))}, "name the same file"},
		"the third":            {[]cmdkit.NamedFile{in(at("other")), in(at("in.csv")), out(at("hard"))}, "-f and --out name the same file"},
		"no names":             {[]cmdkit.NamedFile{in(""), out("")}, ""},
		"standard streams":     {[]cmdkit.NamedFile{in("-"), out("-")}, ""},
		"devices":              {[]cmdkit.NamedFile{in(os.DevNull), out(os.DevNull)}, ""},
		"redirected":           {[]cmdkit.NamedFile{stdin, out(at("in.csv"))}, "standard input and --out name the same file, " + at("in.csv")},
		"redirected elsewhere": {[]cmdkit.NamedFile{stdin, out(at("other"))}, ""},
		"redirected, no file":  {[]cmdkit.NamedFile{{Flag: "standard input", Stream: strings.NewReader("")}, out(at("other"))}, ""},
	} {
		err := cmdkit.Distinct(test.named...)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
		} else if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestOpenFile: a file that cannot be read is a mistake of the command line, which says by which flag.
func TestOpenFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "in.csv")
	write(t, path, "a,b\n")
	file, err := cmdkit.OpenFile("-f", path)
	if err != nil {
		t.Fatal(err)
	}
	defer cmdkit.CloseQuietly(file)
	if content, err := io.ReadAll(file); err != nil || string(content) != "a,b\n" {
		t.Errorf("%q, %v", content, err)
	}
	for name, says := range map[string]string{
		filepath.Join(folder, "none"): "-f: there is no file " + filepath.Join(folder, "none"),
		folder:                        "-f " + folder + " is a folder: give the name of a file",
		filepath.Join(path, "below"):  "-f: ",
	} {
		_, err := cmdkit.OpenFile("-f", name)
		refused(t, err, fail.Usage, says)
	}
}
