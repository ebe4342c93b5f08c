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
		want = "> {\"b\":|> 2}|< [1,|< ␛[31m2]"
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

func TestFormsOfAPassword(t *testing.T) {
	of := func(username, password string) *secrets {
		s := &secrets{}
		s.learn(username, password)
		return s
	}
	const password = "\té: \"a/b\"  c\\'<😀>"
	for _, form := range []string{
		"is " + password + " right?",
		`{"p":"\t\u00E9: \"a\/b\"  c\\'\u003c\ud83d\ude00\u003e"}`,
		`"{\"p\":\"\\té: \\\"a/b\\\"  c\\\\'<😀>\"}"`,
		`"\t\u00e9: \"a/b\"  c\\'<\U0001f600>"`,
		"p=%09%C3%A9%3A+%22a%2Fb%22++c%5C%27%3C%F0%9F%98%80%3E&q",
		"/%09%c3%a9:%20%22a/b%22%20%20c%5c'%3c%f0%9f%98%80%3e/",
		"<b>\té: &quot;a/b&#34;  c\\&#x27;&lt;&#128512;&gt;</b>",
		"on one line: é: \"a/b\" c\\'<😀>",
	} {
		if got := of("u", password).hide(form); !strings.Contains(got, hidden) || len(got) > 32 {
			t.Errorf("%s becomes %s", form, got)
		}
	}
	for before := range 4 {
		for after := range 4 {
			raw := strings.Repeat("{", before) + "pass~word?>" + strings.Repeat("}", after)
			for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawURLEncoding} {
				text := encoding.EncodeToString([]byte(raw))
				if got := of("u", "pass~word?>").hide("Basic " + text + " end"); len(got) > len("Basic "+hidden+" end")+8 || !strings.Contains(got, hidden) {
					t.Errorf("%s becomes %s", text, got)
				}
			}
		}
	}
	const words = "all of the words stay: a, ab, YWI="
	if got := of("integration", "ab").hide(words); got != words {
		t.Errorf("a short password: %q", got)
	}
	if got := of("integration", "ab").hide("Basic aW50ZWdyYXRpb246YWI="); strings.Contains(got, "YWI") || !strings.Contains(got, hidden) {
		t.Errorf("a short password in Basic authentication: %q", got)
	}
}

// FuzzFormsOfAPassword: no password makes a pattern that fails, and each is found as it is.
func FuzzFormsOfAPassword(f *testing.F) {
	for _, seed := range []string{"plain", `"\`, "a\xff\xfeb c", "\u2028 é", "%2B+", `\u0041\\`, "[(*+?^$|)]", strings.Repeat("x", 300)} {
		f.Add("user", seed)
	}
	f.Fuzz(func(t *testing.T, username, password string) {
		s := &secrets{}
		s.learn(username, password)
		if trimmed := strings.TrimSpace(password); len(trimmed) >= minSecret && strings.Contains(s.hide("is "+password+" it?"), trimmed) {
			t.Errorf("%q is not hidden", password)
		}
		basic := base64.StdEncoding.EncodeToString([]byte(username + ":" + password))
		if len(username+password) > 2*minSecret && password != "" && strings.Contains(s.hide("Basic "+basic), basic) {
			t.Errorf("%q of %q is not hidden in base64", password, username)
		}
	})
}

// TestNoPartOfThePasswordAtACut: a server that repeats the password where what is read of its answer, or
// what a trace shows of it, ends cannot have a part of it shown. Blanks before it count as one.
func TestNoPartOfThePasswordAtACut(t *testing.T) {
	const password = "open sesame, correct horse battery"
	token := base64.StdEncoding.EncodeToString([]byte(testUser + ":" + password))
	for _, repeated := range []string{password, token} {
		for _, end := range []int{edge, maxErrorBody, maxTracedBody, maxTracedBody + maxSecret} {
			for _, shown := range []int{1, 4, len(repeated) / 2, len(repeated) - 1} {
				for _, status := range []int{200, 400, 503} {
					body := "x" + strings.Repeat(" ", end-1-shown) + repeated + strings.Repeat(" y", maxSecret)
					var traced bytes.Buffer
					o := testOptions(t, &script{answers: []func() (*http.Response, error){replies(status, body)}})
					o.Password = func(context.Context) (string, error) { return password, nil }
					o.Tries, o.Trace = 1, NewTrace(&traced, true)
					failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x", Expect: JSONArray})
					_, lines, _ := strings.Cut(traced.String(), "\n")
					for where, text := range map[string]string{"the error": failed.Message, "the trace": lines} {
						if start := repeated[:min(4, shown)]; shown >= 4 && strings.Contains(text, start) {
							t.Errorf("status %d, %d bytes before %d: %s shows %q", status, shown, end, where, start)
						}
					}
				}
			}
		}
	}
}

// TestManySecretsMoveNoCut: what is blotted out makes a text shorter, and its end comes no nearer for that.
func TestManySecretsMoveNoCut(t *testing.T) {
	s := &secrets{}
	s.learn("me", "correct horse")
	text := strings.Repeat("correct horse ", 20) + "correct ho"
	if got := s.hideStart(text, len(text)-10); strings.Contains(got, "correct") {
		t.Errorf("shown: %q", got)
	}
	if got := s.hideStart("ab", 5); got != "ab" {
		t.Errorf("a text shorter than the limit becomes %q", got)
	}
	if got := s.hideStart("abc correct horse d", 7); got != "abc "+hidden {
		t.Errorf("a secret over the limit: %q", got)
	}
}
