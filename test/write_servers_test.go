package test

import (
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strconv"
	"sync/atomic"
	"testing"
)

// refusingAfter stands before a server and, after a number of writes, refuses all calls until it relents.
func refusingAfter(t *testing.T, server string, writes int32, status string) (address string, relent func()) {
	t.Helper()
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	code, err := strconv.Atoi(status)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	var seen atomic.Int32
	var relented atomic.Bool
	address = serving(t, func(w http.ResponseWriter, r *http.Request) {
		if !relented.Load() && (seen.Load() >= writes || r.Method == http.MethodPost && seen.Add(1) > writes) {
			w.WriteHeader(code)
			return
		}
		proxy.ServeHTTP(w, r)
	})
	return address, func() { relented.Store(true) }
}

// forgetful keeps one job order, "1", as it is told to, and answers each write with "answer". It
// gives its address and the bodies that it was sent.
func forgetful(t *testing.T, job, answer string) (string, func() []string) {
	t.Helper()
	bodies := make(chan string, 100)
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		text := job
		switch {
		case r.Method == http.MethodPost:
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			bodies <- string(body)
			text = answer
		case r.URL.Path == "/rest/api/standard/v1/JobOrder":
			text = `[{"guid":"1","dtype":"JobOrder","updatedAt":99999999999999}]`
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, text)
	})
	return server, func() []string {
		var all []string
		for len(bodies) > 0 {
			all = append(all, <-bodies)
		}
		return all
	}
}
