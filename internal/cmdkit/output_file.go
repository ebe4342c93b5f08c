package cmdkit

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/files"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// WrapWrite says of an error that the output could not be written, and leaves nil alone.
func WrapWrite(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("writing the output: %w", err)
}

// ForTerminal puts what lets only harmless text through before a stream that is a terminal.
func ForTerminal(stream io.Writer) io.Writer {
	if IsTerminal(stream) {
		return text.NewWriter(stream)
	}
	return stream
}

// OutputFile is where output goes: standard output, or a file that appears whole or not at all.
type OutputFile struct {
	io.Writer
	// whole is the unfinished file that path will name, and device one that is written to as it is; both are
	// nil for standard output.
	whole  *files.Whole
	path   string
	device *os.File
	// tempFiles is told of the file, in case the program ends in its middle.
	tempFiles *TempFiles
	// shown shows what was held back for a pager, nil where nothing is.
	shown func(error) error
	// Terminal tells that a person reads what is written.
	Terminal bool
}

// Styled writes a text in a style, as a terminal takes it.
func (t *OutputFile) Styled(style text.Style, s string) error {
	return text.Styled(t.Writer, style, s)
}

// CheckOutput finds, before the first call, what is wrong with the name of a file to write.
func CheckOutput(name string) error {
	if IsStandardOutput(name) {
		return nil
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fail.Usagef("--out %s is a folder: give the name of a file", name)
	}
	if _, err := files.Destination(name); err != nil && !IsOpenFile(name) {
		return fail.Usagef("--out %w", err)
	}
	folder := filepath.Dir(name)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fail.Usagef("--out %s: there is no folder %s", name, folder)
	}
	return nil
}

// IsStandardOutput tells the names of standard output.
func IsStandardOutput(name string) bool {
	switch name {
	case "", "-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1":
		return true
	default:
		return false
	}
}

// IsOpenFile tells a name of a file that the program was started with: it is written to where it stands.
func IsOpenFile(name string) bool {
	return name == "/dev/stderr" || strings.HasPrefix(name, "/dev/fd/") || strings.HasPrefix(name, "/proc/self/fd/")
}

// OpenOutput begins the output. No name, or "-", is standard output. A name that stands for a
// device or a pipe is written to as it is, since it cannot be replaced by a file.
func (s *Streams) OpenOutput(name string) (*OutputFile, error) {
	if IsStandardOutput(name) {
		return &OutputFile{Writer: s.Out, Terminal: IsTerminal(s.Out)}, nil
	}
	info, missing := os.Stat(name)
	if missing == nil && !info.Mode().IsRegular() && !info.IsDir() || IsOpenFile(name) {
		device, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0) //nolint:gosec // the user names the file
		if err != nil {
			return nil, fmt.Errorf("writing %s: %w", name, err)
		}
		return &OutputFile{Writer: ForTerminal(device), device: device, Terminal: IsTerminal(device)}, nil
	}
	name, err := files.Destination(name)
	if err != nil {
		return nil, fail.Usagef("--out %w", err)
	}
	whole, err := files.Begin(name)
	if err != nil {
		return nil, err
	}
	s.TempFiles.Add(whole.Temporary())
	made := &OutputFile{Writer: whole, whole: whole, path: name, tempFiles: &s.TempFiles}
	if missing == nil { // a new file is for the user alone, one that is replaced keeps its mode
		if err := whole.Chmod(info.Mode().Perm()); err != nil {
			return nil, made.Finish(err)
		}
	}
	return made, nil
}

// Finish puts a file that is whole in its place. After an error it is thrown away, but for one
// that says only that some records are missing.
func (t *OutputFile) Finish(err error) error {
	if show := t.shown; show != nil {
		t.shown = nil
		err = show(err)
	}
	lost := err != nil && !fail.IsIncomplete(err)
	if t.device != nil {
		if closed := t.device.Close(); closed != nil && !lost {
			return closed
		}
		return err
	}
	if t.whole == nil {
		return err
	}
	defer t.tempFiles.Drop(t.whole.Temporary())
	if lost {
		_ = t.whole.Discard()
		if failed, ok := errors.AsType[*fs.PathError](err); ok && failed.Path == t.path {
			return failed // the file itself, and what was being done with it is plain
		}
		return err
	}
	if failed := t.whole.Commit(); failed != nil {
		return failed
	}
	return err
}
