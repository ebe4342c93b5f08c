package client

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
)

// maxRedirects is how many redirects one try follows.
const maxRedirects = 5

// redirect follows a redirect within the server. Elsewhere the credentials must not go, and a
// write is only sent on where the server says that the method stays (307 and 308).
func redirect(next handler, base origin, s *secrets) handler {
	return func(ctx context.Context, c call) (*Response, error) {
		for range maxRedirects + 1 {
			answer, err := next(ctx, c)
			if err != nil || !isRedirect(answer.Status) {
				return answer, err
			}
			location, from := answer.Header.Get("Location"), answer.Status
			if err := answer.Close(); err != nil {
				return nil, err
			}
			target, err := c.target.Parse(location)
			switch {
			case location == "" || err != nil:
				return nil, c.redirected(from, "the server redirects without saying where")
			case originOf(target) != base:
				return nil, c.redirected(from, fmt.Sprintf("the server %s redirects to %s, where the credentials must not go; "+
					"if that is right, make it the url of the environment", base, s.short(originOf(target).String(), maxRequestText)))
			case c.Writes() && from != http.StatusTemporaryRedirect && from != http.StatusPermanentRedirect:
				return nil, c.redirected(from, "the server redirects a write to "+s.short(target.EscapedPath(), maxRequestText)+"; it is not sent there")
			}
			c.target = &url.URL{Scheme: target.Scheme, Host: target.Host, Path: target.Path, RawPath: target.RawPath, RawQuery: target.RawQuery}
		}
		return nil, c.redirected(0, fmt.Sprintf("the server redirects more than %d times", maxRedirects))
	}
}

func (c call) redirected(status int, message string) *Error {
	return &Error{Kind: Redirected, Status: status, Request: c.name(), Message: message}
}
