package client

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// targets makes URLs of paths below one server.
type targets struct {
	base   *url.URL
	origin origin
}

// of gives the URL of a path with a query, or says why nothing is sent there.
func (t targets) of(path string, query url.Values) (*url.URL, error) {
	target, err := t.locate(path)
	if err != nil {
		return nil, err
	}
	if len(query) > 0 {
		all := target.Query()
		for name, values := range query {
			all[name] = append(all[name], values...)
		}
		target.RawQuery = all.Encode()
	}
	return target, nil
}

// referred gives the whole URL of what an answer to a call of a path refers to.
func (t targets) referred(path, reference string) (string, error) {
	from, err := t.locate(path)
	if err != nil {
		return "", err
	}
	target, err := from.Parse(reference)
	if err != nil {
		return "", unwrapURL(err)
	}
	return target.String(), nil
}

func (t targets) locate(path string) (*url.URL, error) {
	given, absolute := path, isAbsolute(path)
	if !absolute {
		given = "/" + strings.TrimLeft(path, "/")
	}
	parsed, err := url.Parse(given)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the path cannot be read: %w", unwrapURL(err))
	case absolute && parsed.User != nil:
		return nil, errors.New("a URL with a user name is not sent; credentials come from the environment")
	case absolute && originOf(parsed) != t.origin:
		return nil, fmt.Errorf("the URL leads to %s, but the credentials are for %s", originOf(parsed), t.origin)
	case parsed.Fragment != "":
		return nil, errors.New("the path has a #: write %23 if it is part of a name")
	}
	if err := checkPath(parsed.EscapedPath()); err != nil {
		return nil, err
	}
	if absolute {
		return parsed, nil
	}
	target := t.base.JoinPath(parsed.EscapedPath())
	target.RawQuery, target.Fragment = strings.ReplaceAll(parsed.RawQuery, " ", "%20"), ""
	return target, nil
}

// isAbsolute tells a whole URL, also one without its scheme, from a path below the server.
func isAbsolute(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "//") || strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}
