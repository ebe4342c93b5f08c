package cmdkit_test

import (
	"errors"
	"net/url"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// environment gives the one that a run works with.
func environment(t *testing.T, settings *cmdkit.Settings) *config.Environment {
	t.Helper()
	chosen, err := settings.Environment()
	if err != nil {
		t.Fatal(err)
	}
	return chosen
}

// TestGuardWrite: without a terminal a write goes on or is refused by what the environment and --confirm say.
func TestGuardWrite(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		confirm, says, hint string
		further             []string
	}{
		"a plain environment":      {},
		"named without need":       {confirm: "sandbox"},
		"another name":             {confirm: "portal", says: `--confirm says "portal" but the environment is "sandbox": nothing was sent`},
		"another letter case":      {confirm: "Sandbox", says: `--confirm says "Sandbox" but`},
		"read-only":                {further: []string{"AIMSIO_READ_ONLY=true"}, says: `environment "sandbox" (https://sandbox.invalid/) is read-only (variable AIMSIO_READ_ONLY): nothing was sent`},
		"read-only and confirmed":  {further: []string{"AIMSIO_READ_ONLY=true"}, confirm: "sandbox", says: "is read-only"},
		"protected":                {further: []string{"AIMSIO_PROTECTED=true"}, says: `environment "sandbox" (https://sandbox.invalid/) is protected: nothing was sent`, hint: "give --confirm sandbox if this is meant"},
		"protected, confirmed":     {further: []string{"AIMSIO_PROTECTED=true"}, confirm: "sandbox"},
		"protected, another name":  {further: []string{"AIMSIO_PROTECTED=true"}, confirm: "sandbox2", says: `--confirm says "sandbox2" but`},
		"protected, and read-only": {further: []string{"AIMSIO_PROTECTED=true", "AIMSIO_READ_ONLY=true"}, confirm: "sandbox", says: "is read-only"},
	} {
		run := newMachine(t).run(test.further...)
		err := run.GuardWrite(t.Context(), environment(t, run.Settings), test.confirm)
		if test.says == "" {
			if want := "writing to environment sandbox (https://sandbox.invalid/)\n"; err != nil || run.Said.String() != want {
				t.Errorf("%s: %v, said %q", name, err, run.Said)
			}
			continue
		}
		refused(t, err, fail.Guarded, test.says)
		if fail.HintOf(err) != test.hint || run.Said.Len() > 0 {
			t.Errorf("%s: the hint is %q, said %q", name, fail.HintOf(err), run.Said)
		}
		if asked := test.hint != ""; asked != errors.Is(err, cmdkit.ErrNotConfirmed) {
			t.Errorf("%s: not confirmed is %v", name, !asked)
		}
	}
}

// TestGuardOfThePortal: the live server is protected without any setting.
func TestGuardOfThePortal(t *testing.T) {
	t.Parallel()
	run := newMachine(t).without("AIMSIO_URL").run("AIMSIO_ENV=portal")
	refused(t, run.GuardWrite(t.Context(), environment(t, run.Settings), ""), fail.Guarded, "is protected: nothing was sent")
}

// TestGuardOfAnotherName: a write that nobody confirmed looks at whom it reaches, one that was confirmed, and a
// read, do not.
func TestGuardOfAnotherName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		guard   func(*cmdkit.Server, *config.Environment) error
		guarded bool
	}{
		"a read":             {func(*cmdkit.Server, *config.Environment) error { return nil }, false},
		"a write":            {func(s *cmdkit.Server, e *config.Environment) error { return s.GuardEarly(e, "") }, true},
		"a confirmed write":  {func(s *cmdkit.Server, e *config.Environment) error { return s.GuardEarly(e, "sandbox") }, false},
		"a write of anybody": {func(s *cmdkit.Server, e *config.Environment) error { return s.GuardWrite(t.Context(), e, "") }, true},
	} {
		run := newMachine(t).run()
		chosen := environment(t, run.Settings)
		if err := test.guard(run.Server, chosen); err != nil {
			t.Fatal(err)
		}
		options, err := run.ClientOptions(chosen, "me", nil)
		if err != nil || (options.Peer != nil) != test.guarded {
			t.Errorf("%s: looked at is %v, %v", name, options.Peer != nil, err)
		}
	}
	// A test server of the vendor's may share a certificate with the live one.
	run := newMachine(t).run("AIMSIO_URL=https://sandbox.aimsio.com/")
	chosen := environment(t, run.Settings)
	if err := run.GuardEarly(chosen, ""); err != nil {
		t.Fatal(err)
	}
	if options, err := run.ClientOptions(chosen, "me", nil); err != nil || options.Peer != nil {
		t.Errorf("the vendor's own test server is looked at, %v", err)
	}
	if _, err := url.Parse(chosen.Origin()); err != nil {
		t.Error(err)
	}
}
