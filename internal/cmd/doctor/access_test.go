package doctor

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestAuthentication: the first answer tells of the credentials, as far as it can.
func TestAuthentication(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status         int
		body           string
		outcome        outcome
		detail, advice string
	}{
		"accepted":      {200, "[]", outcomeOK, "me is accepted", ""},
		"not permitted": {403, "", outcomeOK, "me is accepted", ""},
		"refused":       {401, "", outcomeFailed, "401", "aimsio auth login --env sandbox"},
		"in trouble":    {503, "", outcomeSkipped, "not known from what the server answered", ""},
		"a page":        {200, "<html>", outcomeSkipped, "not known from what the server answered", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, map[string]int{"/things": test.status}, map[string]string{"/things": test.body})
			c := calling(t, s.URL, things("things"))
			if found := look(t, authenticationCheck(c)); !found.is(test.outcome, test.detail, test.advice) {
				t.Errorf("%+v", found)
			}
			c.makeFirst(t.Context())
			if calls := s.calls.Load(); calls != 1 {
				t.Errorf("%d calls", calls)
			}
		})
	}
	none := calling(t, "http://127.0.0.1:1", things())
	if found := look(t, authenticationCheck(none)); !found.is(outcomeFailed, "nothing that can be read", "") {
		t.Errorf("of a description without lists: %+v", found)
	}
}

// TestLoginAdvice: what is stored does not count over a variable, so that is what has to be corrected.
func TestLoginAdvice(t *testing.T) {
	t.Parallel()
	c := credentials{target: environment(t, "AIMSIO_URL=https://aimsio.example"), user: "me"}
	for kind, want := range map[config.Origin]string{
		config.FromVariable: "correct the password of me, which comes from the ",
		config.FromCommand:  "correct the password of me, which comes from the ",
		config.FromKeyring:  "`aimsio auth login --env sandbox` stores another password",
		config.FromFile:     "`aimsio auth login --env sandbox` stores another password",
	} {
		c.source = config.Source{Kind: kind, Name: "X"}
		if got := c.loginAdvice(); !strings.HasPrefix(got, want) {
			t.Errorf("%v: %s", kind, got)
		}
	}
}

// TestReads: each entity has its own permission; a server in trouble is left alone after three failures in a row.
func TestReads(t *testing.T) {
	t.Parallel()
	catalog := things("a", "b", "c", "d", "e", "f", "g", "h", "i")
	s := serve(t, map[string]int{"/b": 403, "/c": 500, "/d": 500, "/f": 500, "/g": 404, "/h": 500}, nil)
	c := calling(t, s.URL, catalog)
	catalog.Entities = append(catalog.Entities, &api.Entity{Name: "unread"})
	checks := (&reads{caller: c}).checks()
	c.makeFirst(t.Context())
	for i, want := range []struct {
		outcome        outcome
		detail, advice string
	}{
		{outcomeOK, "GET /a", ""},
		{outcomeFailed, "403", `ask Aimsio's support to switch on the API permission for "B" for user me`},
		{outcomeFailed, "500", "try again later"},
		{outcomeFailed, "500", "try again later"},
		{outcomeOK, "GET /e", ""},
		{outcomeFailed, "500", "try again later"},
		{outcomeFailed, "404", "aimsio spec import --vendor"},
		{outcomeFailed, "500", "try again later"},
		{outcomeSkipped, "the last 3 reads failed", ""},
		{outcomeSkipped, "the API does not read them", ""},
	} {
		if found := look(t, checks[i]); !found.is(want.outcome, want.detail, want.advice) {
			t.Errorf("%s: %+v", checks[i].name, found)
		}
	}
	if calls := s.calls.Load(); calls != 8 {
		t.Errorf("%d calls", calls)
	}
}

func TestPermission(t *testing.T) {
	t.Parallel()
	for resource, want := range map[string]string{"JobOrder": "Job Order", "NRB": "NRB", "Timecard": "Timecard", "PayrollPeriod": "Payroll Period", "": ""} {
		if got := permission(&api.Entity{Resource: resource}); got != want {
			t.Errorf("%s: %q", resource, got)
		}
	}
}

