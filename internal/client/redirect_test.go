package client

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// redirecting answers each path with where it leads; a path that leads nowhere is found.
func redirecting(status int, locations map[string]string, visited *[]string) trip {
	return func(r *http.Request) (*http.Response, error) {
		*visited = append(*visited, r.Method+" "+r.URL.String())
		if r.Header.Get("Authorization") == "" {
			return answer(401, ""), nil
		}
		if to, ok := locations[r.URL.Path]; ok {
			return answer(status, "moved", "Location: "+to), nil
		}
		return answer(200, "[]"), nil
	}
}

func TestRedirects(t *testing.T) {
	for name, tt := range map[string]struct {
		method  string
		status  int
		to      string
		visited []string
		message string // "" if the call succeeds
	}{
		"within the server":       {"GET", 302, "/b?c=1", []string{"GET https://api.test/a", "GET https://api.test/b?c=1"}, ""},
		"relative":                {"GET", 301, "b", []string{"GET https://api.test/a", "GET https://api.test/b"}, ""},
		"the port spelled out":    {"HEAD", 308, "https://API.test:443/b", []string{"HEAD https://api.test/a", "HEAD https://API.test:443/b"}, ""},
		"with other credentials":  {"GET", 302, "https://eve:pw@api.test/b", []string{"GET https://api.test/a", "GET https://api.test/b"}, ""},
		"another host":            {"GET", 302, "https://evil.test/b", []string{"GET https://api.test/a"}, "the server https://api.test redirects to https://evil.test, where the credentials must not go; if that is right, make it the url of the environment"},
		"another port":            {"GET", 302, "https://api.test:8443/b", []string{"GET https://api.test/a"}, "the server https://api.test redirects to https://api.test:8443, "},
		"another scheme":          {"GET", 302, "http://api.test/b", []string{"GET https://api.test/a"}, "the server https://api.test redirects to http://api.test, "},
		"without a scheme":        {"GET", 302, "//evil.test", []string{"GET https://api.test/a"}, "the server https://api.test redirects to https://evil.test, "},
		"nowhere":                 {"GET", 302, "", []string{"GET https://api.test/a"}, "the server redirects without saying where"},
		"unreadable":              {"GET", 302, "https://[", []string{"GET https://api.test/a"}, "the server redirects without saying where"},
		"in a circle":             {"GET", 302, "/a", []string{"GET https://api.test/a", "GET https://api.test/a", "GET https://api.test/a", "GET https://api.test/a", "GET https://api.test/a", "GET https://api.test/a"}, "the server redirects more than 5 times"},
		"a write":                 {"POST", 302, "/b", []string{"POST https://api.test/a"}, "the server redirects a write to /b; it is not sent there"},
		"a write, see other":      {"POST", 303, "/b", []string{"POST https://api.test/a"}, "the server redirects a write to /b; it is not sent there"},
		"a write, method kept":    {"POST", 307, "/b", []string{"POST https://api.test/a", "POST https://api.test/b"}, ""},
		"a write to another host": {"POST", 307, "https://evil.test/", []string{"POST https://api.test/a"}, "the server https://api.test redirects to https://evil.test, "},
	} {
		t.Run(name, func(t *testing.T) {
			var visited []string
			o := testOptions(t, redirecting(tt.status, map[string]string{"/a": tt.to}, &visited))
			o.Rate = 1000
			c, request := newTestClient(t, o), Request{Method: tt.method, Path: "/a"}
			if request.Writes() {
				request.Body = []byte("{}")
			}
			if tt.message == "" {
				mustWork(t, c, request)
			} else if failed := mustFail(t, c, request); failed.Kind != Redirected || failed.Tries != 1 || !strings.HasPrefix(failed.Message, tt.message) {
				t.Errorf("kind %q, %d tries, message %q", failed.Kind, failed.Tries, failed.Message)
			}
			if diff := cmp.Diff(tt.visited, visited); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhereACallGoes(t *testing.T) {
	for _, tt := range []struct {
		base, path string
		query      url.Values
		want       string // begins with "refused: " if nothing is sent
	}{
		{"https://api.test", "/rest/x", nil, "https://api.test/rest/x"},
		{"https://api.test/", "rest/x/", nil, "https://api.test/rest/x/"},
		{"https://api.test/_mock/a/", "/rest/x", nil, "https://api.test/_mock/a/rest/x"},
		{"https://api.test/", "/x/a%2Fb%20c", nil, "https://api.test/x/a%2Fb%20c"},
		{"https://api.test/", "/x/a:b", nil, "https://api.test/x/a:b"},
		{"https://api.test/", "a:b", nil, "https://api.test/a:b"},
		{"https://api.test/", "/x?b=2", url.Values{"a": {"1&2"}}, "https://api.test/x?a=1%262&b=2"},
		{"https://api.test/", "/x?b=2", nil, "https://api.test/x?b=2"},
		{"https://api.test/_mock/", "HTTPS://api.test:443/other", nil, "https://api.test:443/other"},
		{"https://api.test/", "https://evil.test/x", nil, "refused: the URL leads to https://evil.test, but the credentials are for https://api.test"},
		{"https://api.test/", "http://api.test/x", nil, "refused: the URL leads to http://api.test, but the credentials are for https://api.test"},
		{"https://api.test/", "//evil.test/x", nil, "refused: the URL leads to //evil.test"},
		{"https://api.test/", "https://api.test@evil.test/x", nil, "refused: a URL with a user name is not sent"},
		{"https://api.test/", "/x/../y", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/%2e%2E", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/..%2fy", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/%2e%2e%2Fy", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/..%252fy", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/%252e%252e%252fy", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/%25252e./y", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/..%00/y", nil, "refused: the path has a control character, as it is or escaped"},
		{"https://api.test/", "/x/a%2500", nil, "refused: the path has a control character, as it is or escaped"},
		{"https://api.test/", "/x/a%0d%0ay", nil, "refused: the path has a control character, as it is or escaped"},
		{"https://api.test/", "/x/a%7F", nil, "refused: the path has a control character, as it is or escaped"},
		{"https://api.test/", "/x/a%C2%85", nil, "refused: the path has a control character, as it is or escaped"},
		{"https://api.test/", "/x/a%C0%80", nil, "refused: the path has a control character, as it is or escaped"},
		{"https://api.test/", "/x/a%2f..%5cy", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/..;a=b/y", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/%c0%ae%c0%ae/y", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/..%5Cy", nil, "refused: the path has . or .. as a part"},
		{"https://api.test/", "/x/50%25/..y/a%2Fb/y..", nil, "https://api.test/x/50%25/..y/a%2Fb/y.."},
		{"https://api.test/", "/x#y", nil, "refused: the path has a #"},
		{"https://api.test/", "/x%zz", nil, "refused: the path cannot be read"},
		{"https://api.test/", "/x\x00", nil, "refused: the path cannot be read"},
	} {
		var visited []string
		o := testOptions(t, redirecting(0, nil, &visited))
		o.Base, _ = url.Parse(tt.base)
		c, request := newTestClient(t, o), Request{Method: "GET", Path: tt.path, Query: tt.query}
		if message, refused := strings.CutPrefix(tt.want, "refused: "); refused {
			if failed := mustFail(t, c, request); failed.Kind != Refused || !strings.HasPrefix(failed.Message, message) || len(visited) > 0 {
				t.Errorf("%s: kind %q, message %q, sent %v", tt.path, failed.Kind, failed.Message, visited)
			}
			continue
		}
		mustWork(t, c, request)
		if diff := cmp.Diff([]string{"GET " + tt.want}, visited); diff != "" {
			t.Errorf("%s: %s", tt.path, diff)
		}
	}
}
