package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/text"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// What is looked at to tell in which zone the server's days begin: so many records of an entity, one of each
// where there are many entities, and of no more than dayCalls in all.
const (
	recordsEach = 2
	dayCalls    = 12
)

// dayRecords finds records with days in the answers of other checks, and reads them.
type dayRecords struct {
	// machine is the zone of this machine, which the account may keep its days in.
	machine *time.Location
	dated   []datedEntity
}

// datedEntity is an entity some of whose fields are days, with the first records of its list.
type datedEntity struct {
	entity *api.Entity
	ids    []string
}

// keep remembers the first records of a list of whose fields some are days.
func (d *dayRecords) keep(entity *api.Entity, request client.Request, answer *client.Response) {
	if request.Expect != client.JSONArray || !hasDays(entity.Fields) || len(d.dated) == dayCalls {
		return
	}
	if _, ok := entity.Operation(api.Get); !ok {
		return
	}
	var ids []string
	for entry, err := range record.Array(answer.Body.Reader(), record.Limits{}) {
		if err != nil || len(ids) == recordsEach {
			break // only the beginning was read
		}
		if id, err := service.ID(entity, entry); err == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		d.dated = append(d.dated, datedEntity{entity, ids})
	}
}

func hasDays(fields []api.Field) bool {
	for i := range fields {
		if fields[i].Type == api.Day {
			return true
		}
	}
	return false
}

// check looks at some records, and tells whether their days begin in day_zone, as the program takes it, and
// which of the records are none.
func (d *dayRecords) check(c *caller, dayZone timeZone) check {
	return check{"days", needs(checkAuthentication), func(ctx context.Context) []finding {
		zone, err := dayZone()
		if err != nil {
			return []finding{failed(err, "")}
		}
		seen := d.read(ctx, service.New(c.client, 1))
		if len(seen.times) == 0 && len(seen.wrong) > 0 {
			return seen.wrong
		}
		return append([]finding{d.judge(seen, zone, c.target)}, seen.wrong...)
	}}
}

func (d *dayRecords) judge(seen daysSeen, zone *time.Location, t *target) finding {
	begin := timetext.CountDays(seen.times, zone)
	name := t.Setting("day_zone").Value
	words := fmt.Sprintf("%s of %s", text.Counted(len(seen.times), "day"), text.Counted(seen.records, "record"))
	switch {
	case len(seen.times) == 0 && seen.missing > 0:
		return skipped("none of %s that lists name was found", text.Counted(seen.missing, "record"))
	case len(seen.times) == 0:
		return skipped("no record with a day was found")
	case begin == len(seen.times):
		return passed("%s: all fall on midnight in day_zone, %s", words, name)
	}
	words = fmt.Sprintf("%s: %d fall on midnight in day_zone, %s", words, begin, name)
	fits, ok := timetext.FittingZone(seen.times, t.TimeZone.String(), d.machine.String())
	if !ok {
		return warning("the others are shown as times; if they are meant as days, ask Aimsio's support in which zone the account keeps them",
			"%s; in none of the zones that were tried all do", words)
	}
	return warning(fmt.Sprintf("set day_zone to %s: `aimsio env add %s --set day_zone=%[1]s`, or AIMSIO_DAY_ZONE", fits, t.Name),
		"%s; all do in %s", words, fits)
}

// daysSeen are the days of some records, how many records have them, and how many were not found.
type daysSeen struct {
	times            []time.Time
	records, missing int
	// wrong tells of what was no record, and of days that cannot be read, odd the fields of these.
	wrong []finding
	odd   []string
}

// read reads the records that were kept. A server in trouble is not helped by more calls: the first
// failure ends the reading of an entity, and several that of all.
func (d *dayRecords) read(ctx context.Context, from *service.Service) (seen daysSeen) {
	each, failures := recordsEach, 0
	if len(d.dated)*recordsEach > dayCalls {
		each = 1
	}
	for _, dated := range d.dated {
		for _, id := range dated.ids[:min(each, len(dated.ids))] {
			r, err := from.Get(ctx, dated.entity, id)
			if called, ok := errors.AsType[*client.Error](err); ok && called.Kind == client.NotFound {
				seen.missing++ // deleted since, or hidden from this user
				continue
			}
			if err != nil {
				seen.wrong = append(seen.wrong, failed(fmt.Errorf("%s %s: %w", dated.entity.Title, id, err), ""))
				failures++
				break
			}
			seen.look(dated.entity, id, r)
		}
		if failures == enoughReads {
			break
		}
	}
	return seen
}

// look takes the days of a record.
func (s *daysSeen) look(entity *api.Entity, id string, r record.Record) {
	before := len(s.times)
	for name, value := range r.Fields() {
		field, known := api.Find(entity.Fields, name)
		if !known || field.Type != api.Day || record.Text(value) == "" || value.Kind() == jsontext.KindNull {
			continue
		}
		if at, ok := timetext.FromMillis(value); ok {
			s.times = append(s.times, at)
			continue
		}
		if slices.Contains(s.odd, name) {
			continue
		}
		s.odd = append(s.odd, name)
		s.wrong = append(s.wrong, warning("it is shown as it is, and filters on days may leave the record out; ask Aimsio's support what it stands for",
			"%s of %s %s is %s, and no day in epoch milliseconds", name, entity.Title, id, record.Shown(value)))
	}
	if len(s.times) > before {
		s.records++
	}
}
