package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const twoEnvironments = `
environments:
- name: Acme.Test-EU
  url: https://test.acme.example/
  username: robot
- name: portal
  username: integration
`

func TestEnvironmentsAreListed(t *testing.T) {
	c := configured(t, twoEnvironments).load()
	want := []string{"sandbox", "mock", "demo", "Acme.Test-EU", "portal"}
	if diff := cmp.Diff(want, c.Names()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !c.Configured("portal") || c.Configured("sandbox") {
		t.Error("it is not told which environments have an entry")
	}
}

func TestEntryOverridesBuiltin(t *testing.T) {
	e := configured(t, twoEnvironments).environment("portal")
	if e.URL.String() != "https://portal.aimsio.com/" || !e.Protected {
		t.Errorf("an entry with a user name changed more than that: %s, protected %t", e.URL, e.Protected)
	}
	if name, _, err := e.Username(); name != "integration" || err != nil {
		t.Errorf("user name %q, %v", name, err)
	}
}

func TestNoEnvironmentByDefault(t *testing.T) {
	_, err := newWorld(t).load().Environment("")
	var none *NoEnvironmentError
	if !errors.As(err, &none) || !errors.Is(err, ErrInvalid) {
		t.Fatalf("got %v", err)
	}
	for _, word := range []string{"--env", "AIMSIO_ENV", "sandbox", "portal", "mock", "demo"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q is missing in: %v", word, err)
		}
	}
}

func TestCurrentEnvironment(t *testing.T) {
	w := configured(t, "env: mock\n"+twoEnvironments)
	steps := []struct{ variable, flag, want, source string }{
		{want: "mock", source: "configuration " + w.path() + ":1"},
		{variable: "acme.test-eu", want: "Acme.Test-EU", source: "variable AIMSIO_ENV"},
		{variable: "acme.test-eu", flag: "DEMO", want: "demo", source: "flag --env"},
	}
	for _, step := range steps {
		if step.variable != "" {
			w.variables["AIMSIO_ENV"] = step.variable
		}
		if step.flag != "" {
			w.flags["env"] = step.flag
		}
		current, err := w.load().Current()
		if err != nil || current.Value != step.want || current.Source.String() != step.source {
			t.Errorf("got %+v, %v; want %s from %s", current, err, step.want, step.source)
		}
		if e := w.environment(""); e.Name != step.want {
			t.Errorf("the environment is %s, want %s", e.Name, step.want)
		}
	}
}

func TestUnknownEnvironment(t *testing.T) {
	c := configured(t, twoEnvironments).load()
	_, err := c.Environment("sandbx")
	var unknown *UnknownEnvironmentError
	if !errors.As(err, &unknown) || !errors.Is(err, ErrInvalid) {
		t.Fatalf("got %v", err)
	}
	if len(unknown.Near) == 0 || unknown.Near[0] != "sandbox" || !strings.Contains(err.Error(), "Acme.Test-EU") {
		t.Errorf("near matches and choices are missing: %v", err)
	}
}

func TestNamesThatDifferInCase(t *testing.T) {
	w := configured(t, "environments:\n- {name: Prod, url: https://a/}\n- {name: prod, url: https://b/}\n")
	if e := w.environment("prod"); e.Origin() != "https://b" {
		t.Errorf("the exact name does not win: %s", e.Origin())
	}
	if _, err := w.load().Environment("PROD"); err == nil || !strings.Contains(err.Error(), "any of Prod, prod") {
		t.Errorf("an ambiguous name is taken: %v", err)
	}
}

func TestLiveServerIsProtectedUnderAnyName(t *testing.T) {
	const entries = "environments:\n- {name: live, url: 'https://PORTAL.aimsio.com:443'}\n- {name: Portal}\n" +
		"- {name: mine, url: 'https://portal.aimsio.com', protected: false}\n- {name: test, url: 'https://test', protected: false}\n"
	tests := map[string]struct {
		address string
		want    bool
	}{
		"live":    {"", true},
		"Portal":  {"", true},
		"mine":    {"", true}, // another environment protects the same server
		"test":    {"https://portal.aimsio.com", true},
		"sandbox": {"https://portal.aimsio.com", true},
		"mock":    {"", false},
		"portal":  {"http://localhost:1", true},
	}
	for name, test := range tests {
		w := configured(t, entries)
		w.set("AIMSIO_URL", test.address)
		if e := w.environment(name); e.Protected != test.want {
			t.Errorf("%s at %s: protected %t, want %t", name, e.URL, e.Protected, test.want)
		}
	}
}

