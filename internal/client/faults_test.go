package client

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aimsio-cli/aimsio/internal/pace"
)

// hijacked answers with raw bytes and closes the connection.
func hijacked(raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		_, _ = io.WriteString(conn, raw)
		_ = conn.Close()
	}
}

// answers gives the same answer to every request.
func answers(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ": ")
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func gzipped(text string) string {
	var out strings.Builder
	w := gzip.NewWriter(&out)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return out.String()
}

func endless(w http.ResponseWriter, _ *http.Request) {
	_, _ = io.WriteString(w, "[")
	for {
		if _, err := io.WriteString(w, strings.Repeat(`"0123456789",`, 5000)); err != nil {
			return
		}
	}
}

func stalled(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, "[1,2,")
	_ = http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

// What a server can do wrong, over a real connection: each fault has a kind, is tried as often as
// makes sense, and is told in words.
func TestFaultsOnTheWire(t *testing.T) {
	bomb := "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Same: "+strings.Repeat("a", 1000)+"\r\n", 2000) + "\r\n[]"
	packed := gzipped(strings.Repeat(`[1],`, 1000))
	for name, tt := range map[string]struct {
		server  http.HandlerFunc
		kind    Kind
		tries   int
		message string
	}{
		"closed before an answer": {hijacked(""), Unavailable, 6, "the connection to 127.0.0.1 broke before an answer came: EOF"},
		"not HTTP":                {hijacked("SSH-2.0-OpenSSH_9.6\r\n\r\n"), BadAnswer, 6, "the answer is not HTTP"},
		"cut off":                 {hijacked("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n[" + strings.Repeat("1", 1233)), BadAnswer, 6, "the answer is a body cut off after 1,234 of 5,000 bytes"},
		"chunks cut off":          {hijacked("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n[1,2\r\n"), BadAnswer, 6, "the answer is a body cut off after 4 bytes"},
		"cut off without a sign":  {hijacked("HTTP/1.1 200 OK\r\n\r\n[1,2"), BadAnswer, 6, "the answer is a body cut off after 4 bytes"},
		"HTML":                    {answers(200, "<!DOCTYPE html><html><head><title>\n Log &amp; in </title>", "Content-Type: text/html"), BadAnswer, 6, `the answer is an HTML page titled "Log & in", not a JSON array`},
		"HTML without a title":    {answers(200, "  <html>hello"), BadAnswer, 6, "the answer is an HTML page, not a JSON array"},
		"XML":                     {answers(200, "<?xml?><e/>"), BadAnswer, 6, "the answer is an XML document, not a JSON array"},
		"empty":                   {answers(200, ""), BadAnswer, 6, "the answer is an empty body, not a JSON array"},
		"blank":                   {answers(200, " \n "), BadAnswer, 6, "the answer is a body of blanks, not a JSON array"},
		"204":                     {answers(204, ""), BadAnswer, 6, "the answer is an empty body (204 No Content), not a JSON array"},
		"plain text":              {answers(200, "all is well\x1b[31m"), BadAnswer, 6, `the answer is the text "all is well␛[31m", not a JSON array`},
		"an error as an object":   {answers(200, `{"error":{"message":"no licence"}}`), BadAnswer, 6, "the answer is a JSON object that says: no licence, not a JSON array"},
		"not quite JSON":          {answers(200, `[{"a":1,}]`), BadAnswer, 6, "the answer is not valid JSON"},
		"damaged gzip":            {answers(200, packed[:20]+"damage"+packed[26:], "Content-Encoding: gzip"), BadAnswer, 6, "the answer's gzip compression is damaged"},
		"not gzip at all":         {answers(200, "[1,2,3,4,5,6]", "Content-Encoding: gzip"), BadAnswer, 6, "the answer's gzip compression is damaged"},
		"gzip cut off":            {answers(200, packed[:len(packed)-9], "Content-Encoding: gzip"), BadAnswer, 6, "the answer is a body cut off after"},
		"endless":                 {endless, TooLarge, 1, "the answer is larger than 1 MiB"},
		"too long by its header":  {answers(200, "", "Content-Length: 1048577"), TooLarge, 1, "the answer is larger than 1 MiB"},
		"gzip bomb":               {answers(200, gzipped(strings.Repeat(" ", 2<<20)), "Content-Encoding: gzip"), TooLarge, 1, "the answer is larger than 1 MiB"},
		"header bomb":             {hijacked(bomb), TooLarge, 1, "the headers of the answer are longer than 1 MiB"},
		"stalled body":            {stalled, Unavailable, 2, "no complete answer within 1m0s (timeout); 5 bytes had come"},
		"no answer":               {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, Unavailable, 2, "no complete answer within 1m0s (timeout)"},
		"304 nobody asked for":    {answers(304, ""), BadAnswer, 1, ""},
		"refusal without end":     {func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusBadRequest); endless(w, r) }, Rejected, 1, `["0123456789","0123456789",`},
		"refusal as HTML":         {answers(403, "<html><title>Nope</title>"), Forbidden, 1, "Nope"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := testOptions(t, nil)
				o.Base.Scheme, o.Base.Host, o.MaxBody = "http", "127.0.0.1", 1<<20
				o.Transport = overPipes(t, o, 0, tt.server)
				failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x", Expect: JSONArray})
				if failed.Kind != tt.kind || failed.Tries != tt.tries || !strings.HasPrefix(failed.Message, tt.message) {
					t.Errorf("kind %q, want %q\ntries %d, want %d\nmessage %q\nwant    %q", failed.Kind, tt.kind, failed.Tries, tt.tries, failed.Message, tt.message)
				}
			})
		})
	}
}

