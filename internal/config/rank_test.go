package config

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// samples gives a value for each of five places.
func samples(d Definition) []string {
	switch d.Kind {
	case Switch:
		return []string{"false", "true", "true", "true", "true"}
	case Whole, Number:
		return []string{"1", "2", "3", "4", "5"}
	case Duration:
		return []string{"1s", "2s", "3s", "4s", "5s"}
	case Choice:
		return []string{d.Choices[0], d.Choices[1], d.Choices[2], d.Choices[1], d.Choices[0]}
	case Zone:
		return []string{"utc", "local", "America/Edmonton", "Europe/Berlin", "Asia/Tokyo"}
	case Server:
		return []string{"https://a/", "https://b/", "https://c/", "https://d/", "https://e/"}
	default:
		return []string{"a", "b", "c", "d", "e"}
	}
}

// TestPrecedence walks the table of settings: from the weakest place to the strongest, each one
// added must win over those before, and the value must say where it came from.
func TestPrecedence(t *testing.T) {
	for _, d := range Definitions() {
		t.Run(d.Key, func(t *testing.T) {
			if strings.TrimSpace(d.Help) == "" {
				t.Error("the setting has no help")
			}
			w := newWorld(t)
			values := samples(d)
			get := func() Setting {
				if d.Scope == OfEnvironment {
					return w.environment("sandbox").Setting(d.Key)
				}
				setting, err := w.load().Value(d.Key)
				if err != nil {
					t.Fatal(err)
				}
				return setting
			}
			expect := func(value string, source Source) {
				t.Helper()
				if d.Kind == Command {
					value += " …"
				}
				if diff := cmp.Diff(Setting{Key: d.Key, Value: value, Source: source}, get()); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}

			switch {
			case d.Key == "url":
				expect("https://sandbox.aimsio.com/", Source{Kind: FromBuiltin, Name: "sandbox"})
			case d.Kind != Command:
				expect(d.Default, Source{Kind: FromDefault, Assumed: d.Key == "day_zone"})
			}
			text := ""
			if d.Scope == OfProgram || d.TopLevel {
				text = fmt.Sprintf("%s: %q\n", d.Key, values[0])
				w.write(text)
				expect(values[0], Source{Kind: FromConfiguration, Name: w.path(), Line: 1})
			}
			if d.Scope == OfEnvironment {
				w.write(fmt.Sprintf("%s\nenvironments:\n- name: sandbox\n  %s: %q\n", strings.TrimSpace(text), d.Key, values[1]))
				expect(values[1], Source{Kind: FromConfiguration, Name: w.path(), Line: 4})
			}
			if d.Variable != "" {
				w.variables[d.Variable] = values[2]
				expect(values[2], Source{Kind: FromVariable, Name: d.Variable})
			}
			if d.Own {
				w.variables["AIMSIO_SANDBOX_USERNAME"] = values[3]
				expect(values[3], Source{Kind: FromVariable, Name: "AIMSIO_SANDBOX_USERNAME"})
			}
			if d.Flag != "" {
				w.flags[d.Flag] = values[4]
				expect(values[4], Source{Kind: FromFlag, Name: "--" + d.Flag})
			}
		})
	}
}

func TestEmptyVariableCountsAsNotSet(t *testing.T) {
	w := newWorld(t)
	w.variables["AIMSIO_RATE"] = ""
	if got := w.environment("sandbox").Rate; got != 10 {
		t.Errorf("rate %g, want the default 10", got)
	}
}

func TestVariablesOnlyTightenGuards(t *testing.T) {
	w := configured(t, "environments:\n- {name: safe, url: https://a/, read_only: true, protected: yes}\n- {name: open, url: https://a/}\n")
	w.variables["AIMSIO_READ_ONLY"], w.variables["AIMSIO_PROTECTED"] = "false", "0"
	for _, name := range []string{"safe", "portal"} {
		e := w.environment(name)
		if !e.Protected || e.ReadOnly != (name == "safe") {
			t.Errorf("%s: protected %t, read-only %t", name, e.Protected, e.ReadOnly)
		}
		if len(e.Warnings) == 0 || !strings.Contains(e.Warnings[0], "does not switch") {
			t.Errorf("%s: warnings %q do not tell that a variable had no effect", name, e.Warnings)
		}
	}
	w.variables["AIMSIO_READ_ONLY"], w.variables["AIMSIO_PROTECTED"] = "on", "1"
	if e := w.environment("open"); !e.ReadOnly || !e.Protected || len(e.Warnings) > 0 {
		t.Errorf("variables did not switch the guards on: %+v", e)
	}
}

func TestWrongVariableOrFlag(t *testing.T) {
	tests := map[string]struct{ variable, flag, value, want string }{
		"number":   {variable: "AIMSIO_RATE", value: "fast", want: `AIMSIO_RATE: "fast" is not valid; expected a number from 0.01 to 100000`},
		"guard":    {variable: "AIMSIO_READ_ONLY", value: "ja", want: `AIMSIO_READ_ONLY: "ja" is not valid; expected true or false`},
		"duration": {variable: "AIMSIO_TIMEOUT", value: "60", want: `AIMSIO_TIMEOUT: "60" is not valid; expected a time such as 90s or 2m, from 1ms to 24h0m0s`},
		"choice":   {flag: "output", value: "", want: `--output: "" is not valid; expected one of table, wide, json, ndjson, csv, yaml, markdown, html, xlsx`},
		"zone":     {variable: "AIMSIO_TIME_ZONE", value: "Mars/Base", want: `AIMSIO_TIME_ZONE: "Mars/Base" is not valid; expected local, utc or a zone such as America/Edmonton`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if test.flag != "" {
				w.flags[test.flag] = test.value
			} else {
				w.variables[test.variable] = test.value
			}
			_, err := w.load().Environment("sandbox")
			if err == nil || err.Error() != test.want || !errors.Is(err, ErrInvalid) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}