func TestEnvironmentWithoutAddress(t *testing.T) {
	w := configured(t, "environments:\n- name: acme\n")
	if _, err := w.load().Environment("acme"); err == nil || !strings.Contains(err.Error(), "has no url") {
		t.Errorf("got %v", err)
	}
	w.variables["AIMSIO_URL"] = "http://127.0.0.1:9"
	if e := w.environment("acme"); e.URL.String() != "http://127.0.0.1:9/" {
		t.Errorf("the variable does not give the address: %s", e.URL)
	}
}

func TestSettingsShowNoSecret(t *testing.T) {
	w := configured(t, "environments:\n- {name: a, url: https://a/, password_command: echo hunter2}\n")
	w.variables["AIMSIO_PASSWORD"] = "hunter2"
	for _, s := range w.environment("a").Settings() {
		if strings.Contains(s.Value+s.Source.String(), "hunter2") {
			t.Errorf("%s shows a password: %s", s.Key, s.Value)
		}
		if s.Key == "password_command" && s.Value != "echo …" {
			t.Errorf("the command is shown as %q", s.Value)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"sandbox", "Acme.Test-EU", "Öl", "日本", "a:b", strings.Repeat("é", 64)} {
		if err := checkName(name); err != nil {
			t.Errorf("%q is refused: %v", name, err)
		}
	}
	for _, name := range []string{"", ".", "..", "-x", "a b", "a/b", `a\b`, "a\n", "a\x00", "a\u202eb", "\xff", "a\u00a0b", strings.Repeat("x", 65)} {
		if checkName(name) == nil {
			t.Errorf("%q is taken", name)
		}
	}
}

func TestVariableOfAnEnvironment(t *testing.T) {
	if got := variableFor("Acme.Test-Eü1", "PASSWORD"); got != "AIMSIO_ACME_TEST_E_1_PASSWORD" {
		t.Error(got)
	}
}

// A server is protected under every name and spelling once any environment protects it.
func TestProtectionIsByServer(t *testing.T) {
	w := configured(t, "environments:\n- {name: erp, url: 'https://erp.example:443/api', protected: true}\n"+
		"- {name: same, url: 'https://ERP.example./other', protected: false}\n- {name: other, url: 'https://erp.example:8443'}\n"+
		"- {name: portal, protected: false}\n- {name: copy, url: 'https://portal.aimsio.com.'}\n")
	for name, want := range map[string]bool{"erp": true, "same": true, "other": false, "portal": false, "copy": true, "sandbox": false} {
		e := w.environment(name)
		if e.Protected != want {
			t.Errorf("%s: protected %t, want %t", name, e.Protected, want)
		}
		if name == "same" && e.Setting("protected").Source.String() != "environment erp" {
			t.Errorf("%s: the protection comes from %s", name, e.Setting("protected").Source)
		}
		if e.Guarded["https://erp.example"] != "erp" || e.Guarded["https://portal.aimsio.com"] != "copy" {
			t.Errorf("%s: guarded servers %v", name, e.Guarded)
		}
	}
	for _, address := range []string{
		"https://portal.aimsio.com./", "https://portal.aimsio.com:/", "https://portal.aimsio.com:0443/", "HTTPS://PORTAL.aimsio.com:443",
	} {
		w := newWorld(t)
		w.set("AIMSIO_URL", address)
		if e := w.environment("sandbox"); !e.Protected || e.URL.String() != "https://portal.aimsio.com/" {
			t.Errorf("%s: protected %t at %s", address, e.Protected, e.URL)
		}
	}
	for _, address := range []string{
		"https://ｐortal.aimsio.com/", "https://portal。aimsio.com/", "https://portal.aim\u00adsio.com/", "https://portal.aimſio.com/", "https://portal.aimsio%2ecom/",
	} {
		w := newWorld(t)
		w.set("AIMSIO_URL", address)
		if _, err := w.load().Environment("sandbox"); err == nil {
			t.Errorf("%s is taken", address)
		}
	}
}
