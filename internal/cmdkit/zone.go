package cmdkit

import (
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// Zone is the time zone of tables and CSV, and of times that are typed.
func (s *Settings) Zone() (*time.Location, error) { return s.zone("time_zone") }

// DayZone is the zone in which the server's days begin.
func (s *Settings) DayZone() (*time.Location, error) { return s.zone("day_zone") }

// zone is the one that a setting names. An unknown one is an error: Go's own answer would be UTC.
func (s *Settings) zone(key string) (*time.Location, error) {
	setting, err := s.ofEnvironment(key)
	if err != nil {
		return nil, err
	}
	if setting.Value == "local" {
		return s.Local, fail.AsUsage(s.LocalFault)
	}
	return config.Location(setting.Value)
}

// Zones are those of times and of days.
func (s *Settings) Zones() (timetext.Zones, error) {
	zone, err := s.Zone()
	if err != nil {
		return timetext.Zones{}, err
	}
	days, err := s.DayZone()
	return timetext.Zones{Time: zone, Day: days}, err
}

// Minute shows a time in a sentence.
func (s *Settings) Minute(at time.Time) string {
	zone, err := s.Zone()
	if err != nil {
		return at.UTC().Format("2006-01-02 15:04Z")
	}
	return at.In(zone).Format("2006-01-02 15:04")
}

// moment shows a time to a reader who may live in another zone.
func (s *Settings) moment(at time.Time) string {
	zone, err := s.Zone()
	if err != nil {
		zone = time.UTC
	}
	return at.In(zone).Format("2006-01-02 15:04 -07:00")
}

// times says how records with these fields show their times and days: as wanted, the value of --time. Where no
// field is one, an unknown zone is no fault.
func (s *Settings) times(wanted string, fields []api.Field) (output.Times, error) {
	zones, err := s.Zones()
	if strings.EqualFold(wanted, "local") && err == nil {
		err = fail.AsUsage(s.LocalFault)
	}
	if err != nil && hasTimes(fields) {
		return output.Times{}, err
	}
	times, err := output.ParseTimes(wanted, zones)
	return times, fail.AsUsage(err)
}

func hasTimes(fields []api.Field) bool {
	return slices.ContainsFunc(fields, func(f api.Field) bool {
		return f.Type.Epoch() || f.Items.Epoch() || hasTimes(f.Fields)
	})
}
