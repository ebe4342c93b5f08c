package client

import (
	"fmt"
	"net/http"
	"slices"
)

// statusText gives a status as people know it: "503 Service Unavailable".
func statusText(status int) string {
	if name := http.StatusText(status); name != "" {
		return fmt.Sprintf("%d %s", status, name)
	}
	return fmt.Sprintf("status %d", status)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// succeeds tells whether a status is that of a good answer. One that stands for a part, for something
// else than was asked for, or for nothing that HTTP knows, must not pass for it.
func (r Request) succeeds(status int) bool {
	switch status {
	case http.StatusOK, http.StatusNoContent: // it has no body, which is for check to judge
		return true
	case http.StatusCreated, http.StatusAccepted:
		return r.Expect == Anything || slices.Contains(r.Also, status)
	}
	return slices.Contains(r.Also, status)
}

// clientClosed is what some proxies answer, or note, when they have given up on a call that they had
// passed on.
const clientClosed = 499

// mayHaveActed tells whether a server that answers a write with a status may have carried it out.
// A 4xx refuses it, all but those that only say that somebody stopped waiting, and a redirect that keeps
// the method passes it on. All else leaves it open: a 5xx of any sort, since a proxy or the server itself
// may have failed after the work was done; a redirect that leads to a result; and statuses that HTTP does not know.
func mayHaveActed(status int) bool {
	switch status {
	case http.StatusRequestTimeout, clientClosed:
		return true
	case http.StatusMovedPermanently, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return false
	}
	return status/100 != 4
}
