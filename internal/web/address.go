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
	// site is scheme and host, empty for those of the server that the records come from.
	site string
	// fixed are the texts before, between and behind the fields, escaped: one more than there are fields.
	fixed, fields []string
}

// ValueError says why the value of a field of a record cannot stand in an address.
type ValueError struct{ Field, Template, Problem string }

func (e *ValueError) Error() string {
	return fmt.Sprintf("%s of the record %s, which the web address %s needs", e.Field, e.Problem, e.Template)
}

const example = "https://app.example.com/jobs/{jobGuid}"

// Parse reads a template. It begins with http:// or https://, a host and a slash, or with the slash: then it is a page of the
// server that the records come from. No record can lead to another site.
func Parse(text string) (*Template, error) {
	t := &Template{text: text}
	rest := text
	for {
		fixed, after, more := strings.Cut(rest, "{")
		if strings.Contains(fixed, "}") {
			return nil, t.fault("there is a } without a {")
		}
		t.fixed = append(t.fixed, fixed)
		if !more {
			break
		}
		field, behind, closed := strings.Cut(after, "}")
		if !closed || strings.TrimSpace(field) != field || field == "" || strings.Contains(field, "{") {
			return nil, t.fault("the name of a field stands in braces")
		}
		t.fields = append(t.fields, field)
		rest = behind
	}
	if len(t.fields) == 0 {
		return nil, t.fault("no field stands in it")
	}
	return t, t.settle()
}

func (t *Template) fault(problem string) error {
	return fmt.Errorf("%q is no web address of a record, as %s is one: %s", t.text, example, problem)
}

// settle takes the site off, which the template itself has to name, and escapes what cannot stand in an address as it is.
func (t *Template) settle() error {
	at, err := url.Parse(t.fixed[0])
	switch {
	case err != nil:
		return t.fault(errors.Unwrap(err).Error())
	case at.Scheme == "" && at.Host == "" && strings.HasPrefix(t.fixed[0], "/") && !strings.HasPrefix(t.fixed[0], "//") && !strings.HasPrefix(t.fixed[0], `/\`):
		// of the server
	case at.Scheme != "http" && at.Scheme != "https", at.Host == "":
		return t.fault("https:// and the host stand at its beginning, or one slash for the server itself")
	case at.User != nil:
		return t.fault("a user name does not belong in it")
	case !strings.HasPrefix(at.Path, "/"):
		return t.fault("a slash follows the host")
	default:
		t.site = at.Scheme + "://" + at.Host
		_, behind, _ := strings.Cut(t.fixed[0], "//")
		t.fixed[0] = behind[strings.IndexByte(behind, '/'):]
	}
	for i, fixed := range t.fixed {
		if t.fixed[i], err = escaped(fixed); err != nil {
			return t.fault(err.Error())
		}
	}
	if hasDots(strings.Join(t.fixed, "x")) {
		return t.fault("it has . or .. as a part")
	}
	return nil
}

// escaped leaves what may stand in an address, escapes included, and escapes the rest.
func escaped(text string) (string, error) {
	if _, err := url.PathUnescape(text); err != nil {
		return "", fmt.Errorf("a percent sign is written %%25: %w", err)
	}
	var out strings.Builder
	for _, b := range []byte(text) {
		if b <= ' ' || b >= 0x7f || strings.IndexByte("\"<>\\^`|", b) >= 0 {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String(), nil
}

// hasDots tells whether a part between slashes is one that leads to another part: browsers take %2e for a dot there.
func hasDots(path string) bool {
	for part := range strings.FieldsFuncSeq(path, func(r rune) bool { return strings.ContainsRune("/?#", r) }) {
		if part = strings.ReplaceAll(strings.ToLower(part), "%2e", "."); part == "." || part == ".." {
			return true
		}
	}
	return false
}

// Fields are the paths of the fields that an address needs.
func (t *Template) Fields() []string { return t.fields }

// CheckServer fails where the template is of the server itself, and that has no pages.
func (t *Template) CheckServer(server *url.URL) error {
	if t.site == "" && server.Scheme != "http" && server.Scheme != "https" {
		return fmt.Errorf("the web address %s is of the server itself, and %s has no pages: begin it with https:// and a host", t.text, server)
	}
	return nil
}

// Address gives the address of a record's page; server is where the record comes from. It fails with a *ValueError where the
// record lacks what the address needs.
func (t *Template) Address(server *url.URL, r record.Record) (string, error) {
	if err := t.CheckServer(server); err != nil {
		return "", err
	}
	var made strings.Builder
	for i, name := range t.fields {
		word, problem := valueOf(r, name)
		if problem != "" {
			return "", &ValueError{Field: name, Template: t.text, Problem: problem}
		}
		made.WriteString(t.fixed[i])
		// In a path a plus would be one.
		made.WriteString(strings.ReplaceAll(url.QueryEscape(word), "+", "%20"))
		if hasDots(made.String() + t.fixed[i+1]) {
			return "", &ValueError{Field: name, Template: t.text, Problem: fmt.Sprintf("is %q, which would lead to another page", word)}
		}
	}
	made.WriteString(t.fixed[len(t.fields)])
	site := t.site
	if site == "" {
		site = server.Scheme + "://" + server.Host
	}
	return site + made.String(), nil
}

// valueOf gives the value of a field as a text, or why there is none.
func valueOf(r record.Record, name string) (word, problem string) {
	value, _ := r.Get(record.ParsePath(name))
	switch word = record.Scalar(value); {
	case len(value) > 0 && (value.Kind() == '{' || value.Kind() == '['):
		return "", "is no single value"
	case len(value) > 0 && (value.Kind() == 't' || value.Kind() == 'f'):
		return record.Text(value), ""
	case strings.TrimSpace(word) == "":
		return "", "is empty"
	default:
		return word, ""
	}
}
