package cmdkit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// TestExitCodes: scripts tell failures apart by these numbers.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fail.Kind]int{
		fail.Failed: 1, fail.Usage: 2, fail.Denied: 3, fail.NotFound: 4, fail.Invalid: 5, fail.Partial: 6,
		fail.Unreachable: 7, fail.Different: 8, fail.Guarded: 9, fail.Interrupted: 130, fail.ClosedPipe: 141,
	} {
		if got := cmdkit.ExitCode(kind); got != want {
			t.Errorf("kind %d ends with %d, want %d", kind, got, want)
		}
		err := fmt.Errorf("doing it: %w", fail.New(kind, "", "it failed"))
		if r := cmdkit.ReportOf(err); r.Code != want || r.Message != "doing it: it failed" {
			t.Errorf("an error of kind %d is reported as %+v", kind, r)
		}
	}
	// A kind that is given no code is a failure all the same.
	if got := cmdkit.ExitCode(fail.ClosedPipe + 1); got != 1 {
		t.Errorf("a kind without a code ends with %d", got)
	}
}

// TestKinds: errors of the rooms below, which know no exit code, end with the right one, however they are wrapped.
func TestKinds(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		err  error
		kind fail.Kind
	}{
		"another error":                         {io.ErrUnexpectedEOF, fail.Failed},
		"a time-out of the program's own":       {context.DeadlineExceeded, fail.Failed},
		"an interruption":                       {fail.ErrInterrupted, fail.Interrupted},
		"an interruption while nobody read":     {fail.ErrStuck, fail.Interrupted},
		"a run that was called off":             {cancelled.Err(), fail.Interrupted},
		"nobody reads":                          {fail.ErrNoReader, fail.ClosedPipe},
		"an interrupted call":                   {&client.Error{Kind: client.Unavailable, Err: fail.ErrInterrupted}, fail.Interrupted},
		"an interruption in an error of a kind": {fail.New(fail.Unreachable, "", "%w", fail.ErrInterrupted), fail.Interrupted},
		"a field that is not there":             {&output.UnknownFieldError{Name: "x"}, fail.Usage},
		"a field to sort by that is a list":     {&output.SortError{Name: "x"}, fail.Usage},
		"a list that is none":                   {&output.ExplodeError{Name: "x"}, fail.Usage},
		"a broken configuration":                {&config.FileError{Path: "x"}, fail.Usage},
		"a value that a setting does not take":  {&config.ValueError{Key: "x"}, fail.Usage},
		"no environment":                        {&config.NoEnvironmentError{}, fail.Usage},
		"an unknown environment":                {&config.UnknownEnvironmentError{Name: "x"}, fail.Usage},
		"no password":                           {&config.NoCredentialsError{}, fail.Denied},
		"a password command that failed":        {&config.CommandError{Command: "x"}, fail.Denied},
		"records that could not be read":        {&fail.IncompleteError{Failed: 1}, fail.Partial},
		"a kind around a call":                  {fail.New(fail.Invalid, "", "%w", &client.Error{Kind: client.Forbidden}), fail.Invalid},
		"401":                                   {&client.Error{Kind: client.Unauthorized, Status: 401}, fail.Denied},
		"403":                                   {&client.Error{Kind: client.Forbidden, Status: 403}, fail.Denied},
		"404":                                   {&client.Error{Kind: client.NotFound, Status: 404}, fail.NotFound},
		"another 4xx":                           {&client.Error{Kind: client.Rejected, Status: 422}, fail.Failed},
		"no connection":                         {&client.Error{Kind: client.Unavailable}, fail.Unreachable},
		"a body that makes no sense":            {&client.Error{Kind: client.BadAnswer, Status: 200}, fail.Unreachable},
		"a certificate":                         {&client.Error{Kind: client.Insecure}, fail.Unreachable},
		"a proxy":                               {&client.Error{Kind: client.ProxyRefused}, fail.Unreachable},
		"a body that is too large":              {&client.Error{Kind: client.TooLarge, Status: 200}, fail.Failed},
		"a redirect":                            {&client.Error{Kind: client.Redirected, Status: 302}, fail.Failed},
		"an answer to something else":           {&client.Error{Kind: client.NotAsked, Status: 200}, fail.Failed},
		"a protected server by another name":    {&client.Error{Kind: client.PeerRefused}, fail.Guarded},
		"a call that is refused here":           {&client.Error{Kind: client.Refused}, fail.Usage},
	} {
		for _, err := range []error{test.err, fmt.Errorf("doing it: %w", test.err), errors.Join(io.EOF, test.err)} {
			if got := cmdkit.KindOf(err); got != test.kind {
				t.Errorf("%s: %v is of kind %d, want %d", name, err, got, test.kind)
			}
		}
	}
}

