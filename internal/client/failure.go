package client

import (
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// failure says why there is no answer at all.
func (a *attempt) failure(ctx context.Context, c call, err error, o Options, s *secrets) *Error {
	err = unwrapURL(err)
	if fault, ok := errors.AsType[net.Error](err); ok && fault.Timeout() && a.neverLeft() {
		a.cancel(errNoConnection)
	}
	if failed := c.timedOut(ctx, o); failed != nil {
		failed.again = a.again()
		return failed
	}
	if peer, refused := errors.AsType[*peerError](err); refused {
		return &Error{Kind: PeerRefused, Request: c.name(), Err: peer.err, Message: s.short(peer.err.Error(), maxSaid)}
	}
	host := c.target.Hostname()
	if o.route.Proxy != nil && ofProxy(err) {
		host = o.route.Proxy.Hostname()
	}
	if problem, advice := insecure(err, host); problem != "" {
		failed := &Error{Kind: Insecure, Request: c.name(), Err: err}
		failed.setAdvice(s.short(problem, maxSaid), advice)
		return failed
	}
	if failed := c.unreachableProxy(err, o.route, s); failed != nil {
		return failed
	}
	failed := &Error{Kind: Unavailable, Request: c.name(), Err: err, again: a.again()}
	var unknown *net.DNSError
	switch reason := err.Error(); {
	case errors.As(err, &unknown) && unknown.IsNotFound:
		failed.maxTries = dnsTries
		failed.setAdvice("there is no host named "+unknown.Name, "check the url of the environment and the network")
	case isRefused(err):
		failed.Message = fmt.Sprintf("%s refuses connections: nothing answers there", c.target.Host)
	case strings.Contains(reason, "response headers exceeded"), strings.Contains(reason, "header list larger"):
		failed.Kind, failed.again = TooLarge, never
		failed.Message = fmt.Sprintf("the headers of the answer are longer than %s", text.Bytes(o.MaxHeader))
	case strings.Contains(reason, "malformed HTTP"), strings.Contains(reason, "Content-Length"), strings.Contains(reason, "transfer encoding"):
		failed.Kind, failed.Message = BadAnswer, "the answer is not HTTP"
	case strings.Contains(reason, "malformed MIME"):
		failed.Kind, failed.Message = BadAnswer, "the headers of the answer are damaged or cut off"
	case a.neverLeft():
		failed.Message = fmt.Sprintf("no connection to %s: %s", c.target.Host, s.short(reason, maxSaid))
	default:
		failed.Message = fmt.Sprintf("the connection to %s broke before an answer came: %s", c.target.Host, s.short(reason, maxSaid))
	}
	return failed
}

// again tells what a try without an answer allows: anything, if nothing can have been sent.
func (a *attempt) again() again {
	if a.neverLeft() {
		return always
	}
	return repeatable
}

// timedOut says which of the time-outs ended a try, if one did, and what raises it.
func (c call) timedOut(ctx context.Context, o Options) *Error {
	failed := &Error{Kind: Unavailable, Request: c.name(), timeout: true, again: repeatable}
	switch failed.Err = context.Cause(ctx); {
	case errors.Is(failed.Err, errNoConnection):
		failed.Message = fmt.Sprintf("no connection to %s within %s (connect_timeout)%s", c.target.Host, o.ConnectTimeout, o.route.through())
	case errors.Is(failed.Err, errNoAnswer):
		failed.Message = fmt.Sprintf("no complete answer within %s (timeout)", o.Timeout)
	default:
		return nil
	}
	return failed
}

func (c call) brokenBody(ctx context.Context, answer *http.Response, read *watched, o Options) *Error {
	if failed := c.timedOut(ctx, o); failed != nil {
		failed.Status = answer.StatusCode
		failed.Message += fmt.Sprintf("; %s had come", text.Counted(read.size, "byte"))
		return failed
	}
	failed := &Error{Kind: BadAnswer, Status: answer.StatusCode, Request: c.name(), Err: read.err, again: repeatable}
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(read.err, gzip.ErrHeader), errors.Is(read.err, gzip.ErrChecksum), errors.As(read.err, &corrupt):
		failed.Message = "the answer's gzip compression is damaged"
	case answer.ContentLength > 0:
		failed.Message = fmt.Sprintf("the answer is a body cut off after %s of %s", text.Count(read.size), text.Counted(answer.ContentLength, "byte"))
	default:
		failed.Message = fmt.Sprintf("the answer is a body cut off after %s", text.Counted(read.size, "byte"))
	}
	return failed
}

func (c call) tooLarge(status int, limit int64) *Error {
	return &Error{
		Kind:    TooLarge,
		Status:  status,
		Request: c.name(),
		Message: fmt.Sprintf("the answer is larger than %s", text.Bytes(limit)),
	}
}
