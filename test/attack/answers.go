package attack

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// attack is an answer that a server should not give, or that only looks so.
type attack struct {
	name   string
	answer http.HandlerFunc
	// sound names the kinds of call to which the answer is no fault: nothing is wrong with an index that is
	// empty, or with a write that is answered by nothing.
	sound []kind
}

// body is a 200 with a text.
func body(name, text string, sound ...kind) attack {
	return status(name, http.StatusOK, text, sound...)
}

func status(name string, code int, text string, sound ...kind) attack {
	return attack{name, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	}, sound}
}

// raw is a whole answer, or a part of one, byte by byte.
func raw(name, text string) attack {
	return attack{name, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		_, _ = io.WriteString(conn, text)
		_ = conn.Close()
	}, nil}
}

func headers(name string, code int, text string, pairs ...string) attack {
	return attack{name, func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(pairs); i += 2 {
			w.Header().Set(pairs[i], pairs[i+1])
		}
		w.WriteHeader(code)
		_, _ = io.WriteString(w, text)
	}, nil}
}

// attacks are all that every verb is tried against.
func attacks() []attack {
	all := append(bodies(), failuresWithin()...)
	all = append(all, statuses()...)
	all = append(all, framings()...)
	return append(all, loud()...)
}

// bodies are no data, or not what was asked for, under a status of success.
func bodies() []attack {
	good := `{"jobGuid":"g1","jobNumber":"N-g1","invoiceGuid":"g1"}`
	return []attack{
		body("nothing", "", writes),
		body("blanks", " \n\t ", writes),
		body("null", "null", writes),
		body("an empty object", "{}", writes),
		body("an empty list", "[]", index, writes),
		body("a number", "42", writes),
		body("a text", `"ok"`, writes),
		body("a list of null", "[null,null]", writes),
		body("a list of texts", `["g1","g2"]`, writes),
		body("a list of lists", "[[],[]]", writes),
		body("another record", `{"jobGuid":"other","invoiceGuid":"other","jobName":"x"}`, writes),
		body("a record without its GUID", `{"jobName":"x","invoiceStatus":"Active"}`, writes),
		body("a GUID that is null", `{"jobGuid":null,"invoiceGuid":null,"jobName":"x"}`, writes),
		body("a GUID that is an object", `{"jobGuid":{"a":1},"invoiceGuid":[1],"jobName":"x"}`, writes),
		body("half an object", good[:20]),
		body("half a list", `[{"guid":"g1","updatedAt":1},{"guid"`),
		body("two documents", good+good),
		body("something behind", `[{"guid":"g1","updatedAt":1}] <!-- -->`),
		body("lines instead of a list", `{"guid":"g1"}`+"\n"+`{"guid":"g2"}`),
		body("a guard before JSON", ")]}',\n["+good+"]", writes),
		body("HTML", "<!DOCTYPE html><html><title>Sign in</title>"),
		body("HTML within JSON's type", "  <html></html>"),
		body("not UTF-8", "{\"jobGuid\":\"g1\",\"jobName\":\"\xff\xfe\"}"),
		body("UTF-16", "\xff\xfe[\x00]\x00"),
		body("a control character in a text", "[{\"guid\":\"g\x00\"}]"),
		body("a thousand levels", strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)),
		body("entries without a GUID", `[{"dtype":"X"},{"dtype":"X"}]`, index, writes),
		body("a job", `{"status":"queued","jobId":"17"}`),
	}
}

// failuresWithin say in a body under a status of success that something failed.
func failuresWithin() []attack {
	var all []attack
	for i, text := range []string{
		`{"error":{"message":"it did not work"}}`, `{"errors":["it did not work"]}`, `{"success":false}`, `{"status":"error"}`,
		`{"status":"FAILED","message":"it did not work"}`,
		`{"hasErrors":true}`, `{"failureCount":1}`, `{"failed":[{"reason":"it did not work"}]}`, `{"saved_count":0,"requested_count":1}`,
		`{"results":[{"status":"error","message":"it did not work"}]}`, `[{"status":400,"message":"it did not work"}]`,
		`Error: it did not work`, `{"data":{"errors":[{"code":5}]}}`,
		`{"ok":false}`, `{"code":500,"message":"Internal error"}`, `{"fault":{"faultstring":"it did not work"}}`, `{"isSuccess":false}`,
	} {
		for _, code := range []int{http.StatusOK, http.StatusAccepted, http.StatusMultiStatus} {
			all = append(all, status(fmt.Sprintf("a failure %d within %d", i, code), code, text))
		}
	}
	return all
}

