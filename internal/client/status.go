package client

import (
	"context"
	"io"
	"net/http"
	"time"
)

const (
	// maxErrorBody is how much of the body of a refusal is read, in bytes.
	maxErrorBody = 64 << 10
	// maxSaid is how much of what a server said goes into an error, in characters.
	maxSaid = 300
)

// status turns an answer that is no success into an error with a kind and the server's words.
// Redirects pass.
func status(next handler, s *secrets) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		answer, err := next(ctx, c)
		if err != nil || answer.Status < http.StatusMultipleChoices || isRedirect(answer.Status) {
			return answer, err
		}
		body, err := io.ReadAll(io.LimitReader(answer.Reader(), maxErrorBody))
		if err != nil {
			return nil, err
		}
		failed := &Error{
			Kind:       kindOf(answer.Status),
			Status:     answer.Status,
			Request:    c.name(),
			Message:    s.short(said(body, answer.Header), maxSaid),
			RetryAfter: retryAfter(answer.Header, time.Now()),
			again:      againAfter(answer.Status),
		}
		return nil, firstError(answer.Close(), failed)
	}
}

// firstError prefers what is wrong with this machine to what the server answered.
func firstError(own error, failed *Error) error {
	if own != nil {
		return own
	}
	return failed
}

func kindOf(status int) Kind {
	switch status {
	case http.StatusUnauthorized:
		return Unauthorized
	case http.StatusForbidden:
		return Forbidden
	case http.StatusNotFound, http.StatusGone:
		return NotFound
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return Unavailable
	}
	switch {
	case status >= http.StatusInternalServerError:
		return Unavailable
	case status >= http.StatusBadRequest:
		return Rejected
	}
	return BadAnswer
}

// againAfter tells which statuses pass. With 425 and 429 the server says that it has not acted on
// the request; after the others a write may have been carried out.
func againAfter(status int) again {
	switch status {
	case http.StatusTooEarly, http.StatusTooManyRequests:
		return always
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return repeatable
	}
	return never
}
