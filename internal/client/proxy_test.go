package client

import (
	"errors"
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
			_, err := RouteTo(target, getenv)
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
	for value, problem := range map[string]string{"socks://proxy:1080": "none of http", "socks4://proxy": "none of http"} {
		if got := proxyFault(value); !strings.Contains(got, problem) {
			t.Errorf("%s: %q", value, got)
		}
	}
	here, err := url.Parse("http://127.0.0.1:1/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := RouteTo(here, func(string) (string, bool) { return "http://", true }); err != nil {
		t.Errorf("this machine is called without a proxy: %v", err)
	}
}

// The variable of the scheme comes before the one for all, and what is exempt is called directly.
func TestWhichProxy(t *testing.T) {
	for _, tt := range []struct{ target, variables, want string }{
		{"https://api.test/", "", ""},
		{"https://api.test/", "ALL_PROXY=http://all:1", "http://all:1 ALL_PROXY"},
		{"https://api.test/", "all_proxy=socks5://all:1080", "socks5://all:1080 all_proxy"},
		{"https://api.test/", "all_proxy=all:1", "http://all:1 all_proxy"},
		{"https://api.test/", "https_proxy=http://own:1 ALL_PROXY=http://all:1", "http://own:1 https_proxy"},
		{"https://api.test/", "HTTPS_PROXY= ALL_PROXY=http://all:1", "http://all:1 ALL_PROXY"},
		{"https://api.test/", "HTTP_PROXY=http://other:1 ALL_PROXY=http://all:1", "http://all:1 ALL_PROXY"},
		{"https://api.test/", "HTTP_PROXY=http://other:1", ""},
		{"https://api.test/", "HTTPS_PROXY=http://own:1 ALL_PROXY=ftp://nonsense", "http://own:1 HTTPS_PROXY"},
		{"https://api.test/", "ALL_PROXY=http://all:1 NO_PROXY=other.test,.test", " ALL_PROXY"},
		{"https://api.test/", "ALL_PROXY=http://all:1 no_proxy=*", " ALL_PROXY"},
		{"https://api.test/", "ALL_PROXY=http://all:1 NO_PROXY=api.test:8443", "http://all:1 ALL_PROXY"},
		{"https://10.1.2.3/", "ALL_PROXY=http://all:1 NO_PROXY=10.0.0.0/8", " ALL_PROXY"},
		{"http://127.0.0.1:1/", "ALL_PROXY=http://all:1", ""},
		{"http://localhost:1/", "ALL_PROXY=http://all:1", ""},
		{"https://api.test/", "ALL_PROXY=ftp://all", "error ALL_PROXY"},
		{"https://api.test/", "all_proxy=socks://all:1080", "error all_proxy"},
	} {
		variables := map[string]string{}
		for variable := range strings.FieldsSeq(tt.variables) {
			name, value, _ := strings.Cut(variable, "=")
			variables[name] = value
		}
		target, err := url.Parse(tt.target)
		if err != nil {
			t.Fatal(err)
		}
		way, err := RouteTo(target, func(name string) (string, bool) { value, set := variables[name]; return value, set })
		got := strings.TrimRight(way.address()+" "+way.Variable, " ")
		if unreadable, ok := errors.AsType[*ProxyError](err); ok {
			got = "error " + unreadable.Variable
		}
		if got != tt.want {
			t.Errorf("%s with %s: %q, want %q (%v)", tt.target, tt.variables, got, tt.want, err)
		}
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