// statuses are those that mean no success, or that no server gives.
func statuses() []attack {
	record := `{"jobGuid":"g1","jobNumber":"N-g1","jobName":"x","jobStatus":"Active","invoiceGuid":"g1","invoiceStatus":"Active"}`
	var all []attack
	for _, code := range []int{
		203, 205, 206, 208, 226, 300, 304,
		400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 415, 418, 421, 422, 423, 425, 428, 429, 431, 451, 499,
		500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 524, 525, 526, 527, 530, 598, 599, 600, 700, 999,
	} {
		all = append(all, status(strconv.Itoa(code), code, record), status(strconv.Itoa(code)+" with a list", code, "["+record+"]"))
	}
	for _, code := range []string{"099", "000", "101", "1000", "-1", "2OO", ""} {
		all = append(all, raw("the status "+code, "HTTP/1.1 "+code+" X\r\nContent-Length: 2\r\n\r\n[]"))
	}
	return all
}

// framings are answers that end too early, never, or otherwise than they say.
func framings() []attack {
	return []attack{
		raw("nothing at all", ""),
		raw("no HTTP", "220 mail.example.com ESMTP\r\n"),
		raw("half a header", "HTTP/1.1 200 OK\r\nContent-Ty"),
		raw("less than it says", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]"),
		raw("a chunk that is cut", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{\"g"),
		raw("a chunk of no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n0\r\n\r\n"),
		raw("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n[]"),
		raw("a header without end", "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 2<<20)),
		raw("a length beyond numbers", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n[]"),
		headers("gzip that is none", 200, "[]", "Content-Encoding", "gzip"),
		headers("gzip that is cut", 200, gzipped("[1,2,3]")[:15], "Content-Encoding", "gzip"),
		headers("another encoding", 200, "[]", "Content-Encoding", "br"),
		headers("a charset that nobody knows", 200, "[]", "Content-Type", "application/json; charset=klingon"),
		headers("a type that is an image", 200, "\x89PNG\r\n", "Content-Type", "image/png"),
		headers("a redirect to itself", 302, "", "Location", "/rest/api/standard/v1/JobOrder"),
		headers("a redirect elsewhere", 307, "", "Location", "http://127.0.0.2:81/rest"),
		headers("a redirect to a file", 301, "", "Location", "file:///etc/passwd"),
		headers("a redirect to nowhere", 308, "", "Location", "://"),
		headers("a redirect without a place", 302, ""),
		headers("come back in a century", 429, "", "Retry-After", "3153600000"),
		headers("come back beyond all numbers", 503, "", "Retry-After", "99999999999999999999999"),
		headers("come back before now", 503, "", "Retry-After", "-5"),
		headers("come back some day", 503, "", "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"),
		headers("come back at a word", 429, "", "Retry-After", "soon"),
		{"an answer that never comes", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, nil},
		{"an answer that never ends", func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "[")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, nil},
		{"one byte a minute", func(w http.ResponseWriter, r *http.Request) {
			for range 10 {
				if _, err := io.WriteString(w, "["); err != nil || r.Context().Err() != nil {
					return
				}
				_ = http.NewResponseController(w).Flush()
				select {
				case <-time.After(time.Minute):
				case <-r.Context().Done():
				}
			}
		}, nil},
	}
}

// loud repeat what they were sent, and speak to the terminal.
func loud() []attack {
	const escapes = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e\u2066\x7f\r"
	echo := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			user, password, _ := r.BasicAuth()
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Www-Authenticate", `Basic realm="`+r.Header.Get("Authorization")+`"`)
			w.WriteHeader(code)
			_, _ = fmt.Fprintf(w, `{"message":%q,"auth":%q}`, user+":"+password+strings.Repeat("x", 300)+password, r.Header.Get("Authorization"))
		}
	}
	return []attack{
		{"an echo of the password under 400", echo(400), nil},
		{"an echo of the password under 500", echo(500), nil},
		{"an echo of the password under 401", echo(401), nil},
		status("escapes in a message", 400, `{"message":"`+strings.ReplaceAll(escapes, "\x1b", "\\u001b")+`"}`),
		status("escapes in a text", 400, escapes+harness.User),
		raw("escapes in the status", "HTTP/1.1 400 "+escapes+"\r\nContent-Length: 0\r\n\r\n"),
	}
}

func gzipped(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return out.String()
}
