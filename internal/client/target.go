package client

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// targets makes URLs of paths below one server.
type targets struct {
	base   *url.URL
	origin origin
	// parameter gives the values of parameters in braces, nil knows none.
	parameter func(name string) (value string, known bool)
}

// filled puts the values of parameters into a path that has some in braces. A query may have braces of its own.
func (t targets) filled(path string) (string, error) {
	steps, query, asked := strings.Cut(path, "?")
	var missing error
	steps = pathParameter.ReplaceAllStringFunc(steps, func(braced string) string {
		name := strings.Trim(braced, "{}")
		if t.parameter != nil {
			if value, known := t.parameter(name); known {
				return url.PathEscape(value)
			}
		}
		missing = fmt.Errorf("its path has %s: give the environment a value, as in `parameters: {%s: VALUE}`", braced, name)
		return braced
	})
	if asked {
		steps += "?" + query
	}
	return steps, missing
}

var pathParameter = regexp.MustCompile(`\{[A-Za-z0-9_-]+\}`)

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
	path, err := t.filled(path)
	if err != nil {
		return nil, err
	}
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
