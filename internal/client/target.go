package client

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"github.com/aimsio-cli/aimsio/internal/scrub"
	"github.com/aimsio-cli/aimsio/internal/server"
)

// origin is the part of a URL that credentials belong to, in its one form.
type origin string

// nowhere is the origin of a URL of which no server can be told. No other is the same.
const nowhere origin = "an address that names no server"

func originOf(u *url.URL) origin {
	if o := server.Origin(u); o != "" {
		return origin(o)
	}
	if same, err := server.Canonical(u); err == nil {
		return origin("//" + same.Host) // of no scheme, and so the same as no other
	}
	return nowhere
}

// String gives the origin as a URL.
func (o origin) String() string { return string(o) }

// resolve gives the URL of a request, or refuses it before anything is sent.
func (c *Client) resolve(r Request) (*url.URL, error) {
	target, err := c.locate(r.Path)
	if err != nil {
		name := c.secrets.short(r.Method+" "+scrub.Text(r.Path), maxRequestText)
		return nil, &Error{Kind: Refused, Request: name, Message: err.Error()}
	}
	if len(r.Query) > 0 {
		query := target.Query()
		for name, values := range r.Query {
			query[name] = append(query[name], values...)
		}
		target.RawQuery = query.Encode()
	}
	return target, nil
}

// Resolve gives the whole URL of what an answer to a call of a path refers to. Whether it may be
// called is for Do to say.
func (c *Client) Resolve(path, reference string) (string, error) {
	from, err := c.locate(path)
	if err != nil {
		return "", err
	}
	target, err := from.Parse(reference)
	if err != nil {
		return "", unwrapURL(err)
	}
	return target.String(), nil
}

func (c *Client) locate(path string) (*url.URL, error) {
	given, absolute := path, isAbsolute(path)
	if !absolute {
		given = "/" + strings.TrimLeft(path, "/")
	}
	parsed, err := url.Parse(given)
	switch {
	case err != nil:
		return nil, fmt.Errorf("the path cannot be read: %w", unwrapURL(err))
	case absolute && parsed.User != nil:
		return nil, fmt.Errorf("a URL with a user name is not sent; credentials come from the environment")
	case absolute && originOf(parsed) != c.base:
		return nil, fmt.Errorf("the URL leads to %s, but the credentials are for %s", originOf(parsed), c.base)
	case parsed.Fragment != "":
		return nil, fmt.Errorf("the path has a #: write %%23 if it is part of a name")
	}
	if err := checkPath(parsed.EscapedPath()); err != nil {
		return nil, err
	}
	if absolute {
		return parsed, nil
	}
	target := c.options.Base.JoinPath(parsed.EscapedPath())
	target.RawQuery, target.Fragment = strings.ReplaceAll(parsed.RawQuery, " ", "%20"), ""
	return target, nil
}

// isAbsolute tells a whole URL, also one without its scheme, from a path below the server.
func isAbsolute(path string) bool {
	lower := strings.ToLower(path)
	return strings.HasPrefix(lower, "//") || strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// checkPath refuses what would lead out of the base's path, where a record's key that came from data
// might otherwise reach another operation, and what some server might take for the end of the path.
func checkPath(escaped string) error {
	path := escaped
	// A server, or a proxy before it, may decode more than once.
	for range mostDecoded {
		switch {
		case climbs(path):
			return errors.New("the path has . or .. as a part")
		case strings.ContainsFunc(path, unicode.IsControl):
			return errors.New("the path has a control character, as it is or escaped")
		}
		decoded := shortestForm(unescaped(path))
		if decoded == path {
			return nil
		}
		path = decoded
	}
	return errors.New("the path is escaped more often than any name needs")
}

// unescaped decodes a path once. One with a % that stands for itself is as it is.
func unescaped(path string) string {
	if decoded, err := url.PathUnescape(path); err == nil {
		return decoded
	}
	return path
}

// climbs finds the parts of a path that lead upwards.
func climbs(path string) bool {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return r == '/' || r == '\\' }) {
		if name, _, _ := strings.Cut(part, ";"); name == "." || name == ".." { // some servers leave out what follows a ;
			return true
		}
	}
	return false
}

// mostDecoded is how often a path or a query is decoded to look for what it hides.
const mostDecoded = 8

// shortestForm writes the dots, slashes and zeros that some servers accept in too many bytes as what they are.
func shortestForm(path string) string {
	return strings.NewReplacer("\xc0\xae", ".", "\xc0\xaf", "/", "\xc1\x9c", "\\", "\xc0\x80", "\x00").Replace(path)
}
