package client

import (
	"net/http"
	"strings"
)

// Headers by which servers explain a refusal, and by which those who run them find a call again.
const (
	violationsHeader   = "Sl-Violations"
	authenticateHeader = "Www-Authenticate"
)

func explainingHeaders() []string {
	return []string{violationsHeader, authenticateHeader, "X-Request-Id", "Request-Id", "X-Correlation-Id", "X-Trace-Id", "X-Error", "X-Error-Message"}
}

// explaining gives the headers of an answer that explain it, each as "name: value".
func explaining(h http.Header) (found []string) {
	for _, name := range explainingHeaders() {
		if value := strings.Join(h.Values(name), ", "); value != "" {
			found = append(found, strings.ToLower(name)+": "+value)
		}
	}
	return found
}

// remarkHeaders adds to an error what the headers of the refusal explain. Of a list of faults it takes the words.
func (e *Error) remarkHeaders(h http.Header, s *secrets) {
	for _, each := range explaining(h) {
		name, value, _ := strings.Cut(each, ": ")
		switch {
		case strings.EqualFold(name, authenticateHeader) && e.Status != http.StatusUnauthorized:
			continue
		case strings.EqualFold(name, violationsHeader):
			if said := violations(value); len(said) > 0 {
				e.Message = s.short(withDetails(e.Message, said), maxDetailed)
				continue
			}
		}
		e.addRemark(s.short(each, maxRemark))
	}
}

// traceHeaders shows them as a trace does, a line each.
func traceHeaders(h http.Header, s *secrets) string {
	var lines strings.Builder
	for _, each := range explaining(h) {
		lines.WriteString("< " + s.short(each, maxSaid) + "\n")
	}
	return lines.String()
}