// TestReport: a script learns of a failed call what was called and how it was answered, a person what to do next.
func TestReport(t *testing.T) {
	t.Parallel()
	called := &client.Error{Kind: client.Unauthorized, Status: 401, Request: "GET /rest/x"}
	for name, test := range map[string]struct {
		err  error
		want cmdkit.Report
	}{
		"a call":            {fail.New(fail.Denied, "log in", "refused: %w", called), cmdkit.Report{Code: 3, Message: "refused: " + called.Error(), Hint: "log in", Status: 401, Request: "GET /rest/x"}},
		"several errors":    {errors.Join(errors.New("one"), errors.New("two")), cmdkit.Report{Code: 1, Message: "one; two"}},
		"a hint, wrapped":   {fmt.Errorf("a: %w", fail.New(fail.Guarded, "confirm", "b")), cmdkit.Report{Code: 9, Message: "a: b", Hint: "confirm"}},
		"a failed command":  {&config.CommandError{Command: "pass", Problem: "printed nothing"}, cmdkit.Report{Code: 3, Message: "the password command pass printed nothing", Hint: `password_command runs it; "aimsio auth status" shows where user name and password come from`}},
		"neither":           {errors.New("no disk"), cmdkit.Report{Code: 1, Message: "no disk"}},
		"a call, no answer": {&client.Error{Kind: client.Unavailable, Request: "GET /x", Message: "no route"}, cmdkit.Report{Code: 7, Message: "GET /x: no route", Request: "GET /x"}},
	} {
		if got := cmdkit.ReportOf(test.err); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}

// TestPrintReport: lines for a person, one JSON object for a script, neither of which a terminal obeys.
func TestPrintReport(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[2J\r\u202e\u009b\x7f<&>\n\"\xff"
	for name, test := range map[string]struct {
		report       cmdkit.Report
		json, colour bool
		want         string
	}{
		"a message":         {cmdkit.Report{Code: 1, Message: "no disk"}, false, false, "error: no disk\n"},
		"a hint":            {cmdkit.Report{Code: 9, Message: "no", Hint: "confirm"}, false, false, "error: no\nhint: confirm\n"},
		"in colour":         {cmdkit.Report{Code: 9, Message: "no", Hint: "confirm"}, false, true, "\x1b[1;31merror:\x1b[0m no\nhint: confirm\n"},
		"as JSON":           {cmdkit.Report{Code: 4, Message: "gone", Hint: "list", Status: 404, Request: "GET /x"}, true, false, `{"error":{"code":4,"message":"gone","hint":"list","status":404,"request":"GET /x"}}` + "\n"},
		"as JSON in colour": {cmdkit.Report{Code: 1, Message: "no disk"}, true, true, `{"error":{"code":1,"message":"no disk"}}` + "\n"},
	} {
		var printed bytes.Buffer
		test.report.Print(&printed, test.json, test.colour)
		if printed.String() != test.want {
			t.Errorf("%s: %q, want %q", name, printed.String(), test.want)
		}
	}
	for _, asJSON := range []bool{false, true} {
		var printed bytes.Buffer
		cmdkit.Report{Code: 1, Message: evil, Hint: evil, Request: evil}.Print(&printed, asJSON, false)
		acts := func(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == '\u202e' }
		if lines := strings.Count(printed.String(), "\n"); strings.ContainsFunc(printed.String(), acts) || asJSON == (lines != 1) {
			t.Errorf("a terminal would obey %q", printed.String())
		}
		var parsed map[string]cmdkit.Report
		if asJSON {
			want := strings.ToValidUTF8(evil, "\ufffd")
			if err := json.Unmarshal(printed.Bytes(), &parsed); err != nil || parsed["error"].Message != want || parsed["error"].Hint != want {
				t.Errorf("%s: %v, %+v", printed.String(), err, parsed)
			}
		}
	}
}

// TestWithoutSecretsOf: an error repeats words of the command line; a secret among them is not repeated with them.
func TestWithoutSecretsOf(t *testing.T) {
	t.Parallel()
	const address = "postgres://me:hunter2@db/aimsio"
	for _, test := range []struct {
		args          []string
		message, want string
	}{
		{[]string{"joborders", "lst"}, `joborders have no verb "lst"`, `joborders have no verb "lst"`},
		{[]string{address}, `unknown command "` + address + `"`, "postgres://***@db/aimsio"},
		{[]string{"--set", `userPassword=a"b`}, `--set "userPassword=a\"b": no`, `--set "userPassword=***": no`},
		{[]string{"", "x"}, "it is empty", "it is empty"},
	} {
		got := cmdkit.WithoutSecretsOf(test.args, test.message)
		if !strings.Contains(got, test.want) || strings.Contains(got, "hunter2") {
			t.Errorf("%q of %q becomes %q, want %q in it", test.message, test.args, got, test.want)
		}
	}
}
