package client

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Kind says what sort of failure a call ended in, as far as a caller acts on it.
type Kind string

// The kinds of failures.
const (
	Unauthorized Kind = "unauthorized"  // 401: the credentials were refused
	Forbidden    Kind = "forbidden"     // 403: the user lacks a permission
	NotFound     Kind = "not found"     // 404 and 410
	Rejected     Kind = "rejected"      // any other 4xx
	Unavailable  Kind = "unavailable"   // no connection, a time-out, 408, 425, 429 or 5xx
	BadAnswer    Kind = "bad answer"    // a body or header that is not what was asked for
	NotAsked     Kind = "not asked"     // a whole answer that is not what its path asks for, as the caller found
	TooLarge     Kind = "too large"     // a body above the limit
	Redirected   Kind = "redirected"    // a redirect that is not followed
	Insecure     Kind = "insecure"      // the server's certificate or TLS version is not acceptable
	ProxyRefused Kind = "proxy refused" // a proxy on the way does not let the call through
	PeerRefused  Kind = "peer refused"  // Options.Peer refused the server, to which nothing was sent
	Refused      Kind = "refused"       // refused here, before anything was sent
)

// Error is a call that failed, after all tries. Its texts are short and free of control
// characters and of the password.
type Error struct {
	Kind Kind
	// Status is the HTTP status of the last answer, 0 where there was none.
	Status int
	// Request is the method and the path: "GET /rest/api/standard/v1/JobOrder".
	Request string
	// Message is what the server said, or what went wrong where it said nothing useful. It may
	// be empty when Status says it all.
	Message string
	// Advice is the part of Message that says what to do, "" where it says nothing of that.
	Advice string
	// Accepted is set with Unauthorized where the server took the same credentials before.
	Accepted bool
	// Tries is how often the call was sent.
	Tries int
	// RetryAfter is how long the server asked to wait; 0 where it did not.
	RetryAfter time.Duration
	// Unsure is set when a write may have been carried out although no good answer came.
	Unsure bool
	// Before is set when an earlier try of the same call may have been carried out.
	Before bool
	// Err is the cause, where there is one.
	Err error

	again   again
	timeout bool
	// maxTries is a lower limit for this failure than Options.Tries; 0 is none.
	maxTries int
}

// again says when a call may be sent once more after a failure.
type again int

const (
	never      again = iota
	repeatable       // if sending it twice does no harm: the server may have carried it out
	always           // also a write: the server never got it, or says that it refused it
)

// Error tells the request, what happened, and how often it was tried.
func (e *Error) Error() string {
	text := e.Request + ": "
	switch {
	case e.Kind == Refused || e.Kind == Redirected || e.Kind == ProxyRefused || e.Status < http.StatusMultipleChoices:
		text += e.Message
	case e.Message == "":
		text += "the server answered " + statusText(e.Status)
	default:
		text += "the server answered " + statusText(e.Status) + ": " + e.Message
	}
	if e.Accepted {
		text += "; the same user name and password worked before, so this is likely load or a missing permission"
	}
	if e.Tries > 1 {
		text += fmt.Sprintf(" (%d tries)", e.Tries)
	}
	if e.Unsure {
		text += "; it may have been carried out all the same"
	}
	return text
}

func (e *Error) addRemark(text string) {
	if e.Message != "" {
		e.Message += "; "
	}
	e.Message += text
}

// setAdvice sets the message to a problem and what to do about it.
func (e *Error) setAdvice(problem, advice string) {
	e.Message, e.Advice = problem, advice
	if advice != "" {
		e.Message += ": " + advice
	}
}

// Problem is Message without Advice.
func (e *Error) Problem() string {
	if e.Advice == "" {
		return e.Message
	}
	return strings.Replace(e.Message, ": "+e.Advice, "", 1)
}

// Answered tells whether anything came back from the server, also what cannot be read and so has no Status.
func (e *Error) Answered() bool { return e.Status != 0 || e.Kind == BadAnswer }

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

func (e *Error) isOverload() bool {
	switch e.Status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return e.timeout
}

// firstError prefers what is wrong with this machine to what the server answered.
func firstError(own error, failed *Error) error {
	if own != nil {
		return own
	}
	return failed
}
