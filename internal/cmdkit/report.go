package cmdkit

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// Report is what a failed run says, to people as lines and to scripts as JSON.
type Report struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Status  int    `json:"status,omitempty"`
	Request string `json:"request,omitempty"`
}

// ExitCode is the code that a run which ends with a kind of failure gives to the shell. It is the only
// place where they are told apart; docs/scripts.md and scripts rely on it.
func ExitCode(kind fail.Kind) int {
	const signalled = 128 // what shells add to the number of the signal that ended a program
	return cmp.Or(map[fail.Kind]int{
		fail.Failed:      1,
		fail.Usage:       2,
		fail.Denied:      3,
		fail.NotFound:    4,
		fail.Invalid:     5,
		fail.Partial:     6,
		fail.Unreachable: 7,
		fail.Different:   8,
		fail.Guarded:     9,
		fail.Interrupted: signalled + 2,
		fail.ClosedPipe:  signalled + 13,
	}[kind], 1)
}

// ReportOf turns any error into a report.
func ReportOf(err error) Report {
	r := Report{Message: fail.OneLine(err), Hint: hintOf(err)}
	r.Code = ExitCode(KindOf(err))
	if called, ok := errors.AsType[*client.Error](err); ok {
		r.Status, r.Request = called.Status, called.Request
	}
	return r
}

// KindOf tells what kind of failure any error is.
func KindOf(err error) fail.Kind {
	var (
		called        *client.Error
		failed        *fail.Error
		unknownField  *output.UnknownFieldError
		unsortable    *output.SortError
		noList        *output.ExplodeError
		noCredentials *config.NoCredentialsError
		noPassword    *config.CommandError
	)
	switch {
	case errors.Is(err, fail.ErrInterrupted), errors.Is(err, context.Canceled):
		return fail.Interrupted
	case errors.Is(err, fail.ErrNoReader):
		return fail.ClosedPipe
	case errors.As(err, &failed):
		return failed.Kind
	case errors.As(err, &unknownField), errors.As(err, &unsortable), errors.As(err, &noList), errors.Is(err, config.ErrInvalid):
		return fail.Usage
	case errors.As(err, &noCredentials), errors.As(err, &noPassword):
		return fail.Denied
	case fail.IsIncomplete(err):
		return fail.Partial
	case errors.As(err, &called):
		return kindOfCall(called.Kind)
	default:
		return fail.Failed
	}
}

// hintOf says what to do next, where an error of a room below cannot know the commands.
func hintOf(err error) string {
	if _, failed := errors.AsType[*config.CommandError](err); failed {
		return "password_command runs it; \"aimsio auth status\" shows where user name and password come from"
	}
	return fail.HintOf(err)
}

// WithoutSecretsOf takes out of a message what a command line says in a place where no secret belongs: an
// error repeats a word that it does not understand, and that may be half an address of a database.
func WithoutSecretsOf(args []string, message string) string {
	for _, arg := range args {
		scrubbed := scrub.Argument(arg)
		if scrubbed == arg {
			continue
		}
		quoted := strconv.Quote(arg)
		message = strings.NewReplacer(arg, scrubbed, quoted[1:len(quoted)-1], scrubbed).Replace(message)
	}
	return message
}

// kindOfCall tells what kind of failure one of a call is.
func kindOfCall(kind client.Kind) fail.Kind {
	switch kind {
	case client.PeerRefused:
		return fail.Guarded
	case client.Unauthorized, client.Forbidden:
		return fail.Denied
	case client.NotFound:
		return fail.NotFound
	case client.Unavailable, client.BadAnswer, client.Insecure, client.ProxyRefused:
		return fail.Unreachable
	case client.Refused:
		return fail.Usage
	default:
		return fail.Failed
	}
}

// Print writes the report to standard error: as one JSON object, or as lines for a person.
func (r Report) Print(w io.Writer, asJSON, color bool) {
	if asJSON {
		line, err := json.Marshal(map[string]Report{"error": r})
		if err == nil {
			fmt.Fprintf(w, "%s\n", text.EscapeJSON(nil, line))
			return
		}
	}
	label := "error:"
	if color {
		_ = text.Styled(w, text.Alarm, label)
		label = ""
	}
	fmt.Fprintf(w, "%s %s\n", label, text.Safe(r.Message))
	if r.Hint != "" {
		fmt.Fprintf(w, "hint: %s\n", text.Safe(r.Hint))
	}
}
