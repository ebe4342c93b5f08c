package service

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
)

// failure tells what a failed call means for its records. left says that the call may have left before it
// failed, halted why the run was stopped, nil where it goes on.
func (j judge) failure(err error, pending []*pendingChange, left bool, halted error) verdict {
	var failed *client.Error
	if !errors.As(err, &failed) {
		// Cancelled, or a fault of this machine: whether the call has left is all that counts.
		if left {
			return verdict{outcome: Unknown, message: unsure(err.Error(), pending), err: err, stops: true}
		}
		if halted != nil {
			err = halted
		}
		return verdict{outcome: Skipped, message: "not sent: " + err.Error(), err: err, stops: true}
	}
	if failed.Kind == client.NotFound && failed.Before && j.operation.Verb == api.Delete {
		// An earlier try was lost on its way back, and has done it.
		return verdict{outcome: Written, status: failed.Status}
	}
	v := verdict{outcome: Failed, status: failed.Status, message: words(failed), err: err}
	refused := failed.Kind == client.Rejected || failed.Kind == client.NotFound
	switch {
	case refused && !failed.Unsure:
		refusal(&v, pending)
		return v
	case stopsAll(failed.Kind):
		v.stops = true
	default:
		v.lost = true
	}
	if failed.Unsure || failed.Before { // this try or one before it
		v.outcome, v.message = Unknown, unsure(v.message, pending)
	}
	return v
}

// stopsAll tells the failures that every further call would meet too.
func stopsAll(kind client.Kind) bool {
	switch kind {
	case client.Unauthorized, client.Forbidden, client.Redirected, client.Insecure, client.Refused, client.PeerRefused, client.ProxyRefused:
		return true
	default:
		return false
	}
}

// refusal tells what to do about a call that the server answered with a 4xx.
func refusal(v *verdict, pending []*pendingChange) {
	switch {
	case aboutTheCall(v.status):
		v.stops = true
	case len(pending) == 1:
	case allKeyed(pending):
		v.halve = true
	default:
		v.message = fmt.Sprintf("the server refused the batch of %d that this record was in: %s; since not all of them carry a key, "+
			"it was not sent again in parts, and part of it may have been written: check, then send with --batch-size 1", len(pending), v.message)
	}
}

// aboutTheCall tells the refusals that have nothing to do with what the records say, so that
// any other batch would meet them too.
func aboutTheCall(status int) bool {
	switch status {
	case http.StatusMethodNotAllowed, http.StatusNotAcceptable, http.StatusProxyAuthRequired, http.StatusUnsupportedMediaType:
		return true
	}
	return false
}

// words gives what the server said, or what went wrong, without the name of the request.
func words(e *client.Error) string {
	text := e.Message
	switch {
	case e.Status >= http.StatusInternalServerError && text != "":
		text = fmt.Sprintf("the server answered %s: %s", statusText(e.Status), text)
	case text == "":
		text = "the server answered " + statusText(e.Status)
	}
	if e.Tries > 1 {
		text += fmt.Sprintf(" (%d tries)", e.Tries)
	}
	return text
}

// statusText gives a status with its name, where it has one.
func statusText(status int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}
