package client

import (
	"net/http"
	"net/url"
	"testing"
)

// Whatever a server may take for a write must be guarded like one.
func TestWhichCallsWrite(t *testing.T) {
	with := func(name string) http.Header { return http.Header{name: {"x"}} }
	for name, tt := range map[string]struct {
		request Request
		want    bool
	}{
		"GET":                         {Request{Method: "GET"}, false},
		"HEAD":                        {Request{Method: "HEAD"}, false},
		"OPTIONS":                     {Request{Method: "OPTIONS"}, false},
		"another header":              {Request{Method: "GET", Header: with("X-Request-Id")}, false},
		"another parameter":           {Request{Method: "GET", Path: "/x?paymentMethod=cash", Query: url.Values{"method": {"a"}}}, false},
		"POST":                        {Request{Method: "POST"}, true},
		"TRACE":                       {Request{Method: "TRACE"}, true},
		"GET with a body":             {Request{Method: "GET", Body: []byte("x")}, true},
		"HEAD with a body":            {Request{Method: "HEAD", Body: []byte("x")}, true},
		"override":                    {Request{Method: "GET", Header: with("X-HTTP-Method-Override")}, true},
		"override in other letters":   {Request{Method: "GET", Header: with("x-http-METHOD-override")}, true},
		"override with underlines":    {Request{Method: "GET", Header: with("X_HTTP_Method_Override")}, true},
		"override, Microsoft":         {Request{Method: "GET", Header: with("X-Http-Method")}, true},
		"override, IBM":               {Request{Method: "HEAD", Header: with("X-Method-Override")}, true},
		"another path":                {Request{Method: "GET", Header: with("X-Original-Url")}, true},
		"override in the query":       {Request{Method: "GET", Query: url.Values{"_method": {"DELETE"}}}, true},
		"override in the path":        {Request{Method: "GET", Path: "/x?a=1&_METHOD=delete"}, true},
		"override in the path, coded": {Request{Method: "GET", Path: "/x?%5fmethod=delete"}, true},
		"a method as a parameter":     {Request{Method: "GET", Path: "/x?method=delete"}, true},
		"in capitals":                 {Request{Method: "GET", Query: url.Values{"METHOD": {"get", "Put"}}}, true},
		"a verb":                      {Request{Method: "GET", Path: "/x?http_verb=anything"}, true},
		"an action":                   {Request{Method: "GET", Path: "/x?action=Delete"}, true},
		"a list of methods":           {Request{Method: "GET", Path: "/x?method%5B%5D=patch"}, true},
		"the method coded":            {Request{Method: "GET", Path: "/x?method=%64elete"}, true},
		"coded twice":                 {Request{Method: "GET", Path: "/x?%255fmethod=%2544elete"}, true},
		"coded as a whole":            {Request{Method: "GET", Path: "/x?_method%3Ddelete"}, true},
		"behind a semicolon":          {Request{Method: "GET", Path: "/x?a=1;action=delete"}, true},
		"in a part of the path":       {Request{Method: "GET", Path: "/x;_method=delete/y?a=1"}, true},
		"with a zero":                 {Request{Method: "GET", Path: "/x?_meth%00od=delete"}, true},
		"Verb":                        {Request{Method: "GET", Header: http.Header{"X-HTTP-Verb": {"x"}}}, true},
		"two methods":                 {Request{Method: "GET", Header: http.Header{"X-HTTP-Method-Override": {"GET", "DELETE"}}}, true},
		"two in one":                  {Request{Method: "GET", Header: http.Header{"X-HTTP-Method-Override": {"GET, DELETE"}}}, true},
		"an override that reads":      {Request{Method: "GET", Path: "/x?_method=get", Header: http.Header{"X-HTTP-Method-Override": {"GET"}}}, false},
		"how to pay":                  {Request{Method: "GET", Path: "/x?method=cash&verb=see&action=list", Header: http.Header{"X-Payment-Method": {"card"}}}, false},
		"a search":                    {Request{Method: "GET", Path: "/x?q=delete&text=100%25+method&update=post"}, false},
		"override that is unreadable": {Request{Method: "GET", Path: "/x?a=%zz&_method=delete"}, true},
	} {
		if got := tt.request.Writes(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhichHeadersCanBeSent(t *testing.T) {
	for _, name := range []string{"X-Request-Id", "Accept", "x_y", "If-None-Match", "User-Agent"} {
		if err := CheckHeader(name, "é a\tb"); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"", "X Y", "X:Y", "é", "X\x00", "host", "Content-Length", "Transfer-Encoding", "connection", "Upgrade", "Proxy-Authorization"} {
		if CheckHeader(name, "a") == nil {
			t.Errorf("%q can be sent", name)
		}
	}
	for _, value := range []string{"a\nb", "a\r", "\x00", "\x7f"} {
		if CheckHeader("X-A", value) == nil {
			t.Errorf("%q can be sent", value)
		}
	}
}
