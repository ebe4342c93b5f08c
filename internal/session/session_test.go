package session_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/session"
)

// at makes a session of an environment that is called by some address.
func at(t *testing.T, address string) *session.Session {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return &session.Session{Environment: &config.Environment{Name: "yard", URL: parsed, Rate: 10}, User: "ann"}
}

func employees(t *testing.T) *api.Entity {
	t.Helper()
	entity, ok := api.Builtin().Entity("employees")
	if !ok {
		t.Fatal("there are no employees")
	}
	return entity
}

// An error of a call becomes one that says in which environment, what it is about, of what kind it is for a
// script, and what to do next. The call's own words stay in it.
func TestCallError(t *testing.T) {
	const none = fail.Kind(-1)
	call := func(kind client.Kind, status int) *client.Error {
		return &client.Error{Kind: kind, Status: status, Request: "GET /Employee", Message: "so it is"}
	}
	tooLarge := &record.ArrayError{Element: 2, Err: record.Limits{Size: 5}.TooLarge()}
	for name, tt := range map[string]struct {
		err  error
		demo bool
		kind fail.Kind
		says []string
		hint string
	}{
		"nothing":                      {nil, false, none, nil, ""},
		"no call":                      {errors.New("no disk"), false, none, []string{"no disk"}, ""},
		"the password":                 {call(client.Unauthorized, 401), false, fail.Denied, []string{`environment "yard" refused the user name or the password: `, "so it is"}, "aimsio auth login --env yard"},
		"a password that was good":     {&client.Error{Kind: client.Unauthorized, Accepted: true, Message: "so it is"}, false, fail.Denied, []string{`environment "yard" refused a call: `}, "the password need not be changed"},
		"the permission":               {call(client.Forbidden, 403), false, fail.Denied, []string{`does not permit this user to use employees: `}, "ask Aimsio's support"},
		"a server that is not there":   {call(client.Unavailable, 0), false, fail.Unreachable, []string{`environment "yard": `, "so it is"}, ""},
		"a proxy":                      {call(client.ProxyRefused, 407), false, fail.Unreachable, []string{`environment "yard": `}, ""},
		"a server nobody confirmed":    {call(client.PeerRefused, 0), false, fail.Guarded, []string{`environment "yard": `}, "give --confirm yard"},
		"a full disk of the demo":      {call(client.Unavailable, http.StatusInsufficientStorage), true, fail.Failed, []string{`environment "yard": `}, ""},
		"a full disk of a server":      {call(client.Unavailable, http.StatusInsufficientStorage), false, fail.Unreachable, []string{`environment "yard": `}, ""},
		"a refusal of the call":        {call(client.Rejected, 400), false, none, []string{"GET /Employee: the server answered 400 Bad Request: so it is"}, ""},
		"a list that is cut off":       {&record.ArrayError{Element: 3, Offset: 9, Err: errors.New("its end is missing")}, false, fail.Unreachable, []string{"the list of employees that the server sent cannot be read: element 3"}, ""},
		"a list with a giant":          {tooLarge, false, fail.Failed, []string{"the list of employees", "is larger than"}, ""},
		"a page that comes again":      {&service.RepeatedError{Number: 2}, false, fail.Unreachable, []string{"page 2 of the list: it is the same as an earlier one"}, ""},
		"what was explained already":   {fail.New(fail.Usage, "do", "no"), false, fail.Usage, []string{"no"}, "do"},
		"what is explained far inside": {fmt.Errorf("x: %w", fail.New(fail.Invalid, "do", "no")), false, fail.Invalid, []string{"x: no"}, "do"},
	} {
		t.Run(name, func(t *testing.T) {
			address := "https://yard.test/"
			if tt.demo {
				address = config.DemoURL
			}
			got := at(t, address).CallError(tt.err, employees(t))
			if tt.err == nil {
				if got != nil {
					t.Errorf("nothing became %v", got)
				}
				return
			}
			if !errors.Is(got, tt.err) {
				t.Errorf("%v has lost its cause", got)
			}
			for _, part := range tt.says {
				if !strings.Contains(got.Error(), part) {
					t.Errorf("%q does not say %q", got, part)
				}
			}
			if tt.kind == none {
				if _, has := errors.AsType[*fail.Error](got); has {
					t.Errorf("%v has a kind", got)
				}
			} else if !fail.Is(got, tt.kind) {
				t.Errorf("%v is not of kind %d", got, tt.kind)
			}
			if hint := fail.HintOf(got); !strings.Contains(hint, tt.hint) || (hint == "") != (tt.hint == "") {
				t.Errorf("the hint is %q, want one with %q", hint, tt.hint)
			}
		})
	}
}

