package client

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

func TestCredentialsArriveWhole(t *testing.T) {
	for _, password := range []string{"simple", "with:colon", `"'\ $%`, "pässwörd ✓", ""} {
		o := testOptions(t, nil)
		asked := 0
		o.Password = func(context.Context) (string, error) {
			asked++
			return password, nil
		}
		o.Transport = trip(func(r *http.Request) (*http.Response, error) {
			if user, pass, ok := r.BasicAuth(); !ok || user != testUser || pass != password {
				return answer(401, ""), nil
			}
			return answer(200, r.UserAgent()+" "+r.Header.Get("Accept")), nil
		})
		c := newTestClient(t, o)
		if asked > 0 {
			t.Error("the password is asked for before there is a call")
		}
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				header := http.Header{"authorization": {"Bearer of the caller"}, "accept": {"text/csv"}}
				if got, _ := mustWork(t, c, Request{Method: "GET", Path: "/x", Header: header}); got != "aimsio/test text/csv" {
					t.Errorf("got %q", got)
				}
			})
		}
		group.Wait()
		if asked != 1 {
			t.Errorf("the password was asked for %d times", asked)
		}
	}
}

func TestWithoutAPasswordNothingIsSent(t *testing.T) {
	o := testOptions(t, nil)
	o.Password = nil
	o.Transport = trip(func(r *http.Request) (*http.Response, error) {
		return answer(200, r.Header.Get("Authorization")), nil
	})
	if got, _ := mustWork(t, newTestClient(t, o), Request{Method: "GET", Path: "/x", Header: http.Header{"Authorization": {"x"}}}); got != "" {
		t.Errorf("sent %q", got)
	}
}

// leaky repeats what it was sent in every place that ends up in an error or a trace.
func leaky(status int) trip {
	return func(r *http.Request) (*http.Response, error) {
		_, password, _ := r.BasicAuth()
		quoted, _ := json.Marshal(password)
		body := fmt.Sprintf(`{"message":"%s is wrong, and so is %s, %s: %s"}`,
			quoted[1:len(quoted)-1], r.Header.Get("Authorization"), base64.StdEncoding.EncodeToString([]byte(password)), url.QueryEscape(password))
		if status == 0 {
			return nil, fmt.Errorf("malformed: %s %s", password, r.Header.Get("Authorization"))
		}
		return answer(status, body, "Location: https://evil.test/"+url.PathEscape(password)), nil
	}
}

func TestThePasswordIsNeverShown(t *testing.T) {
	token := base64.StdEncoding.EncodeToString([]byte(testUser + ":" + testPassword))
	secret := []string{testPassword, `pä\"ss`, "wörd", url.QueryEscape(testPassword), url.PathEscape(testPassword), token, base64.StdEncoding.EncodeToString([]byte(testPassword))}
	for _, status := range []int{0, 200, 302, 400, 401, 503} {
		synctest.Test(t, func(t *testing.T) {
			var traced bytes.Buffer
			o := testOptions(t, leaky(status))
			o.Trace = NewTrace(&traced, true)
			c := newTestClient(t, o)
			query := url.Values{"password": {testPassword}}
			failed := mustFail(t, c, Request{Method: "PUT", Path: "/x", Query: query, Body: []byte(testPassword), Expect: JSONArray})
			for _, form := range secret {
				for where, text := range map[string]string{"error": failed.Error(), "message": failed.Message, "request": failed.Request, "cause": fmt.Sprint(failed.Err), "trace": traced.String()} {
					if strings.Contains(text, form) {
						t.Errorf("status %d: the %s shows %q:\n%s", status, where, form, text)
					}
				}
			}
			if !strings.Contains(traced.String(), hidden) {
				t.Errorf("status %d: nothing is hidden in\n%s", status, traced.String())
			}
		})
	}
}

func TestTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var traced bytes.Buffer
		o := testOptions(t, &script{answers: []func() (*http.Response, error){
			replies(429, `{"error":"slow down"}`, "Retry-After: 2"),
			replies(200, "[1,\r\n\x1b[31m2]"+strings.Repeat(" ", maxTracedBody)),
		}})
		o.Trace = NewTrace(&traced, false)
		request := Request{Method: "POST", Path: "/rest/x", Query: url.Values{"a": {"1"}}, Body: []byte("{\"b\":\n2}")}
		mustWork(t, newTestClient(t, o), request)
		want := "POST /rest/x?a=1: 429 slow down in 0s, 21 bytes, try 1, waited 0s\n" +
			"POST /rest/x?a=1: 200 in 0s, 65,548 bytes, try 2, waited 2s\n"
		if traced.String() != want {
			t.Errorf("got\n%swant\n%s", traced.String(), want)
		}
		traced.Reset()
		o.Trace = NewTrace(&traced, true)
		mustWork(t, newTestClient(t, o), request)
		lines := strings.Split(traced.String(), "\n")
		want = "> {\"b\":|> 2}|< [1,|< \\u001b[31m2]"
		if got := strings.TrimRight(strings.Join(lines[1:5], "|"), " "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := lines[len(lines)-2]; got != "< … (more is not shown)" {
			t.Errorf("the end is %q", got)
		}
	})
}

// halves fails the test if a write does not end a line: other goroutines could come between.
type halves struct {
	t *testing.T
	io.Writer
}

func (h halves) Write(p []byte) (int, error) {
	if !bytes.HasSuffix(p, []byte("\n")) || bytes.Count(p, []byte("\n")) != 1 {
		h.t.Errorf("one write of %q", p)
	}
	return len(p), nil
}

func TestTraceOfManyCallsKeepsItsLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := testOptions(t, nil)
		o.Trace = NewTrace(halves{t: t}, false)
		together(t, o, 20, 0)
	})
}
