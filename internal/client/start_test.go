package client

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// TestOnlyTheStartIsRead: a call that wants only the start of an answer leaves once it has it, be
// the rest without end.
func TestOnlyTheStartIsRead(t *testing.T) {
	left := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		endless(w, r)
		close(left)
	}))
	defer server.Close()
	o := testOptions(t, nil)
	o.Base, _ = url.Parse(server.URL)
	o.MaxBody = 2000
	body, got := mustWork(t, newTestClient(t, o), Request{Method: "GET", Path: "/x", Expect: JSONArray, Start: 1000})
	if !strings.HasPrefix(body, `["0123456789",`) || len(body) != 1001 || got.Tries != 1 {
		t.Errorf("%d bytes after %d tries: %.40s", len(body), got.Tries, body)
	}
	<-left
}

func TestTheStartIsChecked(t *testing.T) {
	long := strings.Repeat(`"0123456789",`, 1000)
	for name, tt := range map[string]struct {
		server  http.HandlerFunc
		kind    Kind
		message string
	}{
		"a long list":             {answers(200, " ["+long), "", ""},
		"longer than the limit":   {answers(200, "["+long, "Content-Length: 13001"), "", ""},
		"compressed":              {answers(200, gzipped("["+long), "Content-Encoding: gzip"), "", ""},
		"a short list":            {answers(200, "[1,2]"), "", ""},
		"a long page":             {answers(200, "<!DOCTYPE html><title>Sign in</title>"+long), BadAnswer, `the answer is an HTML page titled "Sign in", not a JSON array`},
		"a long object":           {answers(200, `{"a":[`+long), BadAnswer, "the answer is a JSON object, not a JSON array"},
		"nothing":                 {answers(200, ""), BadAnswer, "the answer is an empty body, not a JSON array"},
		"a short list, damaged":   {answers(200, "[1,]"), BadAnswer, "the answer is not valid JSON"},
		"cut off in the start":    {hijacked("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n[1"), BadAnswer, "the answer is a body cut off after 2 of 5,000 bytes"},
		"cut off behind it":       {hijacked("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n[" + long), "", ""},
		"a refusal is told whole": {answers(403, `{"padding":[`+long+`0],"message":"not permitted"}`), Forbidden, "not permitted"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(tt.server)
			defer server.Close()
			o := testOptions(t, nil)
			o.Base, _ = url.Parse(server.URL)
			o.Tries, o.MaxBody = 1, 2000
			c, request := newTestClient(t, o), Request{Method: "GET", Path: "/x", Expect: JSONArray, Start: 1000}
			if tt.kind == "" {
				mustWork(t, c, request)
				return
			}
			if failed := mustFail(t, c, request); failed.Kind != tt.kind || failed.Message != tt.message {
				t.Errorf("kind %q, message %q", failed.Kind, failed.Message)
			}
		})
	}
}
