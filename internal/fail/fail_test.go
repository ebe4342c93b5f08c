package fail_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// The kind and the hint of an error survive whatever is said around it; its cause does too.
func TestKindAndHint(t *testing.T) {
	cause := &fs.PathError{Op: "open", Path: "a.csv", Err: fs.ErrNotExist}
	for name, tt := range map[string]struct {
		err   error
		kind  fail.Kind
		hint  string
		says  string
		cause error
	}{
		"with a hint":        {fail.New(fail.Guarded, "raise it", "too many: %d", 3), fail.Guarded, "raise it", "too many: 3", nil},
		"without":            {fail.New(fail.Partial, "", "3 failed"), fail.Partial, "", "3 failed", nil},
		"of usage":           {fail.Usagef("-f: %w", cause), fail.Usage, "", "-f: open a.csv: file does not exist", fs.ErrNotExist},
		"marked as usage":    {fail.AsUsage(cause), fail.Usage, "", "open a.csv: file does not exist", fs.ErrNotExist},
		"wrapped":            {fmt.Errorf("writing: %w", fail.New(fail.Invalid, "mend it", "wrong")), fail.Invalid, "mend it", "writing: wrong", nil},
		"joined with others": {errors.Join(cause, fail.New(fail.Denied, "ask", "no")), fail.Denied, "ask", "open a.csv: file does not exist\nno", fs.ErrNotExist},
		"the outer one":      {fail.New(fail.Partial, "", "%w", fail.New(fail.Denied, "ask", "no")), fail.Partial, "", "no", nil},
		"an interruption":    {fail.New(fail.Interrupted, "", "%w: the end", fail.ErrStuck), fail.Interrupted, "", "interrupted: nobody took the output, which is cut off: the end", fail.ErrInterrupted},
	} {
		t.Run(name, func(t *testing.T) {
			if !fail.Is(tt.err, tt.kind) || fail.HintOf(tt.err) != tt.hint || tt.err.Error() != tt.says {
				t.Errorf("%q with the hint %q", tt.err, fail.HintOf(tt.err))
			}
			for kind := fail.Failed; kind <= fail.ClosedPipe; kind++ {
				if kind != tt.kind && fail.Is(tt.err, kind) {
					t.Errorf("it is of kind %d too", kind)
				}
			}
			if tt.cause != nil && !errors.Is(tt.err, tt.cause) {
				t.Errorf("%v has lost its cause", tt.err)
			}
		})
	}
}

// A hint that is added stands only where the error has none of its own, and changes neither its kind nor its words.
func TestWithHint(t *testing.T) {
	for _, tt := range []struct {
		err  error
		hint string
	}{
		{errors.New("x"), "go on"},
		{fail.New(fail.Denied, "", "x"), "go on"},
		{fail.New(fail.Denied, "ask", "x"), "ask"},
	} {
		err := fmt.Errorf("doing: %w", fail.WithHint(tt.err, "go on"))
		if fail.HintOf(err) != tt.hint || err.Error() != "doing: x" || !errors.Is(err, tt.err) || fail.Is(err, fail.Denied) != fail.Is(tt.err, fail.Denied) {
			t.Errorf("%v with the hint %q", err, fail.HintOf(err))
		}
	}
}

// What is no error of this room has no kind, not even the one that counts as any other.
func TestOtherErrors(t *testing.T) {
	for _, err := range []error{nil, errors.New("x"), fail.ErrInterrupted, fail.ErrNoReader} {
		if fail.Is(err, fail.Failed) || fail.HintOf(err) != "" {
			t.Errorf("%v has a kind, or the hint %q", err, fail.HintOf(err))
		}
	}
	if err := fail.AsUsage(nil); err != nil {
		t.Errorf("nothing became %v", err)
	}
}

// Ends that nobody waits for: what is interrupted while nobody reads counts as interrupted.
func TestCauses(t *testing.T) {
	if !errors.Is(fail.ErrStuck, fail.ErrInterrupted) || errors.Is(fail.ErrNoReader, fail.ErrInterrupted) {
		t.Error("the causes of an end are mixed up")
	}
}

func TestOneLine(t *testing.T) {
	err := errors.Join(errors.New("one"), fail.New(fail.Usage, "hint", "two"), errors.New("three"))
	if got := fail.OneLine(err); got != "one; two; three" {
		t.Errorf("%q", got)
	}
}

func TestIncomplete(t *testing.T) {
	for _, tt := range []struct {
		failed, done int
		want         string
	}{
		{1, 1, "1 record could not be read, 1 was read"},
		{2, 0, "2 records could not be read, 0 were read"},
		{1234, 56789, "1,234 records could not be read, 56,789 were read"},
	} {
		err := fmt.Errorf("%w", &fail.IncompleteError{Failed: tt.failed, Done: tt.done})
		if err.Error() != tt.want || !fail.IsIncomplete(err) {
			t.Errorf("%q, want %q", err, tt.want)
		}
	}
	if fail.IsIncomplete(fail.New(fail.Partial, "", "x")) || fail.IsIncomplete(nil) {
		t.Error("other errors count as incomplete reading")
	}
}
