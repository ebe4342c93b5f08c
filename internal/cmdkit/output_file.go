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
	// file is the unfinished file that path will name, nil for a stream.
	file *os.File
	path string
	// unfinished is told of the file, in case the program ends in its middle.
	unfinished *TempFiles
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
		return &OutputFile{Writer: ForTerminal(device), file: device, Terminal: IsTerminal(device)}, nil
	}
	name, err := files.Destination(name)
	if err != nil {
		return nil, fail.Usagef("--out %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".aimsio-*")
	if err != nil {
		return nil, fmt.Errorf("writing %s: %w", name, err)
	}
	s.Unfinished.Add(file.Name())
	made := &OutputFile{Writer: file, file: file, path: name, unfinished: &s.Unfinished}
	if missing == nil { // a new file is for the user alone, one that is replaced keeps its mode
		if err := file.Chmod(info.Mode().Perm()); err != nil {
			return nil, made.Finish(fmt.Errorf("writing %s: %w", name, err))
		}
	}
	return made, nil
}

// Finish puts a file that is whole in its place. After an error it is thrown away, but for one
// that says only that some records are missing.
func (t *OutputFile) Finish(err error) error {
	if t.file == nil {
		return err
	}
	if err != nil && !fail.IsIncomplete(err) {
		_ = t.file.Close()
		t.discard()
		if bare := t.bare(err); bare != err { //nolint:errorlint // the very same error is meant
			err = fmt.Errorf("writing %s: %w", t.path, bare)
		}
		return err
	}
	if failed := t.keep(); failed != nil {
		t.discard()
		return failed
	}
	return err
}

func (t *OutputFile) keep() error {
	if t.path == "" {
		return t.file.Close()
	}
	err := t.file.Sync()
	if closed := t.file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(t.file.Name(), t.path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", t.path, t.bare(err))
	}
	t.unfinished.Drop(t.file.Name())
	return nil
}

// bare takes the name of the unfinished file, which means nothing to the user, off an error.
func (t *OutputFile) bare(err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok && t.path != "" && failed.Path == t.file.Name() {
		return failed.Err
	}
	return err
}

func (t *OutputFile) discard() {
	if t.path != "" {
		_ = os.Remove(t.file.Name())
		t.unfinished.Drop(t.file.Name())
	}
}
