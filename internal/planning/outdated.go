package planning

import (
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// outdated says of a record that it changed on the server after the source was made, where that says of which
// time its record is; else it is empty.
func outdated(setup outdatedBy, one match) string {
	at, says := statedAt(setup, one.item.Record)
	if !says {
		return ""
	}
	now, known := service.ChangedAt(setup.entity, *one.own)
	if !known {
		now = one.changed
	}
	for _, unit := range []time.Duration{time.Second, time.Minute} { // programs that edit sheets leave out what is less
		if at.Equal(at.Truncate(unit)) {
			now = now.Truncate(unit)
		}
	}
	if !now.After(at) {
		return ""
	}
	return fmt.Sprintf("it changed on the server at %s, after the state that the input is of (%s)", setup.minute(now), setup.minute(at))
}

// outdatedBy is what the time of a record is read and told by.
type outdatedBy struct {
	entity *api.Entity
	zones  timetext.Zones
	minute func(time.Time) string
}

// statedAt gives the time of which a record of the source is, in any form that people write one in.
func statedAt(setup outdatedBy, r record.Record) (time.Time, bool) {
	if at, says := service.ChangedAt(setup.entity, r); says {
		return at, true
	}
	_, text := statedTime(setup.entity, r)
	at, err := setup.zones.Read(text, false)
	return at, err == nil && text != ""
}

// statedTime gives the field that says of which time a record is, and what it says; both are empty for none.
func statedTime(entity *api.Entity, r record.Record) (field, text string) {
	for _, name := range []string{"updatedAt", entity.UpdatedAt} {
		if value, has := r.Get(record.Path{name}); has && name != "" && record.Text(value) != "" {
			return name, record.Text(value)
		}
	}
	return "", ""
}

// unreadableTime says of a record that nobody can tell of which time it is, although it says so: what was changed on
// the server since would be overwritten.
func unreadableTime(setup outdatedBy, r record.Record) *check.Fault {
	field, text := statedTime(setup.entity, r)
	if _, readable := statedAt(setup, r); text == "" || readable {
		return nil
	}
	return &check.Fault{
		Path: field, Value: text,
		Expected: "the time of the record, as an export has it, so that a later change is seen; leave the column out if it does not matter",
	}
}
