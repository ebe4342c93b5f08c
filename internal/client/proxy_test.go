package client

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A variable that names no proxy must be an error: net/http takes it for none, and calls directly.
func TestAProxyThatCannotBeRead(t *testing.T) {
	target, err := url.Parse("https://api.test/")
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{
		"http://proxy:port", "http://[::1", "ftp://proxy:21", "https:///x", "http://", "http://:8080", "http//proxy:3128", "http:/proxy:3128",
		"http://eve:ses#ame@proxy:3128", "http://eve:ses/ame@proxy:3128", "http://eve:sesame%zz@proxy:3128", "http://proxy:3128/path", "proxy:31 28", "http://pro xy", "\x01", "http://proxy:3128?x=1",
	} {
		for _, variable := range []string{"HTTPS_PROXY", "https_proxy"} {
			getenv := func(name string) (string, bool) { return map[string]string{variable: value}[name], name == variable }
			_, err := WayTo(target, getenv)
			if err == nil || !strings.Contains(err.Error(), "in "+variable+" cannot be read") || strings.Contains(err.Error(), "same") || strings.Contains(err.Error(), "ame@") {
				t.Errorf("%s=%s: %v", variable, value, err)
			}
		}
	}
	for _, value := range []string{"proxy:3128", "proxy", "http://proxy:3128/", "https://eve:p%40ss@proxy", "socks5://proxy:1080", "socks5h://proxy", "http://[::1]:3128"} {
		if problem := proxyFault(value); problem != "" {
			t.Errorf("%s: %s", value, problem)
		}
	}
	here, err := url.Parse("http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := WayTo(here, func(string) (string, bool) { return "http://", true }); err != nil {
		t.Errorf("this machine is called without a proxy: %v", err)
	}
}

// A 407 comes from a proxy, whoever sends it: another try, and another password for the API, do not help.
func TestAProxyInFrontOfTheServer(t *testing.T) {
	server := &script{answers: []func() (*http.Response, error){replies(407, "<html><title>Blocked</title>")}}
	failed := mustFail(t, newTestClient(t, testOptions(t, server)), Request{Method: "POST", Path: "/x", Repeatable: true})
	want := "POST /x: a proxy on the way to api.test does not let this call through: 407 Proxy Authentication Required: " +
		"it wants a user name and a password of its own; ask whoever runs the network"
	if failed.Error() != want || failed.Kind != ProxyRefused || failed.Unsure || len(server.came) != 1 {
		t.Errorf("%d calls, %s, %q", len(server.came), failed.Kind, failed)
	}
}

// The password of the proxy and that of the API are both kept out of what is shown.
func TestSeveralSecrets(t *testing.T) {
	s := &secrets{}
	s.learn("eve", "sesame-street")
	s.learn("me", "open-barley")
	if got := s.hide("a sesame-street b open-barley c"); got != "a "+hidden+" b "+hidden+" c" {
		t.Error(got)
	}
}
