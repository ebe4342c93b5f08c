package config

import (
	"strings"
	"testing"
	"time"
)

func TestCheckChoice(t *testing.T) {
	for flag, value := range map[string]string{"color": "NEVER", "output": "csv", "env": "anything", "max-wait": "x", "columns": "zzz"} {
		if err := CheckChoice(flag, value); err != nil {
			t.Errorf("--%s %s: %v", flag, value, err)
		}
	}
	err := CheckChoice("color", "green")
	if err == nil || err.Error() != `--color: "green" is not valid; expected one of auto, always, never` {
		t.Errorf("--color green: %v", err)
	}
}

func TestCheckValues(t *testing.T) {
	number := Definition{Kind: Number, Min: 0.01, Max: 1000}
	tests := []struct {
		definition Definition
		value      string
		want       string // "" for refused
	}{
		{Definition{Kind: Switch}, "YES", "true"},
		{Definition{Kind: Switch}, "off", "false"},
		{Definition{Kind: Switch}, "2", ""},
		{number, "2.5", "2.5"},
		{number, "0", ""},
		{number, "-1", ""},
		{number, "NaN", ""},
		{number, "Inf", ""},
		{number, "1001", ""},
		{Definition{Kind: Whole, Min: 1, Max: 10}, "010", "10"},
		{Definition{Kind: Whole, Min: 1, Max: 10}, "1.5", ""},
		{Definition{Kind: Duration, Min: 1, Max: 60}, "1m", "1m"},
		{Definition{Kind: Duration, Min: 1, Max: 60}, "61s", ""},
		{Definition{Kind: Duration, Min: 1, Max: 60}, "10", ""},
		{Definition{Kind: Choice, Choices: []string{"json"}}, "JSON", "json"},
		{Definition{Kind: Choice, Choices: []string{"json"}}, "xml", ""},
		{Definition{Kind: Zone}, "UTC", "utc"},
		{Definition{Kind: Zone}, "Local", "local"},
		{Definition{Kind: Zone}, "epoch", ""},
		{Definition{Kind: Zone, Choices: []string{"epoch"}}, "Epoch", "epoch"},
		{Definition{Kind: Zone}, "../../etc/passwd", ""},
		{Definition{Kind: User}, "a:b", ""},
		{Definition{Kind: User}, "api@example.com", "api@example.com"},
		{Definition{Kind: Text}, "a\x1b[2J", ""},
		{Definition{Kind: Command}, "pass show\\\n x", "pass show\\\n x"},
	}
	for _, test := range tests {
		got, err := test.definition.Check(test.value)
		if got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%s %q: got %q, %v; want %q", test.definition.Kind, test.value, got, err, test.want)
		}
	}
}

func TestEnvironmentValuesHaveTypes(t *testing.T) {
	w := configured(t, `
time_zone: America/Edmonton
environments:
- name: acme
  url: HTTPS://Aimsio.Example:443/base
  rate: 25.5
  parallel: 3
  connect_timeout: 500ms
  timeout: 1m30s
  max_wait: 5m
  ca_file: acme.pem
`)
	e := w.environment("acme")
	if e.URL.String() != "https://aimsio.example/base/" || e.Origin() != "https://aimsio.example" {
		t.Errorf("url %s, origin %s", e.URL, e.Origin())
	}
	if e.Rate != 25.5 || e.Parallel != 3 {
		t.Errorf("rate %g, parallel %d", e.Rate, e.Parallel)
	}
	if e.ConnectTimeout != 500*time.Millisecond || e.Timeout != 90*time.Second || e.MaxWait != 5*time.Minute {
		t.Errorf("time-outs %s, %s, %s", e.ConnectTimeout, e.Timeout, e.MaxWait)
	}
	if e.TimeZone.String() != "America/Edmonton" {
		t.Errorf("time zone %s", e.TimeZone)
	}
	if want := strings.TrimSuffix(w.path(), "config.yaml") + "acme.pem"; e.CAFile != want {
		t.Errorf("certificates %s, want those beside the configuration, %s", e.CAFile, want)
	}
}