// dials is a network on which every connection ends in the same fault.
func dials(t *testing.T, o Options, dial func(ctx context.Context) error) *http.Transport {
	t.Helper()
	transport, err := newTransport(o.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	transport.Proxy = nil
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: network, Err: dial(ctx)}
	}
	return transport
}

// Where no connection stands nothing was sent, so a write too may be tried again.
func TestNoConnection(t *testing.T) {
	for name, tt := range map[string]struct {
		dial    func(context.Context) error
		tries   int
		message string
	}{
		"refused": {
			func(context.Context) error { return syscall.ECONNREFUSED }, 6,
			"api.test refuses connections: nothing answers there",
		},
		"unknown host": {
			func(context.Context) error {
				return &net.DNSError{Err: "no such host", Name: "api.test", IsNotFound: true}
			}, 3,
			"there is no host named api.test: check the url of the environment and the network",
		},
		"no route": {
			func(context.Context) error { return syscall.EHOSTUNREACH }, 6,
			"no connection to api.test: dial tcp: no route to host",
		},
		"nobody answers": {
			func(ctx context.Context) error { return pace.Sleep(ctx, time.Hour) }, 6,
			"no connection to api.test within 10s (connect_timeout)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := testOptions(t, nil)
				ctx, cancel := context.WithCancel(t.Context())
				// A dial goes on when its call has ended; the network here must end with the test.
				o.Transport = dials(t, o, func(context.Context) error { return tt.dial(ctx) })
				c := newTestClient(t, o)
				for _, method := range []string{"GET", "POST"} {
					failed := mustFail(t, c, Request{Method: method, Path: "/x"})
					if failed.Kind != Unavailable || failed.Tries != tt.tries || failed.Message != tt.message || failed.Unsure {
						t.Errorf("%s: kind %q, tries %d, message %q, unsure %v", method, failed.Kind, failed.Tries, failed.Message, failed.Unsure)
					}
				}
				cancel()
			})
		})
	}
}

// A host that takes connections and then says nothing is not connected to either.
func TestASilentHandshake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := testOptions(t, nil)
		transport := dials(t, o, nil)
		transport.DialContext = func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go func() { _, _ = io.Copy(io.Discard, far) }()
			return near, nil
		}
		o.Transport = transport
		failed := mustFail(t, newTestClient(t, o), Request{Method: "POST", Path: "/x"})
		if failed.Kind != Unavailable || failed.Tries != 6 || failed.Message != "no connection to api.test within 10s (connect_timeout)" {
			t.Errorf("kind %q, %d tries, message %q", failed.Kind, failed.Tries, failed.Message)
		}
	})
}

// The time-out of a call ends a write whose fate is then unknown.
func TestALostAnswerToAWrite(t *testing.T) {
	for _, repeatable := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			o := testOptions(t, nil)
			o.Base.Scheme, o.Base.Host = "http", "127.0.0.1"
			sent := 0
			o.Transport = overPipes(t, o, 0, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				sent++
				_, _ = io.ReadAll(r.Body)
				hijacked("")(w, r)
			}))
			failed := mustFail(t, newTestClient(t, o), Request{Method: "POST", Path: "/x", Body: []byte("{}"), Repeatable: repeatable})
			want := 1
			if repeatable {
				want = 6
			}
			if sent != want || failed.Tries != want || !failed.Unsure {
				t.Errorf("repeatable %v: sent %d times, %d tries told, unsure %v", repeatable, sent, failed.Tries, failed.Unsure)
			}
			if !strings.HasSuffix(failed.Error(), "; it may have been carried out all the same") {
				t.Errorf("the text does not say so: %v", failed)
			}
		})
	}
}

func TestTheCauseOfANetworkFaultIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := testOptions(t, nil)
		o.Transport = dials(t, o, func(context.Context) error { return syscall.ECONNREFUSED })
		if failed := mustFail(t, newTestClient(t, o), Request{Method: "GET", Path: "/x"}); !errors.Is(failed, syscall.ECONNREFUSED) {
			t.Errorf("got %v", failed)
		}
	})
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]*Error{
		"GET /x: the server answered 404 Not Found":                           {Kind: NotFound, Status: 404, Request: "GET /x", Tries: 1},
		"GET /x: the server answered 503 Service Unavailable: busy (6 tries)": {Kind: Unavailable, Status: 503, Request: "GET /x", Message: "busy", Tries: 6},
		"GET /x: the server answered status 599":                              {Kind: Unavailable, Status: 599, Request: "GET /x"},
		"GET /x: no connection (2 tries)":                                     {Kind: Unavailable, Request: "GET /x", Message: "no connection", Tries: 2},
		"GET /x: the answer is an empty body, not JSON":                       {Kind: BadAnswer, Status: 200, Request: "GET /x", Message: "the answer is an empty body, not JSON"},
	} {
		if got := fmt.Sprint(e); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
