package test

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// fault is something that a server or the way to it does wrong.
type fault struct {
	name string
	// answer is what the server does instead of answering, dial what happens instead of connecting.
	answer http.HandlerFunc
	dial   func(ctx context.Context) error
	// certificate makes the server speak TLS; trusted puts it in ca_file.
	certificate *tls.Certificate
	trusted     bool
	// server is its address as the user gives it, if not http://127.0.0.1:80.
	server string
	// variables and args change the run; without args it lists the job orders.
	variables, args []string
	// code and err, which is a part of standard error, are what the user gets where the fault stays,
	// and tries is how often the server is asked.
	code  int
	err   string
	tries int
	// waited is how long the user waits at least.
	waited time.Duration
}

const (
	// unanswered and cutOff begin what is said of a connection that broke.
	unanswered = "the connection to 127.0.0.1 broke before an answer came"
	cutOff     = "the answer is a body cut off after"
)

// faults are all that pass: each is tried again. Those of the network come first.
func passingFaults() []fault {
	return append([]fault{
		{name: "connection refused", dial: failing(syscall.ECONNREFUSED), code: 7, tries: 6, err: "127.0.0.1 refuses connections: nothing answers there (6 tries)"},
		{name: "unknown host", dial: failing(&net.DNSError{Err: "no such host", Name: "api.test", IsNotFound: true}), code: 7, tries: 3, err: "there is no host named api.test: check the url of the environment and the network (3 tries)"},
		{name: "name server out of order", dial: failing(&net.DNSError{Err: "server misbehaving", Name: "api.test", IsTemporary: true}), code: 7, tries: 6, err: "no connection to 127.0.0.1: dial tcp: lookup api.test: server misbehaving (6 tries)"},
		{name: "nobody answers the connection", dial: waitingFor(time.Hour), code: 7, tries: 6, waited: time.Minute, err: "no connection to 127.0.0.1 within 10s (connect_timeout) (6 tries)"},
		{name: "reset before the answer", answer: sends(""), code: 7, tries: 6, err: unanswered},
		{name: "reset in the headers", answer: sends("HTTP/1.1 200 OK\r\nContent-Le"), code: 7, tries: 6, err: "the headers of the answer are damaged or cut off (6 tries)"},
		{name: "reset in the body", answer: sends("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[{"), code: 7, tries: 6, err: cutOff + " 2 of 50 bytes (6 tries)"},
		{name: "time-out in the headers", answer: stalling(""), code: 7, tries: 2, waited: 2 * time.Minute, err: "no complete answer within 1m0s (timeout); trying on would take longer than max_wait (2m0s) (2 tries)"},
		{name: "time-out in the body", answer: stalling(`[{"guid":`), code: 7, tries: 2, waited: 2 * time.Minute, err: "no complete answer within 1m0s (timeout); 9 bytes had come"},
		{name: "not HTTP", answer: sends("SSH-2.0-OpenSSH_9.6\r\n\r\n"), code: 7, tries: 6, err: "the answer is not HTTP (6 tries)"},
	}, usually(7, 6, append(badBodies(), passingStatuses()...))...)
}

// usually fills in the exit code and the tries that most faults of a list have.
func usually(code, tries int, list []fault) []fault {
	for i := range list {
		list[i].code = cmp.Or(list[i].code, code)
		list[i].tries = cmp.Or(list[i].tries, tries)
	}
	return list
}

