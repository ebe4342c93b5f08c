package cmdkit_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestPrecedence: flag, variable, configuration, default, in this order.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flag, variable, file, want string
	}{
		"the flag":          {"never", "always", "auto", "never"},
		"the variable":      {"", "always", "never", "always"},
		"the configuration": {"", "", "never", "never"},
		"the default":       {"", "", "", "auto"},
		"in capitals":       {"NEVER", "", "", "never"},
	} {
		m := newMachine(t)
		if test.variable != "" {
			m.variables["AIMSIO_COLOR"] = test.variable
		}
		if test.file != "" {
			m.configure("color: " + test.file + "\n")
		}
		run := m.run()
		run.Flags.Color = test.flag
		if got := run.Setting("color"); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	run := newMachine(t).run()
	if got := run.Setting("no such setting"); got != "" {
		t.Errorf("%q", got)
	}
}

// TestEnvironmentOfARun: --env counts before the variable, that before the configuration, and nothing is a default.
func TestEnvironmentOfARun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ flag, variable, file, want, says string }{
		"the flag":          {"portal", "demo", "mock", "portal", ""},
		"the variable":      {"", "demo", "mock", "demo", ""},
		"the configuration": {"", "", "mock", "mock", ""},
		"none":              {"", "", "", "", "no environment chosen: give --env NAME, set AIMSIO_ENV, or run `aimsio env use NAME`; there are sandbox, portal, mock, demo"},
		"unknown":           {"demmo", "", "", "", `--env: there is no environment "demmo" (did you mean demo?)`},
	} {
		m := newMachine(t).without("AIMSIO_ENV", "AIMSIO_URL")
		if test.variable != "" {
			m.variables["AIMSIO_ENV"] = test.variable
		}
		if test.file != "" {
			m.configure("env: " + test.file + "\n")
		}
		run := m.run()
		run.Flags.Env = test.flag
		chosen, err := run.Environment()
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
			if got := run.EnvironmentName(); got != "the environment" {
				t.Errorf("%s: a sentence speaks of %q", name, got)
			}
			continue
		}
		if err != nil || chosen.Name != test.want || run.EnvironmentName() != test.want {
			t.Errorf("%s: %v, %v, want %q", name, chosen, err, test.want)
		}
		if again, err := run.Environment(); err != nil || again != chosen {
			t.Errorf("%s: it is chosen twice, %v", name, err)
		}
	}
}

// TestBrokenConfiguration: its file is refused to those who work with it, not to those who help to mend it.
func TestBrokenConfiguration(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure("color: never\nenvironments: [{name: x, url: nowhere}]\n")
	run := m.run()
	if _, err := run.Load(); err != nil {
		t.Error(err)
	}
	_, err := run.ValidConfig()
	refused(t, err, fail.Usage, "config.yaml:2: ")
	_, err = run.Environment()
	refused(t, err, fail.Usage, "config.yaml:2: ")
	if run.Setting("color") != "never" {
		t.Errorf("what can be read of it does not count: %q", run.Setting("color"))
	}
	// Where nothing can be read, what the command line says holds.
	run.Load = func() (*config.Config, error) { return nil, errors.New("no home") }
	run.Flags.Color = "always"
	if got := run.Setting("color"); got != "always" {
		t.Errorf("%q", got)
	}
	if _, err := run.ValidConfig(); err == nil || err.Error() != "no home" {
		t.Error(err)
	}
	if _, err := run.StateDir(); err == nil || err.Error() != "no home" {
		t.Error(err)
	}
}

// TestWarnings: what is odd about the configuration is told once, and not with --quiet.
func TestWarnings(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.configure("colour: never\n")
	run := m.run()
	for range 2 {
		if _, err := run.Load(); err != nil {
			t.Fatal(err)
		}
	}
	if said := run.Said.String(); strings.Count(said, "warning: ") != 1 || !strings.Contains(said, "colour") {
		t.Errorf("%q", said)
	}
	for name, quiet := range map[string]func(*machine) []string{
		"the variable":      func(*machine) []string { return []string{"AIMSIO_QUIET=1"} },
		"the configuration": func(m *machine) []string { m.configure("quiet: yes\ncolour: never\n"); return nil },
	} {
		run := m.run(quiet(m)...)
		if _, err := run.Load(); err != nil || !run.Quiet || run.Said.Len() > 0 {
			t.Errorf("%s: %v, quiet %v, said %q", name, err, run.Quiet, run.Said)
		}
	}
}

// zoneName is that of a zone, or how it is refused.
func zoneName(zone *time.Location, err error) string {
	if err != nil {
		return "refused: " + err.Error()
	}
	return zone.String()
}

