package web

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// A Template makes the address of a record's page: "https://app.example.com/#/jobs/{jobGuid}". What stands in braces are field
// paths of the record, whose values are escaped, each as one value (the first level of RFC 6570).
type Template struct {
	text string
	// fixed are the texts before, between and behind the fields: one more than there are fields.
	fixed, fields []string
}

// EmptyError says that a record has no value for a part of the address.
type EmptyError struct {
	Field, Template string
}

func (e *EmptyError) Error() string {
	return fmt.Sprintf("the record has no %s, which the web address %s needs", e.Field, e.Template)
}

// ErrHost says that a template leaves it to the record which site is opened.
var ErrHost = errors.New("https:// and the host must stand in it, or it begins with / and is of the server itself; fields come after that")

// Parse reads a template. It begins with http:// or https:// and a host, or with a slash: then it is a page of the
// server that the records come from.
func Parse(text string) (*Template, error) {
	t := &Template{text: text}
	rest := text
	for {
		fixed, after, more := strings.Cut(rest, "{")
		t.fixed = append(t.fixed, fixed)
		if !more {
			break
		}
		field, behind, closed := strings.Cut(after, "}")
		if !closed || strings.TrimSpace(field) != field || field == "" || strings.Contains(field, "{") {
			return nil, fmt.Errorf("%q: the name of a field stands in braces, as in https://app.example.com/jobs/{jobGuid}", text)
		}
		t.fields = append(t.fields, field)
		rest = behind
	}
	return t, t.check()
}

// check sees that the template itself says which site is opened.
func (t *Template) check() error {
	at, err := url.Parse(t.fixed[0])
	switch {
	case err != nil:
		return fmt.Errorf("%q is no address: %w", t.text, errors.Unwrap(err))
	case at.Scheme == "" && at.Host == "" && strings.HasPrefix(t.fixed[0], "/"):
		return nil // of the server
	case at.Scheme != "http" && at.Scheme != "https", at.Host == "", at.User != nil, !strings.HasPrefix(at.Path, "/"):
		return fmt.Errorf("%q: %w", t.text, ErrHost)
	}
	return nil
}

// Fields are the paths of the fields that an address needs.
func (t *Template) Fields() []string { return t.fields }

// Address gives the address of a record's page; server is where the record comes from. It fails with an *EmptyError where the
// record lacks what the address needs.
func (t *Template) Address(server *url.URL, r record.Record) (string, error) {
	var made strings.Builder
	for i, name := range t.fields {
		value, _ := r.Get(record.ParsePath(name))
		word := record.Scalar(value)
		if word == "" {
			return "", &EmptyError{Field: name, Template: t.text}
		}
		made.WriteString(t.fixed[i])
		// In a path a plus would be one.
		made.WriteString(strings.ReplaceAll(url.QueryEscape(word), "+", "%20"))
	}
	made.WriteString(t.fixed[len(t.fields)])
	at, err := server.Parse(made.String())
	if err != nil {
		return "", fmt.Errorf("making the web address of %s: %w", t.text, err)
	}
	if at.Scheme != "http" && at.Scheme != "https" {
		return "", fmt.Errorf("%s is no web address, since %s:// has no pages: give one with https:// and a host", at, at.Scheme)
	}
	return at.String(), nil
}
