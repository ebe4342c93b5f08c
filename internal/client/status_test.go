package client

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

// A status that stands for a part, for something else than was asked for or for nothing at all must
// never pass for a good answer, whatever comes with it.
func TestWhichStatusesAreGoodAnswers(t *testing.T) {
	for status, want := range map[int]struct{ data, anything bool }{
		200: {true, true}, 201: {false, true}, 202: {false, true},
		99: {}, 101: {}, 103: {}, 203: {}, 205: {}, 206: {}, 207: {}, 208: {}, 226: {}, 299: {}, 300: {}, 304: {}, 600: {}, 999: {},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := &script{answers: []func() (*http.Response, error){replies(status, `[{"guid":"a"}]`)}}
			c := newTestClient(t, testOptions(t, server))
			for _, tt := range []struct {
				request Request
				good    bool
			}{
				{Request{Method: "GET", Path: "/x", Expect: JSONArray}, want.data},
				{Request{Method: "GET", Path: "/x"}, want.anything},
				{Request{Method: "POST", Path: "/x"}, want.anything},
				{Request{Method: "POST", Path: "/x", Also: []int{status}}, true},
			} {
				server.came = nil
				answer, err := c.Do(t.Context(), tt.request)
				if err == nil {
					_ = answer.Close()
				}
				if (err == nil) != tt.good {
					t.Errorf("%d to %s expecting %s: %v", status, tt.request.Method, tt.request.Expect, err)
				}
				if err != nil && (!strings.Contains(err.Error(), fmt.Sprint(status)) || len(server.came) != 1) {
					t.Errorf("%d: %v after %d calls", status, err, len(server.came))
				}
			}
		})
	}
}

func TestAPartSaysThatItIsNotTheWhole(t *testing.T) {
	server := &script{answers: []func() (*http.Response, error){replies(206, `[{"guid":"a"}]`)}}
	failed := mustFail(t, newTestClient(t, testOptions(t, server)), Request{Method: "GET", Path: "/x", Expect: JSONArray})
	if want := "GET /x: the server answered 206 Partial Content where 200 OK was expected"; failed.Error() != want || failed.Kind != BadAnswer {
		t.Errorf("got %q of kind %s", failed, failed.Kind)
	}
}

// What follows a 101 is no body and never ends: it must not be waited for.
func TestSwitchingProtocolsIsNotWaitedFor(t *testing.T) {
	open := answer(101, "")
	open.Body = neverEnding{}
	server := &script{answers: []func() (*http.Response, error){func() (*http.Response, error) { return open, nil }}}
	failed := mustFail(t, newTestClient(t, testOptions(t, server)), Request{Method: "GET", Path: "/x", Expect: JSONArray})
	if failed.Status != 101 || failed.Tries != 1 {
		t.Errorf("got %v", failed)
	}
}

type neverEnding struct{}

func (neverEnding) Read([]byte) (int, error) { select {} }

func (neverEnding) Close() error { return nil }