// TestZones: times stand in the zone that is set, for the environment or for all of them, else in the machine's;
// days begin where it is set, else in UTC.
func TestZones(t *testing.T) {
	t.Parallel()
	const own = "time_zone: Asia/Tokyo\nday_zone: Asia/Tokyo\nenvironments:\n- {name: here, url: \"https://here.invalid\", time_zone: America/Edmonton, day_zone: America/Edmonton}\n"
	for name, test := range map[string]struct {
		file, environment string
		further           []string
		time, day         string
	}{
		"nothing set":                 {"", "sandbox", nil, "Local", "UTC"},
		"of the environment":          {own, "here", nil, "America/Edmonton", "America/Edmonton"},
		"for all":                     {own, "sandbox", nil, "Asia/Tokyo", "Asia/Tokyo"},
		"for all, none chosen":        {own, "", nil, "Asia/Tokyo", "Asia/Tokyo"},
		"for all, an unknown one":     {own, "there", nil, "Asia/Tokyo", "Asia/Tokyo"},
		"by a variable":               {own, "here", []string{"AIMSIO_TIME_ZONE=utc", "AIMSIO_DAY_ZONE=Europe/Oslo"}, "UTC", "Europe/Oslo"},
		"by a variable, none chosen":  {"", "", []string{"AIMSIO_TIME_ZONE=Europe/Oslo", "AIMSIO_DAY_ZONE=local"}, "Europe/Oslo", "Local"},
		"nothing set, none chosen":    {"", "", nil, "Local", "UTC"},
		"the machine's, for days":     {"day_zone: local\n", "sandbox", nil, "Local", "Local"},
		"unknown":                     {"", "sandbox", []string{"AIMSIO_TIME_ZONE=Mars", "AIMSIO_DAY_ZONE=Venus"}, `refused: AIMSIO_TIME_ZONE: "Mars" is not valid`, `refused: AIMSIO_DAY_ZONE: "Venus" is not valid`},
		"unknown, none chosen":        {"", "", []string{"AIMSIO_TIME_ZONE=Mars"}, `refused: AIMSIO_TIME_ZONE: "Mars" is not valid`, "UTC"},
		"unknown, another fault too":  {"", "sandbox", []string{"AIMSIO_OUTPUT=xml", "AIMSIO_TIME_ZONE=Mars"}, `refused: AIMSIO_TIME_ZONE: "Mars" is not valid`, "UTC"},
		"another fault alone":         {"", "sandbox", []string{"AIMSIO_RATE=fast"}, "Local", "UTC"},
		"unknown in a broken file":    {"time_zone: Mars\n", "sandbox", nil, `time_zone: "Mars" is not valid`, "UTC"},
		"another one's, broken there": {"environments:\n- {name: x, time_zone: Mars}\n", "sandbox", nil, `time_zone: "Mars" is not valid`, "UTC"},
	} {
		m := newMachine(t).without("AIMSIO_ENV", "AIMSIO_URL")
		if test.file != "" {
			m.configure(test.file)
		}
		if test.environment != "" {
			m.variables["AIMSIO_ENV"] = test.environment
		}
		run := m.run(test.further...)
		run.Local = time.FixedZone("Local", 3600)
		times, days := zoneName(run.Zone()), zoneName(run.DayZone())
		if !strings.Contains(times, test.time) || !strings.HasPrefix(days, test.day) {
			t.Errorf("%s: times in %s, want %s; days in %s, want %s", name, times, test.time, days, test.day)
		}
		zones, err := run.Zones()
		if whole := !strings.Contains(test.time+test.day, "valid"); whole != (err == nil) || whole && (zones.Time.String() != test.time || zones.Day.String() != test.day) {
			t.Errorf("%s: %v, %v", name, zones, err)
		}
	}
}

// TestMachineWithoutZone: where TZ is no zone, Go takes UTC in silence; who needs the machine's zone is told.
func TestMachineWithoutZone(t *testing.T) {
	t.Parallel()
	fault := errors.New(`TZ: "Mars" is not a time zone`)
	run := newMachine(t).run()
	run.LocalFault = fault
	_, err := run.Zone()
	refused(t, err, fail.Usage, fault.Error())
	if zone, err := run.DayZone(); err != nil || zone != time.UTC {
		t.Errorf("%v, %v", zone, err)
	}
	if got := run.Minute(time.UnixMilli(1767225600000)); got != "2026-01-01 00:00Z" {
		t.Errorf("in a sentence: %q", got)
	}
	run = newMachine(t).run("AIMSIO_TIME_ZONE=Asia/Tokyo", "AIMSIO_DAY_ZONE=local")
	run.LocalFault = fault
	if got := run.Minute(time.UnixMilli(1767225600000)); got != "2026-01-01 09:00" {
		t.Errorf("in a sentence: %q", got)
	}
	_, err = run.DayZone()
	refused(t, err, fail.Usage, fault.Error())
	// --time local asks for the machine's zone whatever is set.
	run = newMachine(t).run("AIMSIO_TIME_ZONE=Asia/Tokyo")
	run.LocalFault = fault
	layout := cmdkit.RowsWith(cmdkit.Timed(cmdkit.RowFields(row{}), "since"))
	_, err = run.Printer(outputFlags(t, "--time", "Local"), layout)
	refused(t, err, fail.Usage, fault.Error())
	if _, err := run.Printer(outputFlags(t, "--time", "utc"), layout); err != nil {
		t.Error(err)
	}
}

