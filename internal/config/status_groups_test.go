package config

import (
	"slices"
	"strings"
	"testing"
)

// TestStatusGroups: an environment has sets of statuses by name, and shows each with its line.
func TestStatusGroups(t *testing.T) {
	t.Parallel()
	c := configured(t, `env: acme
environments:
  - name: acme
    url: https://acme.example
    status_groups:
      approved: [Approved by Client/PM, Customer Approved]
      open:
        - ""
        - Submitted, late
      answer: Yes
  - name: plain
    url: https://plain.example
    status_groups:
`).load()
	if c.Err() != nil || len(c.Warnings()) > 0 {
		t.Fatal(c.Err(), c.Warnings())
	}
	environment, err := c.Environment("")
	if err != nil {
		t.Fatal(err)
	}
	open, found := environment.StatusGroups.Named("Open")
	if !found || !slices.Equal(open.Labels, []string{"", "Submitted, late"}) || !slices.Equal(environment.StatusGroups.Names(), []string{"approved", "open", "answer"}) {
		t.Errorf("%+v", environment.StatusGroups)
	}
	var shown []string
	for _, setting := range environment.Settings() {
		if name, ok := strings.CutPrefix(setting.Key, "status_groups."); ok {
			line := setting.Source.String()[strings.LastIndex(setting.Source.String(), ":"):]
			shown = append(shown, name+": "+setting.Value+line)
		}
	}
	want := []string{"approved: Approved by Client/PM, Customer Approved:6", `open: "", "Submitted, late":7`, "answer: Yes:10"}
	if !slices.Equal(shown, want) {
		t.Errorf("shows %q", shown)
	}
	if plain, err := c.Environment("plain"); err != nil || len(plain.StatusGroups) > 0 {
		t.Error(err, plain)
	}
}

// TestStatusGroupsThatAreNone: what is no set of statuses under a plain name is refused, with what is expected.
func TestStatusGroupsThatAreNone(t *testing.T) {
	t.Parallel()
	for groups, says := range map[string]string{
		"[a, b]":             "names with lists of statuses are expected",
		"{approved: []}":     "approved: a list of statuses is expected",
		"{approved: }":       "approved: a list of statuses is expected",
		"{approved: {a: b}}": "approved: a list of statuses is expected",
		"{approved: [~]}":    `a status is expected, "" for the blank one`,
		"{approved: [[a]]}":  "a status is expected",
		`{"@approved": [a]}`: "stands here without its @",
		`{"a, b": [a]}`:      "a plain word for a name",
		`{"": [a]}`:          "a plain word for a name",
		"{a: [x], A: [y]}":   `the group "A" is already there as "a"`,
		"{a: [x], a: [y]}":   "stands here twice",
	} {
		c := configured(t, "environments:\n  - name: acme\n    url: https://acme.example\n    status_groups: "+groups+"\n").load()
		if c.Err() == nil || !strings.Contains(c.Err().Error(), says) || !strings.Contains(c.Err().Error(), ":4: ") {
			t.Errorf("%s: %v", groups, c.Err())
		}
	}
	if c := configured(t, "status_groups: {a: [b]}\n").load(); c.Err() != nil || len(c.Warnings()) != 1 {
		t.Errorf("at the top level: %v, %q", c.Err(), c.Warnings())
	}
}
