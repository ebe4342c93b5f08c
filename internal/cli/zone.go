package cli

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/config"
	"github.com/aimsio-cli/aimsio/internal/output"
)

// zone is the time zone of tables and CSV, and of times that are typed: the environment's, if one is
// chosen, else the machine's. Where that zone is unknown it is an error: Go's own answer would be UTC.
func (a *app) zone() (*time.Location, error) {
	environment, err := a.environment()
	if wrong, ok := errors.AsType[*config.ValueError](err); ok && wrong.Key == "time_zone" {
		return nil, err
	}
	if err == nil && environment.Setting("time_zone").Value != "local" {
		return environment.TimeZone, nil
	}
	return a.world.Local, usage(a.world.LocalFault)
}

// minute shows a time in a sentence.
func (a *app) minute(at time.Time) string {
	zone, err := a.zone()
	if err != nil {
		return at.UTC().Format("2006-01-02 15:04Z")
	}
	return at.In(zone).Format("2006-01-02 15:04")
}

// times says how records with these fields show their times: as wanted, the value of --time. Where no
// field is a time, an unknown zone is no fault.
func (a *app) times(wanted string, fields []api.Field) (output.Times, error) {
	zone, err := a.zone()
	if strings.EqualFold(wanted, "local") && err == nil {
		err = usage(a.world.LocalFault)
	}
	if err != nil && hasTimes(fields) {
		return output.Times{}, err
	}
	times, err := output.ParseTimes(wanted, zone)
	return times, usage(err)
}

func hasTimes(fields []api.Field) bool {
	return slices.ContainsFunc(fields, func(f api.Field) bool {
		return f.Type == api.Time || f.Items == api.Time || hasTimes(f.Fields)
	})
}