// TestCredentials are looked for once, and what came of that is told of name, password and keyring apart.
func TestCredentials(t *testing.T) {
	t.Parallel()
	type wanted struct {
		outcome        outcome
		detail, advice string
	}
	for name, test := range map[string]struct {
		settings                string
		user, password, keyring wanted
	}{
		"by variables": {
			"AIMSIO_URL=https://aimsio.example AIMSIO_USERNAME=me AIMSIO_PASSWORD=sesame",
			wanted{outcomeOK, "me (variable AIMSIO_USERNAME)", ""}, wanted{outcomeOK, "set (variable AIMSIO_PASSWORD)", ""},
			wanted{outcomeSkipped, "not asked: the variable AIMSIO_PASSWORD gives the password", ""},
		},
		"no name": {
			"AIMSIO_URL=https://aimsio.example AIMSIO_USERNAME=",
			wanted{outcomeFailed, "there is no user name", "aimsio auth login"}, wanted{}, wanted{},
		},
		// Elsewhere than on Unix, the keyring of the machine would be asked.
		"no password, and no keyring": {
			"AIMSIO_URL=https://aimsio.example AIMSIO_PASSWORD=",
			wanted{outcomeOK, "integration", ""}, wanted{outcomeFailed, "there is no password (the system's keyring cannot be used", "AIMSIO_SANDBOX_PASSWORD"},
			wanted{outcomeWarning, "the system's keyring cannot be used", "--insecure-storage"},
		},
		"the demo": {
			"AIMSIO_ENV=demo AIMSIO_URL=demo://",
			wanted{outcomeSkipped, "the demo needs none", ""}, wanted{outcomeSkipped, "the demo needs none", ""}, wanted{outcomeSkipped, "the demo needs none", ""},
		},
	} {
		if test.keyring.outcome == outcomeWarning && (runtime.GOOS == "windows" || runtime.GOOS == "darwin") {
			continue
		}
		c := &credentials{target: environment(t, test.settings)}
		for _, one := range []struct {
			check check
			want  wanted
		}{{c.userCheck(), test.user}, {c.passwordCheck(), test.password}, {c.keyringCheck(), test.keyring}} {
			if one.want == (wanted{}) {
				break // what comes behind a failure is not checked
			}
			if found := look(t, one.check); !found.is(one.want.outcome, one.want.detail, one.want.advice) {
				t.Errorf("%s: %s: %+v", name, one.check.name, found)
			}
		}
	}
}

// TestThePasswordIsAskedForOnce: all calls use what the check got, as a command may ask a person.
func TestThePasswordIsAskedForOnce(t *testing.T) {
	t.Parallel()
	c := &credentials{target: environment(t, "AIMSIO_URL=https://aimsio.example AIMSIO_PASSWORD=sesame")}
	_ = look(t, c.userCheck())
	_ = look(t, c.passwordCheck())
	c.target = nil
	if password, err := c.password(t.Context()); password != "sesame" || err != nil {
		t.Errorf("%q, %v", password, err)
	}
}

// TestTheKeyring is told of by what it answered when the password was looked for.
func TestTheKeyring(t *testing.T) {
	t.Parallel()
	c := &credentials{target: environment(t, "AIMSIO_URL=https://aimsio.example")}
	for want, found := range map[string]credentials{
		"it answers, and holds the password":           {source: config.Source{Kind: config.FromKeyring}},
		"it answers, and holds no password":            {missing: &config.NoCredentialsError{Missing: "password"}},
		"the system's keyring cannot be used: it hung": {missing: &config.NoCredentialsError{Err: &config.KeyringError{Err: errors.New("it hung")}}},
		"not asked: the command gives the password":    {source: config.Source{Kind: config.FromCommand}},
	} {
		c.source, c.missing = found.source, found.missing
		if got := look(t, c.keyringCheck()); !strings.Contains(got.detail, want) {
			t.Errorf("%+v, want %s", got, want)
		}
	}
}

// TestCalls: what is wrong with the settings of calls is found before the first one, and tries are few.
func TestCalls(t *testing.T) {
	t.Parallel()
	c := calling(t, "http://127.0.0.1:1", things("things"))
	c.client = nil
	options := client.Options{Base: c.target.URL, Username: "me", Rate: 10, Parallel: 4, Tries: 6, Getenv: func(string) (string, bool) { return "", false }}
	check := func(err error) check {
		return c.callsCheck(func(*config.Environment, string, cmdkit.PasswordSource) (client.Options, error) { return options, err })
	}
	if found := look(t, check(nil)); !found.is(outcomeOK, "up to 10 in any second and 4 at once", "") || c.client == nil {
		t.Errorf("%+v", found)
	}
	options.CAFile = "no such file"
	if found := look(t, check(nil)); !found.is(outcomeFailed, "no such file", "aimsio env show") || found.kind != fail.Usage {
		t.Errorf("%+v", found)
	}
	if found := look(t, check(errors.New("no trace"))); !found.is(outcomeFailed, "no trace", "") {
		t.Errorf("%+v", found)
	}
}