// A call that is about no entity says so in its own words.
func TestCallErrorWithoutEntity(t *testing.T) {
	err := at(t, "https://yard.test/").CallError(&client.Error{Kind: client.Forbidden, Status: 403}, nil)
	if !strings.Contains(err.Error(), "does not permit this user to use this call: ") {
		t.Error(err)
	}
}

// The one record that was asked for and is not there is a failure of its own kind; all else is as for any call.
func TestGetError(t *testing.T) {
	s := at(t, "https://yard.test/")
	gone := s.GetError(&client.Error{Kind: client.NotFound, Status: 404, Request: "GET /Employee/7"}, employees(t), "7")
	if !fail.Is(gone, fail.NotFound) || !strings.Contains(gone.Error(), `there is no employee "7" in environment "yard", or it is hidden from this user: GET /Employee/7`) {
		t.Error(gone)
	}
	if want := `"aimsio employees list --env yard" shows the GUIDs that this user can see`; fail.HintOf(gone) != want {
		t.Errorf("%q", fail.HintOf(gone))
	}
	if denied := s.GetError(&client.Error{Kind: client.Forbidden, Status: 403}, employees(t), "7"); !fail.Is(denied, fail.Denied) {
		t.Error(denied)
	}
	if other := errors.New("x"); !errors.Is(s.GetError(other, employees(t), "7"), other) {
		t.Error("another error is lost")
	}
}

// A line about a record that cannot be read names it, by its id where it has one.
func TestFetchMessage(t *testing.T) {
	gone := &client.Error{Kind: client.NotFound, Status: 404, Request: "GET /Employee/7"}
	broken := &client.Error{Kind: client.BadAnswer, Request: "GET /Employee/7", Message: "half a body"}
	for _, tt := range []struct {
		id   string
		err  error
		want string
	}{
		{"7", gone, "employee 7: not found; it is gone, or hidden from this user"},
		{"7", fmt.Errorf("reading: %w", gone), "employee 7: not found; it is gone, or hidden from this user"},
		{"7", broken, "employee 7: GET /Employee/7: half a body"},
		{"", errors.New("entry 3 has no id"), "employee: entry 3 has no id"},
	} {
		fetched := service.Fetched{Wanted: service.Wanted{ID: tt.id, Err: tt.err}}
		if got := session.FetchMessage(employees(t), fetched); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// How long calls take is told a little too long rather than too short, and never as 0 s.
func TestDuration(t *testing.T) {
	s := at(t, "https://yard.test/")
	for calls, want := range map[int]string{0: "1s", 1: "1s", 9: "1s", 10: "2s", 10001: "17m"} {
		if got := s.Duration(calls); !strings.HasPrefix(got, want) {
			t.Errorf("%d calls: %s, want %s", calls, got, want)
		}
	}
	s.Environment.Rate = 20
	if slow, fast := at(t, "https://yard.test/").Span(1000), s.Span(1000); (slow-2*fast).Abs() > time.Millisecond || slow < 100*time.Second {
		t.Errorf("%s at 10 calls a second, %s at 20", slow, fast)
	}
}

// transport notes the addresses that are called.
type transport struct{ called []string }

func (r *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	r.called = append(r.called, request.URL.RequestURI())
	return nil, errors.New("nobody is there")
}

// Parameters go with the calls of the session that was asked for, and with no others.
func TestWithParameters(t *testing.T) {
	calls := &transport{}
	c, err := client.New(client.Options{
		Base: &url.URL{Scheme: "https", Host: "yard.test"}, Username: "ann", Tries: 1, Transport: calls,
		Password: func(context.Context) (string, error) { return "p", nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	plain := at(t, "https://yard.test/")
	plain.Client, plain.Service = c, service.New(c, 1)
	with := plain.With(service.Parameters{api.Get: url.Values{"view": {"all"}}})
	for _, s := range []*session.Session{with, plain} {
		if _, err := s.Service.Get(t.Context(), employees(t), "7"); err == nil {
			t.Fatal("nobody answered, and there is a record")
		}
	}
	if len(calls.called) != 2 || !strings.HasSuffix(calls.called[0], "/Employee/7?view=all") || !strings.HasSuffix(calls.called[1], "/Employee/7") {
		t.Errorf("%q", calls.called)
	}
	if with.User != "ann" || with.Client != c || with.Environment != plain.Environment {
		t.Error("the session with parameters is of another user or server")
	}
}
