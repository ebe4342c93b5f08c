package cmdkit_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestNotes: --quiet leaves out what is no error, and nothing that is told acts on a terminal.
func TestNotes(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run()
	run.Notef("%d of %s", 1, "two\x1b[2J")
	run.Problemf("record %s\nfailed", "\u202ex")
	run.Quiet = true
	run.Notef("a hint")
	run.Problemf("another failed")
	want := "1 of two␛[2J\nrecord \ufffdx failed\nanother failed\n"
	if run.Said.String() != want || run.Printed.Len() > 0 {
		t.Errorf("%q, want %q", run.Said, want)
	}
}

// pieces notes what each write holds. It is no good at concurrent ones.
type pieces struct{ written []string }

func (p *pieces) Write(b []byte) (int, error) {
	p.written = append(p.written, string(b))
	return len(b), nil
}

// TestNotesAtOnce: lines of calls that run at the same time do not mix.
func TestNotesAtOnce(t *testing.T) {
	t.Parallel()
	run, to := newMachine(t).run(), &pieces{}
	run.Err = to
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { run.Notef("a %s", "note") })
		group.Go(func() { run.Problemf("a %s", "problem") })
	}
	group.Wait()
	all := strings.Join(to.written, "")
	if strings.Count(all, "a note\n") != 20 || strings.Count(all, "a problem\n") != 20 || len(all) != 20*(7+10) {
		t.Errorf("%q", all)
	}
}

// pipe gives both ends of one.
func pipe(t *testing.T) (reading, writing *os.File) {
	t.Helper()
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmdkit.CloseQuietly(reading); cmdkit.CloseQuietly(writing) })
	return reading, writing
}

// TestStreamTo: what takes everything at once is written to as it is; a pipe is still told from a file.
func TestStreamTo(t *testing.T) {
	t.Parallel()
	var memory bytes.Buffer
	if got := cmdkit.StreamTo(t.Context(), &memory); got != io.Writer(&memory) {
		t.Errorf("memory is written to by way of %T", got)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	if err != nil {
		t.Fatal(err)
	}
	defer cmdkit.CloseQuietly(file)
	if got := cmdkit.StreamTo(t.Context(), file); got != io.Writer(file) {
		t.Errorf("a file is written to by way of %T", got)
	}
	reading, writing := pipe(t)
	stream := cmdkit.StreamTo(t.Context(), writing)
	if n, err := stream.Write([]byte("data")); n != 4 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if got := make([]byte, 4); mustRead(t, reading, got) != "data" {
		t.Errorf("%q came", got)
	}
	if with, ok := stream.(interface{ Fd() uintptr }); !ok || with.Fd() != writing.Fd() || cmdkit.IsTerminal(stream) || cmdkit.TerminalWidth(stream) != 0 {
		t.Error("a pipe is not known as what it is")
	}
}

func mustRead(t *testing.T, from io.Reader, into []byte) string {
	t.Helper()
	if _, err := io.ReadFull(from, into); err != nil {
		t.Fatal(err)
	}
	return string(into)
}

// TestClosedPipe: a reader that has seen enough ends the run with a code of its own; another error keeps its name.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	reading, writing := pipe(t)
	stream := cmdkit.StreamTo(t.Context(), writing)
	cmdkit.CloseQuietly(reading)
	_, err := stream.Write([]byte("data"))
	if !errors.Is(err, fail.ErrNoReader) || !errors.Is(err, syscall.EPIPE) || cmdkit.ExitCode(cmdkit.KindOf(cmdkit.WrapWrite(err))) != 141 {
		t.Errorf("a closed pipe: %v", err)
	}
	cmdkit.CloseQuietly(writing)
	_, err = stream.Write([]byte("data"))
	if !errors.Is(err, os.ErrClosed) || cmdkit.KindOf(cmdkit.WrapWrite(err)) != fail.Failed {
		t.Errorf("a pipe that was closed here: %v", err)
	}
}

// TestStuckPipe: an interrupted run waits no longer than a moment for a pipe that nobody reads, and not again.
func TestStuckPipe(t *testing.T) {
	t.Parallel()
	_, writing := pipe(t)
	ctx, interrupt := context.WithCancelCause(t.Context())
	stream := cmdkit.StreamTo(ctx, writing)
	interrupt(fail.ErrInterrupted)
	if _, err := stream.Write(make([]byte, 8<<20)); !errors.Is(err, fail.ErrStuck) || cmdkit.ExitCode(cmdkit.KindOf(err)) != 130 {
		t.Errorf("%v", err)
	}
	if n, err := stream.Write([]byte("more")); n != 0 || !errors.Is(err, fail.ErrStuck) {
		t.Errorf("a stuck pipe took %d bytes, %v", n, err)
	}
}

// TestInterruptedPipe: what an interrupted run still has to say arrives where somebody reads.
func TestInterruptedPipe(t *testing.T) {
	t.Parallel()
	reading, writing := pipe(t)
	stream := cmdkit.StreamTo(interrupted(t), writing)
	if _, err := stream.Write([]byte("3 records written\n")); err != nil {
		t.Error(err)
	}
	cmdkit.CloseQuietly(writing)
	if got, err := io.ReadAll(reading); err != nil || string(got) != "3 records written\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestWriteKeepsItsBytes: who writes may use its buffer again, also where the pipe takes them later.
func TestWriteKeepsItsBytes(t *testing.T) {
	t.Parallel()
	reading, writing := pipe(t)
	ctx, interrupt := context.WithCancelCause(t.Context())
	stream := cmdkit.StreamTo(ctx, writing)
	buffer := bytes.Repeat([]byte("a"), 8<<20)
	interrupt(fail.ErrInterrupted)
	if _, err := stream.Write(buffer); !errors.Is(err, fail.ErrStuck) {
		t.Fatalf("nobody reads, and yet %v", err)
	}
	copy(buffer, bytes.Repeat([]byte("b"), len(buffer)))
	got, err := io.ReadAll(io.LimitReader(reading, int64(len(buffer))))
	if err != nil || bytes.ContainsRune(got, 'b') {
		t.Errorf("bytes of the next write came, %v", err)
	}
}

func TestWrapWrite(t *testing.T) {
	t.Parallel()
	if err := cmdkit.WrapWrite(nil); err != nil {
		t.Error(err)
	}
	if err := cmdkit.WrapWrite(io.ErrShortWrite); !errors.Is(err, io.ErrShortWrite) || err.Error() != "writing the output: short write" {
		t.Error(err)
	}
}