// TestWindow: times as people write them, in the zone of the run; ages before now.
func TestWindow(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	utc := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for name, test := range map[string]struct {
		since, until string
		from, to     time.Time
		says         string
	}{
		"neither":               {},
		"a time":                {since: "2026-11-01T08:00:00Z", from: utc("2026-11-01T08:00:00Z")},
		"a time with a zone":    {until: "2026-11-01T08:00:00-07:00", to: utc("2026-11-01T15:00:00Z")},
		"days":                  {since: "2026-11-01", until: "20261102", from: utc("2026-11-01T06:00:00Z"), to: utc("2026-11-02T07:00:00Z")},
		"an age":                {since: "90m", from: utc("2026-11-27T10:30:00Z")},
		"days of age":           {since: "7d", until: "24h", from: utc("2026-11-20T12:00:00Z"), to: utc("2026-11-26T12:00:00Z")},
		"milliseconds":          {since: "1767225600000", from: utc("2026-01-01T00:00:00Z")},
		"the wrong way round":   {since: "2026-11-02", until: "2026-11-01", says: "--since 2026-11-02 is not before --until 2026-11-01: nothing can lie between"},
		"nothing between":       {since: "2026-11-02", until: "20261102", says: "nothing can lie between"},
		"ages the wrong way":    {since: "1d", until: "7d", says: "--since 1d is not before --until 7d"},
		"no time":               {since: "yesterday", says: "--since: "},
		"no time at the end":    {since: "1d", until: "soon", says: "--until: "},
		"a day that is none":    {since: "2026-02-30", says: "--since: "},
		"what can be two times": {since: "01/02/2026", says: "--since: "},
	} {
		run := newMachine(t).run("AIMSIO_TIME_ZONE=America/Edmonton")
		run.Now = func() time.Time { return now }
		got, err := run.ParseWindow(test.since, test.until)
		if test.says != "" {
			refused(t, err, fail.Usage, test.says)
			continue
		}
		if err != nil || !got.Since.Equal(test.from) || !got.Until.Equal(test.to) || got.Open() != (test.since == "" && test.until == "") {
			t.Errorf("%s: %v to %v, %v", name, got.Since, got.Until, err)
		}
	}
	run := newMachine(t).run("AIMSIO_TIME_ZONE=Mars")
	_, err := run.ParseWindow("2026-11-01", "")
	refused(t, err, fail.Usage, "Mars")
	if _, err := run.ParseWindow("", ""); err != nil {
		t.Errorf("without bounds no zone is needed: %v", err)
	}
}

// TestWindowHolds: the beginning belongs to the span, the end does not, and what is not dated stays in.
func TestWindowHolds(t *testing.T) {
	t.Parallel()
	employees := entity(t, "employees")
	at := time.UnixMilli
	for name, test := range map[string]struct {
		window      cmdkit.Window
		entry       string
		held, dated bool
	}{
		"no bounds":          {cmdkit.Window{}, `{"updatedAt":1000}`, true, true},
		"at the beginning":   {cmdkit.Window{Since: at(1000)}, `{"updatedAt":1000}`, true, true},
		"before it":          {cmdkit.Window{Since: at(1001)}, `{"updatedAt":1000}`, false, true},
		"at the end":         {cmdkit.Window{Until: at(1000)}, `{"updatedAt":1000}`, false, true},
		"before the end":     {cmdkit.Window{Until: at(1001)}, `{"updatedAt":1000}`, true, true},
		"within":             {cmdkit.Window{Since: at(500), Until: at(1500)}, `{"updatedAt":1000}`, true, true},
		"after":              {cmdkit.Window{Since: at(500), Until: at(900)}, `{"updatedAt":1000}`, false, true},
		"not dated":          {cmdkit.Window{Since: at(500), Until: at(900)}, `{"guid":"e1"}`, true, false},
		"dated with no time": {cmdkit.Window{Since: at(500)}, `{"updatedAt":null}`, true, false},
	} {
		held, dated := test.window.Holds(employees, made(t, test.entry))
		if held != test.held || dated != test.dated {
			t.Errorf("%s: held %v, dated %v", name, held, dated)
		}
	}
}
