package cmdkit_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// silent is an input that never comes: a person who types nothing. asked tells of each read.
type silent struct{ asked chan struct{} }

func (s silent) Read([]byte) (int, error) {
	s.asked <- struct{}{}
	select {}
}

// stopping gives a context that ends as an interruption does, once something is read.
func stopping(t *testing.T, asked <-chan struct{}) context.Context {
	t.Helper()
	ctx, interrupt := context.WithCancelCause(t.Context())
	t.Cleanup(func() { interrupt(nil) })
	go func() {
		<-asked
		interrupt(fail.ErrInterrupted)
	}()
	return ctx
}

// interrupted gives a context that has ended.
func interrupted(t *testing.T) context.Context {
	t.Helper()
	ctx, interrupt := context.WithCancelCause(t.Context())
	interrupt(fail.ErrInterrupted)
	return ctx
}

// TestStdin: the input comes through as it is, read as it is asked for.
func TestStdin(t *testing.T) {
	t.Parallel()
	run := newMachine(t).run()
	run.In = strings.NewReader("one\ntwo\n")
	first := make([]byte, 4)
	if n, err := run.Stdin(t.Context()).Read(first); err != nil || string(first[:n]) != "one\n" {
		t.Errorf("%q, %v", first[:n], err)
	}
	// What comes next may be for someone else: the reader before has not taken it.
	if rest, err := io.ReadAll(run.Stdin(t.Context())); err != nil || string(rest) != "two\n" {
		t.Errorf("%q, %v", rest, err)
	}
	run.In = iotest.ErrReader(io.ErrUnexpectedEOF)
	if _, err := io.ReadAll(run.Stdin(t.Context())); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken input: %v", err)
	}
}

// TestStdinEnds: Ctrl-C ends a run that waits for input that does not come.
func TestStdinEnds(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	run := newMachine(t).run()
	run.In = silent{asked}
	if _, err := io.ReadAll(run.Stdin(stopping(t, asked))); !errors.Is(err, fail.ErrInterrupted) {
		t.Errorf("%v", err)
	}
	run.In = strings.NewReader("unread")
	if _, err := io.ReadAll(run.Stdin(interrupted(t))); !errors.Is(err, fail.ErrInterrupted) {
		t.Errorf("%v", err)
	}
	if rest, err := io.ReadAll(run.In); err != nil || string(rest) != "unread" {
		t.Errorf("an interrupted run has read: %q is left, %v", rest, err)
	}
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	if got, err := cmdkit.Waiting(t.Context(), func() ([]byte, error) { return []byte("secret"), io.EOF }); string(got) != "secret" || !errors.Is(err, io.EOF) {
		t.Errorf("%q, %v", got, err)
	}
	asked := make(chan struct{})
	got, err := cmdkit.Waiting(stopping(t, asked), func() ([]byte, error) {
		n, err := silent{asked}.Read(nil)
		return make([]byte, n), err
	})
	if got != nil || !errors.Is(err, fail.ErrInterrupted) {
		t.Errorf("%q, %v", got, err)
	}
}

// TestReadLine: a person's answer, however the line ends.
func TestReadLine(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]string{
		"portal\n": "portal", "  portal \r\n": "portal", "portal": "portal", "": "", "\n": "", "ünï\nmore\n": "ünï", "a b\n": "a b",
	} {
		run := newMachine(t).run()
		run.In = strings.NewReader(input)
		got, err := run.ReadLine(t.Context())
		if err != nil || got != want {
			t.Errorf("%q is read as %q, %v", input, got, err)
		}
		// Where the input ended, the prompt still stands on the line.
		if ended := !strings.Contains(input, "\n"); ended != (run.Said.String() == "\n") {
			t.Errorf("after %q: %q", input, run.Said)
		}
	}
	run, asked := newMachine(t).run(), make(chan struct{})
	run.In = silent{asked}
	if got, err := run.ReadLine(stopping(t, asked)); got != "" || !errors.Is(err, fail.ErrInterrupted) {
		t.Errorf("%q, %v", got, err)
	}
}

// TestWords: GUIDs come from the command line and, for "-", from standard input, one a line.
func TestWords(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args  []string
		input string
		want  []string
	}{
		"none":                         {nil, "unread", nil},
		"arguments":                    {[]string{"a", "b"}, "unread", []string{"a", "b"}},
		"lines":                        {[]string{"-"}, "a\nb\n", []string{"a", "b"}},
		"lines among arguments":        {[]string{"a", "-", "d"}, "b\nc", []string{"a", "b", "c", "d"}},
		"blanks, ends of Windows":      {[]string{"-"}, "\n \t\n  a \r\n\r\nb c\r\n", []string{"a", "b c"}},
		"a byte order mark":            {[]string{"-"}, "\ufeffa\nb", []string{"a", "b"}},
		"an empty input":               {[]string{"-"}, "", nil},
		"an argument of blanks stays":  {[]string{" "}, "", []string{" "}},
		"the input can be named again": {[]string{"-", "-"}, "a\n", []string{"a"}},
	} {
		run := newMachine(t).run()
		run.In = strings.NewReader(test.input)
		var broken error
		if got := slices.Collect(run.Words(t.Context(), test.args, &broken)); !slices.Equal(got, test.want) || broken != nil {
			t.Errorf("%s: %q, %v", name, got, broken)
		}
	}
	run := newMachine(t).run()
	run.In = strings.NewReader("a\nb\nc\n")
	var broken error
	for word := range run.Words(t.Context(), []string{"-", "d"}, &broken) {
		if word != "a" {
			t.Errorf("%s comes after the end", word)
		}
		break
	}
}

// TestWordsOfABrokenInput: what came before is good, half a line is no GUID, and the run learns of it.
func TestWordsOfABrokenInput(t *testing.T) {
	t.Parallel()
	lost := errors.New("the disk is gone")
	for name, test := range map[string]struct {
		input io.Reader
		want  []string
		says  string
	}{
		"in the middle of a line": {io.MultiReader(strings.NewReader("e10\ne11\ne1"), iotest.ErrReader(lost)), []string{"e10", "e11"}, "reading GUIDs from standard input: the disk is gone"},
		"at once":                 {iotest.ErrReader(lost), nil, "the disk is gone"},
		"a line without end":      {strings.NewReader("a\n" + strings.Repeat("x", 33<<20)), []string{"a"}, "line 2 is larger than 32 MiB; each line is one GUID"},
	} {
		run := newMachine(t).run()
		run.In = test.input
		var broken error
		got := slices.Collect(run.Words(t.Context(), []string{"-", "not-reached"}, &broken))
		if !slices.Equal(got, test.want) || broken == nil || !strings.Contains(broken.Error(), test.says) {
			t.Errorf("%s: %d words, %v", name, len(got), broken)
		}
	}
	run, asked := newMachine(t).run(), make(chan struct{})
	run.In = io.MultiReader(strings.NewReader("e10\ne1"), silent{asked})
	var broken error
	if got := slices.Collect(run.Words(stopping(t, asked), []string{"-"}, &broken)); !slices.Equal(got, []string{"e10"}) || cmdkit.KindOf(broken) != fail.Interrupted {
		t.Errorf("interrupted: %q, %v", got, broken)
	}
}
