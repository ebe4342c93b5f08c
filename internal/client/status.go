package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// status turns an answer that is no success into an error with a kind and the server's words.
// Redirects pass.
func status(next handler, lasting []int, s *secrets) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		answer, err := next(ctx, c)
		if err != nil || c.succeeds(answer.Status) || isRedirect(answer.Status) {
			return answer, err
		}
		body, err := io.ReadAll(io.LimitReader(answer.Reader(), maxErrorBody))
		if err != nil {
			return nil, err
		}
		failed := &Error{
			Kind:    kindOf(answer.Status),
			Status:  answer.Status,
			Request: c.name(),
			Message: s.errorMessage(body, answer.Header),
			again:   againAfter(answer.Status),
		}
		if answer.Status == http.StatusProxyAuthRequired {
			failed.setAdvice(fmt.Sprintf("a proxy on the way to %s does not let this call through: %s", c.target.Host, statusText(answer.Status)),
				"it wants a user name and a password of its own; ask whoever runs the network")
		}
		if slices.Contains(lasting, answer.Status) {
			failed.maxTries = 1
		}
		if answer.Status < http.StatusMultipleChoices {
			// What such a body holds is no message.
			failed.Message = fmt.Sprintf("the server answered %s where %s was expected", statusText(answer.Status), c.expectedStatus())
		}
		failed.remarkHeaders(answer.Header, s)
		var remark string
		if failed.RetryAfter, remark = retryAfter(answer.Header, time.Now()); remark != "" {
			failed.addRemark(s.short(remark, maxRemark))
		}
		return nil, firstError(answer.Close(), failed)
	}
}

func (r Request) expectedStatus() string {
	if r.Expect == Anything {
		return "200, 201, 202 or 204"
	}
	return statusText(http.StatusOK)
}

func kindOf(status int) Kind {
	switch status {
	case http.StatusUnauthorized:
		return Unauthorized
	case http.StatusForbidden:
		return Forbidden
	case http.StatusNotFound, http.StatusGone:
		return NotFound
	case http.StatusProxyAuthRequired:
		return ProxyRefused
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		return Unavailable
	}
	switch status / 100 {
	case 5:
		return Unavailable
	case 4:
		return Rejected
	}
	return BadAnswer
}

// againAfter tells which statuses pass. With 425 and 429 the server says that it has not acted on
// the request; after the others a write may have been carried out.
func againAfter(status int) again {
	switch {
	case status == http.StatusTooEarly, status == http.StatusTooManyRequests:
		return always
	case status == http.StatusRequestTimeout, status/100 == 5:
		return repeatable
	}
	return never
}
