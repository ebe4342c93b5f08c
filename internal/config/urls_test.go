package config

import (
	"errors"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	good := map[string]string{
		"https://sandbox.aimsio.com":              "https://sandbox.aimsio.com/",
		"https://api.aimsio.com/_mock/aimsio_api": "https://api.aimsio.com/_mock/aimsio_api/",
		"HTTPS://API.example/a%20b/":              "https://api.example/a%20b/",
		"http://localhost:8080":                   "http://localhost:8080/",
		"http://127.0.0.9:1":                      "http://127.0.0.9:1/",
		"http://[::1]:8080/":                      "http://[::1]:8080/",
		"demo://":                                 DemoURL,
		"demo://anything":                         DemoURL,
	}
	for text, want := range good {
		u, err := parseURL(text)
		if err != nil || u.String() != want {
			t.Errorf("%s: got %v, %v; want %s", text, u, err, want)
		}
	}
	bad := map[string]string{
		"":                             "an address such as",
		"sandbox.aimsio.com":           "an address such as",
		"localhost:8080":               "an address such as",
		"ftp://example.com/":           "https://",
		"https:///path":                "name of a server",
		"http://example.com/":          "plain http is for this machine only",
		"http://127.0.0.1.example.com": "plain http is for this machine only",
		"http://10.0.0.1/":             "plain http is for this machine only",
		"https://example.com/?a=b":     "without ? and #",
		"https://example.com/?":        "without ? and #",
		"https://example.com/#":        "without ? and #",
		"https://u:hunter2@example":    "auth login",
		"https://u:hun#ter2@example":   "auth login",
		"http://exa mple/":             "an address such as",
	}
	for text, want := range bad {
		u, err := parseURL(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v; want an error with %q", text, u, err, want)
		}
	}
}

func TestPasswordInAddressIsNotRepeated(t *testing.T) {
	for _, address := range []string{"https://user:hunter2@example.com/", "user:hunter2@example.com"} {
		w := newWorld(t)
		w.variables["AIMSIO_URL"] = address
		_, err := w.load().Environment("sandbox")
		if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "…@example.com") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// A script whose test server has no address must not reach the environment's own server instead.
func TestEmptyAddressIsRefused(t *testing.T) {
	w := newWorld(t)
	w.variables["AIMSIO_URL"] = ""
	if _, err := w.load().Environment("sandbox"); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "AIMSIO_URL") {
		t.Errorf("got %v", err)
	}
}

func TestDemoStaysInsideTheProgram(t *testing.T) {
	w := newWorld(t)
	w.variables["AIMSIO_URL"] = "https://portal.aimsio.com/"
	demo := w.environment("demo")
	if !demo.Demo() || len(demo.Warnings) != 1 {
		t.Errorf("demo is at %s, with warnings %q", demo.URL, demo.Warnings)
	}
}
