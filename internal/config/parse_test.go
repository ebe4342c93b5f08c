package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFaultsOfTheFile(t *testing.T) {
	tests := map[string]struct {
		yaml string
		// want holds what follows the path of the file, one line for each fault.
		want []string
	}{
		"not YAML":            {"env: [a\nb: c\n", []string{"not valid YAML"}},
		"a text":              {"sandbox", []string{":1: keys with values are expected"}},
		"two documents":       {"env: a\n---\nenv: b\n", []string{":2: only one YAML document is expected"}},
		"a key twice":         {"env: a\nenv: b\n", []string{`:2: the key "env" stands here twice`}},
		"a key that is a map": {"? {a: b}\n: c\n", []string{":1: a key is a plain word"}},
		"environments as map": {"environments:\n  acme:\n    url: https://a\n", []string{":2: environments is a list"}},
		"an entry as text":    {"environments:\n- acme\n", []string{":2: keys with values are expected"}},
		"no name":             {"environments:\n- url: https://a\n", []string{":2: an environment without a name"}},
		"a name with blanks":  {"environments:\n- name: a b\n", []string{`:2: name: "a b" is not valid; expected a name without blanks`}},
		"a name twice": {
			"environments:\n- {name: a, url: https://a}\n- {name: a, url: https://b}\n",
			[]string{`:3: the environment "a" is already in line 2`},
		},
		"a merge key": {
			"environments:\n- &x {name: a, url: https://a}\n- {<<: *x, name: b}\n", []string{":3: a key is a plain word"},
		},
		"wrong values, all told": {
			"output: xml\nread_only: [1]\nenvironments:\n- name: a\n  rate: fast\n  parallel: 2.5\n  timeout: 60\n  max_wait: big\n  time_zone: Mars\n",
			[]string{
				`:1: output: "xml" is not valid; expected one of table, wide, json, ndjson, csv, yaml, markdown, html, xlsx`,
				`:2: read_only: "a list or a mapping" is not valid; expected true or false`,
				`:5: rate: "fast" is not valid; expected a number from 0.01 to 1000`,
				`:6: parallel: "2.5" is not valid; expected a whole number from 1 to 1000`,
				`:7: timeout: "60" is not valid; expected a time such as 90s or 2m`,
				`:8: max_wait: "big" is not valid; expected a time such as 90s or 2m`,
				`:9: time_zone: "Mars" is not valid; expected local, utc or a zone`,
			},
		},
		"plain http":         {"environments:\n- name: a\n  url: http://example.com\n", []string{`:3: url: "http://example.com" is not valid; expected an address that starts with https://`}},
		"password in url":    {"environments:\n- name: a\n  url: https://u:hunter2@a\n", []string{`:3: url: "https://…@a" is not valid`}},
		"an empty command":   {"environments:\n- name: a\n  password_command: []\n", []string{":3: password_command: a command is expected"}},
		"a list in commands": {"environments:\n- name: a\n  password_command: [pass, [x]]\n", []string{":3: password_command: a list of texts is expected"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := configured(t, test.yaml)
			c := w.load()
			if c.Err() == nil || !errors.Is(c.Err(), ErrInvalid) {
				t.Fatalf("got %v", c.Err())
			}
			lines := strings.Split(c.Err().Error(), "\n")
			if len(lines) != len(test.want) {
				t.Fatalf("got %d faults, want %d:\n%v", len(lines), len(test.want), c.Err())
			}
			for i, line := range lines {
				if !strings.HasPrefix(line, w.path()) || !strings.Contains(line, test.want[i]) || strings.Contains(line, "hunter2") {
					t.Errorf("got  %s\nwant %s", line, test.want[i])
				}
			}
			if _, err := c.Environment("demo"); !errors.Is(err, ErrInvalid) {
				t.Errorf("a broken configuration is used: %v", err)
			}
			if e, err := c.Inspect("demo"); err != nil || !e.Demo() {
				t.Errorf("a broken configuration hides a built-in environment: %v", err)
			}
		})
	}
}

func TestUnknownKeysAreWarnings(t *testing.T) {
	w := configured(t, `outptu: json
url: https://a
colour: never
environments:
- name: a
  url: https://a
  time-zone: utc
  env: b
  password: hunter2
`)
	c := w.load()
	if c.Err() != nil {
		t.Fatal(c.Err())
	}
	var want []string
	for _, text := range []string{
		`1: unknown key "outptu"; did you mean output?`,
		`2: the key "url" has no effect here`,
		`3: unknown key "colour"; did you mean color?`,
		`7: unknown key "time-zone"; did you mean time_zone?`,
		`8: the key "env" has no effect here`,
		"9: a password in this file is not used: take it out and run `aimsio auth login`",
	} {
		want = append(want, fmt.Sprintf("%s:%s", w.path(), text))
	}
	if diff := cmp.Diff(want, c.Warnings()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFilesFromOtherEditors(t *testing.T) {
	tests := map[string]string{
		"byte order mark, Windows line ends": "\ufeffenv: acme\r\nenvironments:\r\n  - name: acme\r\n    url: https://a\r\n",
		"flow":                               "{env: acme, environments: [{name: acme, url: 'https://a'}]}",
		"comments, empty values":             "# mine\nenv: acme # this\ncolor:\nenvironments:\n- name: acme\n  url: https://a\n  username:\n",
		"aliases":                            "x-shared: &u https://a\nenv: acme\nenvironments:\n- {name: acme, url: *u}\n",
	}
	for name, yaml := range tests {
		t.Run(name, func(t *testing.T) {
			w := configured(t, yaml)
			if e := w.environment(""); e.Name != "acme" || e.Origin() != "https://a" {
				t.Errorf("got %s at %s", e.Name, e.Origin())
			}
		})
	}
	for _, yaml := range []string{"", "\n", "# nothing\n", "---\n", "environments:\n", "environments: []\n"} {
		if c := configured(t, yaml).load(); c.Err() != nil || len(c.Names()) != 4 {
			t.Errorf("%q: %v, %q", yaml, c.Err(), c.Names())
		}
	}
}

func TestTextKeepsDigitsAndCase(t *testing.T) {
	w := configured(t, "environments:\n- name: 2024.10\n  url: https://a\n  username: 007\n")
	if name, _, err := w.environment("2024.10").Username(); name != "007" || err != nil {
		t.Errorf("got %q, %v", name, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		twoEnvironments, "env: a\n", "environments: [{name: a, password_command: [x]}]", "a: &a [*a]", "<<: {a: b}", "\ufeff---\n...\n", "environments:\n- *x\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, yaml string) {
		read := &file{path: "config.yaml"}
		err := read.parse([]byte(yaml))
		if err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("an error of another kind: %v", err)
		}
		seen := map[string]bool{}
		for _, e := range read.entries {
			if checkName(e.name) != nil || seen[e.name] {
				t.Errorf("the name %q is taken", e.name)
			}
			seen[e.name] = true
			if u := e.values["url"].Value; u != "" {
				if _, err := parseURL(u); err != nil {
					t.Errorf("the address %q is taken: %v", u, err)
				}
			}
		}
	})
}
