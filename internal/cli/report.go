package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/text"
)

// report is what a failed run says, to people as lines and to scripts as JSON.
type report struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Status  int    `json:"status,omitempty"`
	Request string `json:"request,omitempty"`
}

// reportOf turns any error into a report. Errors become exit codes here and nowhere else.
func reportOf(err error) report {
	r := report{Code: exitFailed, Message: oneLine(err)}
	var (
		called        *client.Error
		failed        *failure
		unknownField  *output.UnknownFieldError
		unsortable    *output.SortError
		noList        *output.ExplodeError
		noCredentials *config.NoCredentialsError
		noPassword    *config.CommandError
	)
	if errors.As(err, &called) {
		r.Code, r.Status, r.Request = codeOf(called.Kind), called.Status, called.Request
	}
	switch {
	case errors.Is(err, errInterrupted), errors.Is(err, context.Canceled):
		r.Code = exitInterrupted
	case errors.Is(err, errNoReader):
		r.Code = exitClosedPipe
	case errors.As(err, &failed):
		r.Code, r.Hint = failed.code, failed.hint
	case errors.As(err, &unknownField), errors.As(err, &unsortable), errors.As(err, &noList), errors.Is(err, config.ErrInvalid):
		r.Code = exitUsage
	case errors.As(err, &noCredentials):
		r.Code = exitDenied
	case errors.As(err, &noPassword):
		r.Code = exitDenied
		r.Hint = "password_command runs it; \"aimsio auth status\" shows where user name and password come from"
	case isPartial(err):
		r.Code = exitPartial
	}
	return r
}

// oneLine gives the text of an error; errors that were joined stand behind one another.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

// withoutSecretsOf takes out of a message what a command line says in a place where no secret belongs: an
// error repeats a word that it does not understand, and that may be half an address of a database.
func withoutSecretsOf(args []string, message string) string {
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

// codeOf gives the exit code for what went wrong with a call.
func codeOf(kind client.Kind) int {
	switch kind {
	case client.PeerRefused:
		return exitGuarded
	case client.Unauthorized, client.Forbidden:
		return exitDenied
	case client.NotFound:
		return exitNotFound
	case client.Unavailable, client.BadAnswer, client.Insecure, client.ProxyRefused:
		return exitUnreachable
	case client.Refused:
		return exitUsage
	default:
		return exitFailed
	}
}

// print writes the report to standard error: as one JSON object, or as lines for a person.
func (r report) print(w io.Writer, asJSON, color bool) {
	if asJSON {
		line, err := json.Marshal(map[string]report{"error": r})
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
