package client

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
)

// send makes one try: it sends the request and reads the whole body, all within the time-outs.
// A slow reader of the answer never holds the connection, and a body that breaks off is a failed
// try like any other. It does without http.Client, which follows redirects by its own rules and
// fails on those that it cannot read.
func send(o Options, transport http.RoundTripper, s *secrets) handler {
	return func(parent context.Context, c call) (*Response, error) {
		ctx, a := newAttempt(parent, o, c.leave)
		defer a.end()
		request, err := c.httpRequest(ctx, o.UserAgent)
		if err != nil {
			return nil, err
		}
		answer, err := transport.RoundTrip(request)
		if err != nil && parent.Err() != nil {
			return nil, parent.Err()
		}
		if err != nil {
			return nil, a.failure(ctx, c, err, o, s)
		}
		defer func() { _ = answer.Body.Close() }() // what matters of it has been read
		c.stats.status = answer.StatusCode
		if answer.StatusCode == http.StatusSwitchingProtocols {
			answer.Body = http.NoBody // what follows is no body, and has no end
		}
		if c.answered != nil {
			c.answered(answer)
		}
		return receive(ctx, c, answer, o)
	}
}

// httpRequest gives the call the form that net/http sends.
func (c call) httpRequest(ctx context.Context, userAgent string) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, c.Method, c.target.String(), bytes.NewReader(c.Body))
	if err != nil {
		return nil, fmt.Errorf("making the request: %w", unwrapURL(err))
	}
	for name, values := range c.Header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	setDefault(request.Header, "User-Agent", userAgent)
	if c.Expect != Anything {
		setDefault(request.Header, "Accept", "application/json")
	}
	if len(c.Body) > 0 {
		setDefault(request.Header, "Content-Type", "application/json")
	}
	request.Header.Del("Authorization")
	if c.authorization != "" {
		request.Header.Set("Authorization", c.authorization)
	}
	return request, nil
}

func setDefault(h http.Header, name, value string) {
	if h.Get(name) == "" && value != "" {
		h.Set(name, value)
	}
}
