package client

import (
	"context"
	"net/http"
	"strings"
	"testing"
)

// A secret of any length is blotted out, and makes nothing fail: what cannot be looked for as it is has the
// whole text hidden.
func TestSecretsOfAbsurdLength(t *testing.T) {
	for name, secret := range map[string][2]string{
		"password":  {"user", strings.Repeat("s3cret", 20_000)},
		"other":     {"user", strings.Repeat("pä\\ß\"", 200_000)},
		"user name": {strings.Repeat("n4me", 1_000_000), "Sup3r-Secret"},
		"longest":   {"user", strings.Repeat("s3cret", 170)},
	} {
		s := &secrets{}
		s.learn("proxy", "open-Sesame")
		s.learn(secret[0], secret[1])
		for _, text := range []string{"it says %s " + secret[1], secret[1] + `\`, "is open-Sesame & it"} {
			if got := s.hide(text); strings.Contains(got, secret[1][:8]) || strings.Contains(got, "Sesame") || !strings.Contains(got, hidden) {
				t.Errorf("%s: %.100q", name, got)
			}
			if got := s.hideStart(text, len(text)); strings.Contains(got, secret[1][:8]) || strings.Contains(got, "Sesame") {
				t.Errorf("%s: the start is %.100q", name, got)
			}
		}
	}
	s := &secrets{}
	s.learn("", "p")
	if got := s.hide("a & b"); got != "a & b" {
		t.Errorf("a password that is never hidden: %q", got)
	}
}

// What the server says of a password of absurd length is an error like any other.
func TestARefusalOfAnAbsurdPassword(t *testing.T) {
	password := strings.Repeat("s3cret", 20_000)
	o := testOptions(t, &script{answers: []func() (*http.Response, error){replies(401, `{"message":"no \"`+password+`\""}`)}})
	o.Password = func(context.Context) (string, error) { return password, nil }
	failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x", Expect: JSONArray})
	if failed.Status != 401 || strings.Contains(failed.Error(), "s3cret") {
		t.Errorf("%.200s", failed)
	}
}
