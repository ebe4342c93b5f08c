package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

// What a caller makes a message of comes without the password; what is sent on has something else in its place,
// and for that the password is asked for, if no call has yet.
func TestTextsForCallers(t *testing.T) {
	server := &script{answers: []func() (*http.Response, error){
		replies(200, `{"error":{"message":"no `+`pä\"ss & wörd`+`\nhere"}}`), replies(200, `[{"error":"x"}]`), replies(200, `{"guid":"a"}`), replies(200, `{"error":`),
	}}
	c := newTestClient(t, testOptions(t, server))
	if got := c.Hide("a " + testPassword + " b"); got != "a "+testPassword+" b" {
		t.Errorf("a password that nobody has asked for was known: %q", got)
	}
	without := c.WithoutPassword(t.Context(), "HERE")
	if got := without("a " + testPassword + " b"); got != "a HERE b" {
		t.Errorf("got %q", got)
	}
	if got := c.Hide("a " + testPassword + " b"); got != "a "+hidden+" b" {
		t.Errorf("got %q", got)
	}
	for _, want := range []string{"no " + hidden + " here", "", "", ""} {
		answer, err := c.Do(t.Context(), Request{Method: "GET", Path: "/x"})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.ErrorMessage(answer); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if err := answer.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A password that cannot be had fails the first call, and not the one who asks for a text before it.
func TestTextsWithoutAPassword(t *testing.T) {
	o := testOptions(t, &script{answers: []func() (*http.Response, error){status200}})
	asked := 0
	o.Password = func(context.Context) (string, error) { asked++; return "", errors.New("the keyring is locked") }
	c := newTestClient(t, o)
	if got := c.WithoutPassword(t.Context(), "HERE")("text"); got != "text" {
		t.Errorf("got %q", got)
	}
	_, err := c.Do(t.Context(), Request{Method: "GET", Path: "/x"})
	if err == nil || !strings.Contains(err.Error(), "getting the password: the keyring is locked") || asked != 1 {
		t.Errorf("asked %d times: %v", asked, err)
	}
}

// An answer refers to what comes next in any form; what would lead elsewhere is resolved, and refused when it is called.
func TestResolve(t *testing.T) {
	o := testOptions(t, &script{answers: []func() (*http.Response, error){status200}})
	o.Base.Path = "/base"
	c := newTestClient(t, o)
	for reference, want := range map[string]string{
		"?page=2":               "https://api.test/base/things?page=2",
		"/base/things?page=2":   "https://api.test/base/things?page=2",
		"more":                  "https://api.test/base/more",
		"https://api.test/x":    "https://api.test/x",
		"https://evil.test/x":   "https://evil.test/x",
		"//evil.test/x":         "https://evil.test/x",
		"http://api.test:99999": "http://api.test:99999",
	} {
		if got, err := c.Resolve("/things?page=1", reference); err != nil || got != want {
			t.Errorf("%s: %q, %v", reference, got, err)
		}
	}
	for path, reference := range map[string]string{"/things": "http://[::1", "/../x": "y"} {
		if got, err := c.Resolve(path, reference); err == nil {
			t.Errorf("%s from %s: %q", reference, path, got)
		}
	}
	if failed := mustFail(t, c, Request{Method: "GET", Path: "https://evil.test/x"}); failed.Kind != Refused || !strings.Contains(failed.Message, "leads to https://evil.test") {
		t.Errorf("got %v", failed)
	}
}
