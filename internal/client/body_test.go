package client

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/aimsio-cli/aimsio/internal/spool"
)

// What is odd but readable is data, and comes through byte for byte.
func TestGoodBodies(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	for name, tt := range map[string]struct {
		expect     Expect
		sent, want string
	}{
		"array":               {JSONArray, `[{"guid":"1"}]`, `[{"guid":"1"}]`},
		"empty array":         {JSONArray, " [\n] ", " [\n] "},
		"object":              {JSONObject, "{}\r\n", "{}\r\n"},
		"byte order mark":     {JSONObject, "\xef\xbb\xbf{}", "{}"},
		"duplicate names":     {JSONObject, `{"a":1,"a":2}`, `{"a":1,"a":2}`},
		"200 levels":          {JSONArray, deep, deep},
		"digits":              {JSONObject, `{"a":9007199254740993,"b":10.10}`, `{"a":9007199254740993,"b":10.10}`},
		"a lone value":        {JSON, "true", "true"},
		"any text":            {Anything, "<html>", "<html>"},
		"any text with a BOM": {Anything, "\xef\xbb\xbfa", "\xef\xbb\xbfa"},
		"nothing":             {Anything, "", ""},
		"blanks at the end":   {JSONArray, "[1]" + strings.Repeat(" ", 5000), "[1]" + strings.Repeat(" ", 5000)},
	} {
		t.Run(name, func(t *testing.T) {
			server := &script{answers: []func() (*http.Response, error){replies(200, tt.sent)}}
			got, _ := mustWork(t, newTestClient(t, testOptions(t, server)), Request{Method: "GET", Path: "/x", Expect: tt.expect})
			if got != tt.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestHeadHasNoBodyToCheck(t *testing.T) {
	server := &script{answers: []func() (*http.Response, error){replies(200, "")}}
	mustWork(t, newTestClient(t, testOptions(t, server)), Request{Method: "HEAD", Path: "/x", Expect: JSONArray})
}

func TestALargeIndexIsSpooledAndItsEndChecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		long := "[" + strings.Repeat(`{"guid":"0123456789"},`, (spool.DefaultMemory+1000)/22)
		for end, tries := range map[string]int{"{}]\n": 1, "{}": 6} {
			server := &script{answers: []func() (*http.Response, error){replies(200, long+end)}}
			c := newTestClient(t, testOptions(t, server))
			request := Request{Method: "GET", Path: "/x", Expect: JSONArray}
			if tries > 1 {
				if failed := mustFail(t, c, request); failed.Kind != BadAnswer || failed.Tries != tries {
					t.Errorf("kind %q after %d tries", failed.Kind, failed.Tries)
				}
				continue
			}
			got, err := c.Do(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if all, err := io.ReadAll(got.Reader()); err != nil || string(all) != long+end {
					t.Errorf("read %d bytes, %v; want %d", len(all), err, len(long+end))
				}
			}
			if err := got.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestARequestMayRaiseTheLimit(t *testing.T) {
	o := testOptions(t, &script{answers: []func() (*http.Response, error){replies(200, `"0123456789"`)}})
	o.MaxBody = 5
	c := newTestClient(t, o)
	if failed := mustFail(t, c, Request{Method: "GET", Path: "/x"}); failed.Kind != TooLarge || failed.Message != "the answer is larger than 5 bytes" {
		t.Errorf("kind %q, message %q", failed.Kind, failed.Message)
	}
	mustWork(t, c, Request{Method: "GET", Path: "/x", MaxBody: 12})
}

func TestNoRoomOnDisk(t *testing.T) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, t.TempDir()+"/missing")
	}
	server := &script{answers: []func() (*http.Response, error){replies(200, strings.Repeat(" ", spool.DefaultMemory+1))}}
	_, err := newTestClient(t, testOptions(t, server)).Do(t.Context(), Request{Method: "GET", Path: "/x"})
	if err == nil || !strings.Contains(err.Error(), "making a temporary file") || len(server.came) != 1 {
		t.Errorf("got %v after %d calls", err, len(server.came))
	}
}

func TestWhatTheServerSaid(t *testing.T) {
	for body, want := range map[string]string{
		"":                                     "",
		"  plain\n text ":                      "plain text",
		`{"message":"no"}`:                     "no",
		`{"error":"bad","status":1}`:           "bad",
		`{"error":{"code":1,"message":"bad"}}`: "bad",
		`{"errors":[{"detail":"first"},{}]}`:   "first",
		`{"other":1}`:                          `{"other":1}`,
		`{"message":"cut`:                      `{"message":"cut`,
		"<html><title>A &lt;b&gt;</title>":     "A <b>",
		"a\x1b]0;title\x07\u202eb":             "a␛]0;title␇\ufffdb",
		strings.Repeat("é", 400):               strings.Repeat("é", 300) + "…",
	} {
		server := &script{answers: []func() (*http.Response, error){replies(400, body)}}
		if got := mustFail(t, newTestClient(t, testOptions(t, server)), Request{Method: "GET", Path: "/x"}); got.Message != want {
			t.Errorf("%q: got %q, want %q", body, got.Message, want)
		}
	}
}

func FuzzSaid(f *testing.F) {
	for _, seed := range []string{"", "x", `{"message":"m"}`, `{"errors":[[[[[["x"]]]]]]}`, "<html><title>t</title>", "\xff\x1b[2J"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		text := (&secrets{}).short(errorMessage(body, http.Header{}), maxSaid)
		for _, r := range text {
			if r < ' ' || r >= 0x7f && r < 0xa0 {
				t.Errorf("%q has the control character %U", text, r)
			}
		}
		if n := len([]rune(text)); n > maxSaid*6+1 {
			t.Errorf("%d characters", n)
		}
	})
}

func TestExpectationsInWords(t *testing.T) {
	if got := fmt.Sprint(JSON, JSONArray, JSONObject, Anything); got != "JSON a JSON array a JSON object anything" {
		t.Error(got)
	}
}
