package cmdkit

import (
	"strings"
	"testing"
	"time"
)

// TestLocalFault: a TZ that is no zone is told, since Go takes UTC for it in silence and calls that by the same name.
func TestLocalFault(t *testing.T) {
	t.Parallel()
	edmonton, err := time.LoadLocation("America/Edmonton") // which the program brings with it
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		tz    string
		local *time.Location
		fault bool
	}{
		{"", time.UTC, false},
		{"UTC", time.UTC, false},
		{"utc", time.UTC, false},
		{"UTC0", time.UTC, false},
		{":UTC", time.UTC, false},
		{"America/Edmonton", edmonton, false},
		{"America/Edmonton", time.UTC, true},
		{":America/Edmonton", time.UTC, true},
		{"MST7MDT,M3.2.0", time.UTC, true},
		{"Mars/Olympus", time.FixedZone("Local", 3600), false}, // where TZ does not count
	} {
		err := localFault(test.tz, test.local)
		if (err != nil) != test.fault || err != nil && !strings.Contains(err.Error(), strings.TrimPrefix(test.tz, ":")) {
			t.Errorf("TZ=%s with the zone %s: %v", test.tz, test.local, err)
		}
	}
}

// TestMachine: the program runs on this machine, and a build without a version is one of a developer.
func TestMachine(t *testing.T) {
	t.Setenv("AIMSIO_TEST_OF_MACHINE", "set")
	m := Machine("1.2.3")
	if value, set := m.Getenv("AIMSIO_TEST_OF_MACHINE"); value != "set" || !set || m.In == nil || m.Out == nil || m.Err == nil || m.Local != time.Local || time.Since(m.Now()).Abs() > time.Hour {
		t.Errorf("%+v", m)
	}
	if m.VersionName() != "1.2.3" || Machine("").VersionName() == "" {
		t.Errorf("%q and %q", m.VersionName(), Machine("").VersionName())
	}
	if IsTerminal(strings.NewReader("")) || TerminalWidth(strings.NewReader("")) != 0 {
		t.Error("memory is a terminal")
	}
}