// badBodies are answers that say 200 and are not what was asked for.
func badBodies() []fault {
	packed := gzipped(strings.Repeat("[1],", 1000))
	return []fault{
		{name: "body without its length cut off", answer: sends("HTTP/1.1 200 OK\r\n\r\n[{"), err: cutOff + " 2 bytes"},
		{name: "chunks cut off", answer: sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[{\r\n"), err: cutOff + " 2 bytes"},
		{name: "Content-Length too long", answer: sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]"), err: cutOff + " 2 of 9 bytes"},
		{name: "Content-Length too short", answer: sends("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[{}]"), err: cutOff + " 3 bytes"},
		{name: "two Content-Lengths", answer: sends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n[]"), err: "the answer is not HTTP"},
		{name: "Content-Length of letters", answer: sends("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n[]"), err: "the answer is not HTTP"},
		{name: "HTML with 200", answer: answers(200, "<!DOCTYPE html><title>Sign in</title>"), err: `the answer is an HTML page titled "Sign in", not a JSON array`},
		{name: "empty 200", answer: answers(200, ""), err: "the answer is an empty body, not a JSON array"},
		{name: "204", answer: answers(204, ""), err: "the answer is an empty body (204 No Content), not a JSON array"},
		{name: "half the JSON", answer: answers(200, `[{"guid":"1"},{"gu`), err: cutOff + " 18 bytes"},
		{name: "wrong JSON", answer: answers(200, `[{"guid":1,}]`), err: "the answer is not valid JSON"},
		{name: "not UTF-8", answer: answers(200, "[\"\xe9\"]"), err: "the answer is not UTF-8 text (after 2 bytes)"},
		{name: "not UTF-8 as it says", answer: answers(200, "[\"\xe9\"]", "Content-Type", "application/json; charset=utf-8"), err: "the answer is not UTF-8 text (after 2 bytes)"},
		{name: "not the charset that it says", answer: answers(200, "[\"\xd2\"]", "Content-Type", "application/json; charset=windows-1253"), err: `the answer is not text in the charset "windows-1253" that it declares (after 2 bytes)`},
		{name: "a charset that nobody knows", answer: answers(200, "[]", "Content-Type", "application/json; charset=klingon"), err: `the answer is in the charset "klingon", which is not known`},
		{name: "gzip damaged", answer: answers(200, packed[:20]+"damage"+packed[26:], "Content-Encoding", "gzip"), err: "the answer's gzip compression is damaged"},
		{name: "gzip cut off", answer: answers(200, packed[:len(packed)-9], "Content-Encoding", "gzip"), err: cutOff},
		{name: "gzip that is none", answer: answers(200, "[1,2,3,4,5,6]", "Content-Encoding", "gzip"), err: "the answer's gzip compression is damaged"},
	}
}

// passingStatuses are refusals for now.
func passingStatuses() []fault {
	list := []fault{
		{name: "429, come back in 20 seconds", answer: answers(429, "", "Retry-After", "20"), waited: 100 * time.Second, err: "the server answered 429 Too Many Requests (6 tries)"},
		{name: "429, come back at a moment", answer: comeBackAt(20 * time.Second), waited: 100 * time.Second, err: "the server answered 429 Too Many Requests (6 tries)"},
	}
	for _, status := range []int{408, 425, 429, 500, 501, 502, 503, 504, 507, 520, 530, 598, 599} {
		text := fmt.Sprintf("%d %s", status, http.StatusText(status))
		if http.StatusText(status) == "" {
			text = fmt.Sprintf("status %d", status)
		}
		list = append(list, fault{name: text, answer: answers(status, `{"message":"busy"}`), err: "the server answered " + text + ": busy (6 tries)"})
	}
	return list
}

// lastingFaults are those that another try would not mend.
func lastingFaults() []fault {
	bomb := "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Same: "+strings.Repeat("a", 1000)+"\r\n", 2000) + "\r\n[]"
	get := []string{"joborders", "get", "3", "-o", "ndjson"}
	return usually(1, 1, []fault{
		{name: "401", answer: answers(401, ""), code: 3, err: `environment "sandbox" refused the user name or the password: GET /rest/api/standard/v1/JobOrder: the server answered 401 Unauthorized`},
		{name: "403", answer: answers(403, ""), code: 3, err: "does not permit this user to use joborders"},
		{name: "404", answer: answers(404, ""), code: 4, err: "the server answered 404 Not Found"},
		{name: "404 of a record", answer: answers(404, ""), args: get, code: 4, err: `there is no job order "3" in environment "sandbox"`},
		{name: "429, come back tomorrow", answer: answers(429, "", "Retry-After", "86400"), code: 7, err: "429 Too Many Requests: it asks to wait 24h0m0s, longer than max_wait (2m0s) leaves"},
		{name: "400", answer: answers(400, `{"message":"no"}`), err: "the server answered 400 Bad Request: no"},
		{name: "206", answer: answers(206, `[{"guid":"1"}]`), code: 7, err: "JobOrder: the server answered 206 Partial Content where 200 OK was expected\n"},
		{name: "201", answer: answers(201, `[{"guid":"1"}]`), code: 7, err: "JobOrder: the server answered 201 Created where 200 OK was expected\n"},
		{name: "203", answer: answers(203, `[{"guid":"1"}]`), code: 7, err: "the server answered 203 Non-Authoritative Information where 200 OK was expected\n"},
		{name: "a list for a record", answer: answers(200, `[{"jobGuid":"3"}]`), args: get, err: "JobOrder/3: the answer is a JSON array, not a JSON object\n"},
		{name: "a text for a record", answer: answers(200, `"busy"`), args: get, err: `JobOrder/3: the answer is the text "\"busy\"", not a JSON object` + "\n"},
		{name: "null for a record", answer: answers(200, `null`), args: get, err: `JobOrder/3: the answer is the text "null", not a JSON object` + "\n"},
		{name: "a list for each record", answer: answers(200, `[{"jobGuid":"3"}]`), args: []string{"joborders", "get", "3", "4", "-o", "ndjson"}, code: 6, tries: 2, err: "the answer is a JSON array, not a JSON object\n"},
		{name: "206 of a record", answer: answers(206, `{"jobGuid":"3"}`), args: get, code: 7, err: "JobOrder/3: the server answered 206 Partial Content where 200 OK was expected\n"},
		{name: "101", answer: sends("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n[]"), code: 7, err: "the server answered 101 Switching Protocols where 200 OK was expected\n"},
		{name: "099", answer: sends("HTTP/1.1 099 What\r\nContent-Length: 2\r\n\r\n[]"), code: 7, err: "the server answered status 99 where 200 OK was expected\n"},
		{name: "600", answer: sends("HTTP/1.1 600 What\r\nContent-Length: 2\r\n\r\n[]"), code: 7, err: "the server answered status 600"},
		{name: "304", answer: answers(304, ""), code: 7, err: "JobOrder: the server answered 304 Not Modified\n"},
		{name: "redirect to another origin", answer: answers(302, "", "Location", "https://evil.test/"), err: "redirects to https://evil.test, where the credentials must not go"},
		{name: "redirect to nowhere", answer: answers(302, ""), err: "the server redirects without saying where"},
		{name: "body without end", answer: endless, args: get, err: "the answer is larger than 64 MiB"},
		{name: "gzip bomb", answer: answers(200, gzipped(strings.Repeat(" ", 65<<20)), "Content-Encoding", "gzip"), args: get, err: "the answer is larger than 64 MiB"},
		{name: "header bomb", answer: sends(bomb), err: "the headers of the answer are longer than 1 MiB"},
	})
}

// tlsFaults are servers that may not be who they say. No call reaches them, and no password.
func tlsFaults(t *testing.T) []fault {
	t.Helper()
	// The clock of a bubble begins with the year 2000.
	begin, soon, later := time.Date(1998, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	good, old, young := certificate(t, begin, later), certificate(t, begin, soon), certificate(t, later, later.AddDate(1, 0, 0))
	const clock = "has expired or is not valid yet: check this machine's clock (2000-01-01), else its operator must renew it"
	return []fault{
		{name: "self-signed", certificate: good, server: "https://127.0.0.1:443", err: "is signed by nobody this machine trusts: if it should be, name its authority's PEM file as `ca_file` of the environment"},
		{name: "wrong host", certificate: good, trusted: true, server: "https://localhost:443", err: "the server's certificate is not for localhost: check the url of the environment"},
		{name: "expired", certificate: old, trusted: true, server: "https://127.0.0.1:443", err: clock},
		{name: "not valid yet", certificate: young, trusted: true, server: "https://127.0.0.1:443", err: clock},
		{name: "no TLS at all", server: "https://127.0.0.1:443", err: "127.0.0.1 does not speak TLS there: check the url of the environment"},
	}
}

// TestTLSFaults: nothing is sent to a server whose certificate is not right, and the advice fits.
func TestTLSFaults(t *testing.T) {
	for _, f := range tlsFaults(t) {
		bubble(t, f.name, func(t *testing.T) {
			n := newNetwork(t, &f, func(string, int) bool { return false })
			got := n.run(t, "joborders", "list", "-o", "ndjson")
			if got.code != 7 || got.out != "" || !strings.Contains(got.err, f.err) {
				t.Errorf("code %d, stdout %q, stderr %s\nwant %s", got.code, got.out, got.err, f.err)
			}
			if n.tries() != 0 || n.dials.Load() != 1 {
				t.Errorf("%d calls, %d connections", n.tries(), n.dials.Load())
			}
		})
	}
}

// TestATrustedCertificate: ca_file is all that a server with a certificate of its own needs.
func TestATrustedCertificate(t *testing.T) {
	own := certificate(t, time.Time{}, time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	bubble(t, "ca_file", func(t *testing.T) {
		n := newNetwork(t, &fault{certificate: own, trusted: true, server: "https://127.0.0.1:443"}, func(string, int) bool { return false })
		if got := n.run(t, "joborders", "list", "--full", "-o", "ndjson"); got.code != 0 || got.out != recordsOf(1, 2, 3, 4, 5) {
			t.Errorf("%+v", got)
		}
	})
}

// TestFaultsThatStay: what a user gets of each fault: words, an exit code and no data, after as
// many tries as make sense.
func TestFaultsThatStay(t *testing.T) {
	for _, f := range append(passingFaults(), lastingFaults()...) {
		bubble(t, f.name, func(t *testing.T) {
			n := newNetwork(t, &f, func(string, int) bool { return true })
			begun := time.Now()
			args := f.args
			if args == nil {
				args = []string{"joborders", "list", "-o", "ndjson"}
			}
			got := n.run(t, args...)
			if got.code != f.code || got.out != "" || !strings.Contains(got.err, f.err) {
				t.Errorf("code %d, want %d\nstdout %q\nstderr %s\nwant   %s", got.code, f.code, got.out, got.err, f.err)
			}
			if waited := time.Since(begun); waited < f.waited || waited > 4*time.Minute {
				t.Errorf("the user waited %s, want %s", waited, f.waited)
			}
			if tries := n.tries(); tries != f.tries {
				t.Errorf("%d tries, want %d", tries, f.tries)
			}
		})
	}
}

// TestFaultsThatPass: where each call fails once and then works, nothing is lost, nothing comes
// twice and all stands in the order of the index.
func TestFaultsThatPass(t *testing.T) {
	for _, f := range passingFaults() {
		bubble(t, f.name, func(t *testing.T) {
			n := newNetwork(t, &f, func(_ string, try int) bool { return try == 1 })
			got := n.run(t, "joborders", "list", "--full", "-o", "ndjson")
			if want := recordsOf(1, 2, 3, 4, 5); got.code != 0 || got.out != want {
				t.Errorf("code %d, stdout %q, want %q\n%s", got.code, got.out, want, got.err)
			}
			for path, tries := range n.asked {
				if f.answer != nil && tries != 2 {
					t.Errorf("%s was asked %d times", path, tries)
				}
			}
		})
	}
}

// TestAFaultOfOneRecord: what is not tried again costs the one record that it befalls, which is
// named; all others are there.
func TestAFaultOfOneRecord(t *testing.T) {
	for _, f := range lastingFaults() {
		if f.code == 1 && strings.Contains(f.name, "redirect") {
			continue // which ends the run: all others would be led astray too
		}
		bubble(t, f.name, func(t *testing.T) {
			n := newNetwork(t, &f, func(path string, _ int) bool { return strings.HasSuffix(path, "/3") })
			got := n.run(t, "joborders", "list", "--full", "-o", "ndjson")
			if want := recordsOf(1, 2, 4, 5); got.code != 6 || got.out != want {
				t.Errorf("code %d, stdout %q, want %q", got.code, got.out, want)
			}
			for _, want := range []string{"job order 3: ", "error: 1 record could not be read, 4 were read"} {
				if !strings.Contains(got.err, want) {
					t.Errorf("standard error lacks %q:\n%s", want, got.err)
				}
			}
			if why := "the same user name and password worked before, so this is likely load or a missing permission"; strings.Contains(got.err, why) != (f.name == "401") {
				t.Errorf("standard error:\n%s", got.err)
			}
			if tries := n.tries(); tries != 6 {
				t.Errorf("%d calls, want 6", tries)
			}
		})
	}
}

// TestCredentialsThatCeaseToWork: where every record is refused although the index was not, the run
// ends soon, and does not blame the password.
func TestCredentialsThatCeaseToWork(t *testing.T) {
	f := fault{answer: answers(401, "")}
	bubble(t, "401", func(t *testing.T) {
		n := newNetwork(t, &f, func(path string, _ int) bool { return !strings.HasSuffix(path, "/JobOrder") })
		n.records = 500
		got := n.run(t, "joborders", "list", "--full", "-o", "ndjson")
		if got.code != 3 || got.out != "" || !strings.Contains(got.err, `environment "sandbox" refused a call: `) ||
			!strings.Contains(got.err, "the password need not be changed") || strings.Contains(got.err, "auth login") {
			t.Errorf("code %d, stdout %q, stderr %s", got.code, got.out, got.err)
		}
		if tries := n.tries(); tries > 100 {
			t.Errorf("%d calls although none can succeed", tries)
		}
	})
}

// TestOddAnswersAreData: what is odd but whole is shown as it came, after one try.
func TestOddAnswersAreData(t *testing.T) {
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		out    string
		tries  int
	}{
		"reset after the answer":      {sends("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n[{\"guid\":\"1\"}]"), `{"guid":"1"}`, 1},
		"duplicate key":               {answers(200, `[{"guid":"1","guid":"2"}]`), `{"guid":"1","guid":"2"}`, 1},
		"UTF-8 with its name":         {answers(200, `[{"guid":"é"}]`, "Content-Type", "application/json; charset=UTF-8"), `{"guid":"é"}`, 1},
		"Latin 1":                     {answers(200, "[{\"guid\":\"\xe9\"}]", "Content-Type", "application/json;charset=ISO-8859-1"), `{"guid":"é"}`, 1},
		"Windows":                     {answers(200, "[{\"guid\":\"\x80\"}]", "Content-Type", `application/json; charset="windows-1252"`), `{"guid":"€"}`, 1},
		"UTF-16 with its mark":        {answers(200, "\xff\xfe[\x00{\x00\"\x00g\x00u\x00i\x00d\x00\"\x00:\x00\"\x00\xe9\x00\"\x00}\x00]\x00", "Content-Type", "application/json; charset=utf-16"), `{"guid":"é"}`, 1},
		"Cyrillic":                    {answers(200, "[{\"guid\":\"\xc5\"}]", "Content-Type", "application/json; charset=KOI8-R"), `{"guid":"е"}`, 1},
		"gzip":                        {answers(200, gzipped(`[{"guid":"1"}]`), "Content-Encoding", "gzip"), `{"guid":"1"}`, 1},
		"redirect to the same origin": {movedOnce(`[{"guid":"1"}]`), `{"guid":"1"}`, 2},
	} {
		f := fault{answer: test.answer}
		bubble(t, name, func(t *testing.T) {
			n := newNetwork(t, &f, func(string, int) bool { return true })
			got := n.run(t, "joborders", "list", "-o", "ndjson")
			if got.code != 0 || got.out != test.out+"\n" || n.tries() != test.tries {
				t.Errorf("code %d after %d tries, stdout %q, want %q\n%s", got.code, n.tries(), got.out, test.out, got.err)
			}
		})
	}
}

// TestWhatLibrariesLogIsNotShown: a server that sends more than it announced is no matter for the
// user, and what it sends does not reach the terminal.
func TestWhatLibrariesLogIsNotShown(t *testing.T) {
	t.Parallel()
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/JobOrder") {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n[{\"guid\":\"1\"}]\x1b[2Jmore")
			return
		}
		_, _ = io.WriteString(w, recordsOf(1))
	})
	command := process(variables(t, server), "joborders", "list", "--full", "-o", "ndjson")
	var said strings.Builder
	command.Stderr = &said
	if out, err := command.Output(); err != nil || string(out) != recordsOf(1) || said.String() != "" {
		t.Errorf("%v, stdout %q, stderr %q", err, out, said.String())
	}
}

func bubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	harness.Bubble(t, name, test)
}

// recordsOf gives the NDJSON of job orders.
func recordsOf(numbers ...int) string {
	var out strings.Builder
	for _, number := range numbers {
		fmt.Fprintf(&out, "{\"jobGuid\":\"%d\",\"jobNumber\":\"J%d\"}\n", number, number)
	}
	return out.String()
}

// failing is a network on which every connection fails.
func failing(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

// waitingFor is one on which connections take so long.
func waitingFor(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
