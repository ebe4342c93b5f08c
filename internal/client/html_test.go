package client

import (
	"net/http"
	"testing"
)

func TestIsHTML(t *testing.T) {
	for _, tt := range []struct {
		kind, body string
		want       bool
	}{
		{"", "<!DOCTYPE html>\n<html>", true},
		{"", "\n <HTML lang=en>", true},
		{"application/json", "<html>", true}, // servers and proxies call it what they please
		{"", "<!-- sign in --><head><title>Sign in</title></head>", true},
		{"", "<center><body class=x>", true},
		{"text/html; charset=utf-8", "<p>Sign in", true},
		{"application/xhtml+xml", "<?xml version='1.0'?><p/>", true},
		{"", "<html", true}, // cut off
		{"text/xml", "<?xml version='1.0'?><!DOCTYPE html><html/>", true},

		{"", "", false},
		{"text/html", "OK", false}, // many servers call all that they send so
		{"text/html", `{"a":"<html>"}`, false},
		{"", "read <html> first", false},
		{"", "<header>x</header>", false},
		{"", "<things><titles/></things>", false},
		{"application/problem+xml", "<problem><title>no</title></problem>", false},
		{"application/xml", "<list><body>x</body></list>", false},
	} {
		h := http.Header{}
		if tt.kind != "" {
			h.Set("Content-Type", tt.kind)
		}
		if got := IsHTML([]byte(tt.body), h); got != tt.want {
			t.Errorf("%s %q: %v", tt.kind, tt.body, got)
		}
	}
}
