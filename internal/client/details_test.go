package client

import (
	"net/http"
	"strings"
	"testing"
)

// TestWhatARefusalSays: what a server says of single faults is shown, and what says nothing leaves the status alone.
func TestWhatARefusalSays(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		``: "", `{}`: "", `[]`: "", `null`: "", `""`: "", ` {} `: "",
		`{"message":"no"}`:              "no",
		`{"error":{"message":"no"}}`:    "no",
		`{"errors":["a","b"]}`:          "a; b",
		`{"errors":{"name":["taken"]}}`: "name: taken",
		`{"errors":{"b":"is old","a":["taken","long"]},"title":"Invalid"}`:                                                  "Invalid; a: taken, long; b: is old",
		`{"title":"Bad Request","status":400,"detail":"two faults","errors":[{"detail":"must be text","pointer":"#/age"}]}`: "two faults; #/age: must be text",
		`{"detail":"no","errors":[{"detail":"must be text","source":{"pointer":"/data/age"}}]}`:                             "no; /data/age: must be text",
		`{"detail":"no","validation":[{"location":["request","body","list","0"],"message":"list.0 must be text"}]}`:         "no; list.0 must be text",
		`{"title":"T","invalid-params":[{"name":"age","reason":"too young"},{"name":"age","reason":"too young"}]}`:          "T; age: too young",
		`{"error":{"message":"no","details":[{"field":"age","message":"too young"}]}}`:                                      "no; age: too young",
		`{"errors":[1,null,{"x":2}],"message":"m"}`:                                                                         "m",
		`{"errors":["a","b","c","d","e","f","g"]}`:                                                                          "a; b; c; d; e; f; and 1 more",
		`plain`: "plain",
	} {
		if got := errorMessage([]byte(body), http.Header{}); got != want {
			t.Errorf("%s:\ngot  %q\nwant %q", body, got, want)
		}
	}
}

func TestHeadersThatExplain(t *testing.T) {
	t.Parallel()
	s := &secrets{}
	s.learn("me", "hunter2222")
	h := http.Header{}
	h.Set("X-Request-Id", "r-1 hunter2222")
	h.Set("Www-Authenticate", `Bearer realm="things"`)
	h.Set("Sl-Violations", `[{"location":["request","body","name"],"message":"body.name must be text"}]`)
	h.Set("Set-Cookie", "session=1")
	for status, want := range map[int]string{
		http.StatusUnauthorized:        `body.name must be text; www-authenticate: Bearer realm="things"; x-request-id: r-1 •••`,
		http.StatusUnprocessableEntity: `body.name must be text; x-request-id: r-1 •••`,
	} {
		failed := &Error{Status: status}
		if failed.remarkHeaders(h, s); failed.Message != want {
			t.Errorf("%d: %q", status, failed.Message)
		}
	}
	shown := traceHeaders(h, s)
	if strings.Contains(shown, "hunter2222") || strings.Contains(shown, "session") || !strings.Contains(shown, "< sl-violations: [{") || strings.Count(shown, "\n") != 3 {
		t.Errorf("%s", shown)
	}
	h = http.Header{}
	h.Set("Sl-Violations", "no JSON")
	failed := &Error{Status: http.StatusUnprocessableEntity, Message: "m"}
	if failed.remarkHeaders(h, s); failed.Message != "m; sl-violations: no JSON" {
		t.Errorf("%q", failed.Message)
	}
}

// TestARefusalWithoutWords is told by its status and phrase, in the error and in the trace.
func TestARefusalWithoutWords(t *testing.T) {
	t.Parallel()
	failed := &Error{Request: "POST /x", Status: http.StatusUnprocessableEntity}
	if got := failed.Error(); got != "POST /x: the server answered 422 Unprocessable Entity" {
		t.Errorf("%q", got)
	}
	if got := outcome(http.StatusUnprocessableEntity, failed, &secrets{}); got != "422 Unprocessable Entity" {
		t.Errorf("%q", got)
	}
}
