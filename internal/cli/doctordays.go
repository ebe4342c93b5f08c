package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/timetext"
)

// What is looked at to tell in which zone the server's days begin.
const (
	dayRecords  = 2 // records of an entity
	dayEntities = 3
)

// keepIDs remembers the first records of a list of whose fields some are days.
func (d *doctor) keepIDs(entity *api.Entity, request client.Request, answer *client.Response) {
	if request.Expect != client.JSONArray || !hasDays(entity.Fields) || len(d.dated) == dayEntities {
		return
	}
	if _, ok := entity.Operation(api.Get); !ok {
		return
	}
	var ids []string
	for stub, err := range record.Array(answer.Body.Reader(), d.app.limits()) {
		if err != nil || len(ids) == dayRecords {
			break // only the beginning was read
		}
		if id, err := service.ID(entity, stub); err == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 {
		d.dated = append(d.dated, datedEntity{entity, ids})
	}
}

// datedEntity is an entity some of whose fields are days, with the first records of its list.
type datedEntity struct {
	entity *api.Entity
	ids    []string
}

func hasDays(fields []api.Field) bool {
	for i := range fields {
		if fields[i].Type == api.Day {
			return true
		}
	}
	return false
}

// days looks at some records, and tells whether their days begin in day_zone, as the program takes it.
func (d *doctor) days(ctx context.Context) []finding {
	zone, err := d.app.dayZone()
	if err != nil {
		return one(failed(err, ""))
	}
	times, records := d.someDays(ctx)
	begin := timetext.CountDays(times, zone)
	name := d.environment.Setting("day_zone").Value
	seen := fmt.Sprintf("%s of %s", counted(len(times), "day"), counted(records, "record"))
	switch {
	case len(times) == 0:
		return one(skipped("no record with a day was found"))
	case begin == len(times):
		return one(fine("%s: all fall on midnight in day_zone, %s", seen, name))
	}
	seen = fmt.Sprintf("%s: %d fall on midnight in day_zone, %s", seen, begin, name)
	fits, ok := timetext.FittingZone(times, d.environment.TimeZone.String(), d.app.world.Local.String())
	if !ok {
		return one(doubtful("the others are shown as times; if they are meant as days, ask Aimsio's support in which zone the account keeps them",
			"%s; in none of the zones that were tried all do", seen))
	}
	return one(doubtful(fmt.Sprintf("set day_zone to %s: `aimsio env add %s --set day_zone=%[1]s`, or AIMSIO_DAY_ZONE", fits, d.environment.Name),
		"%s; all do in %s", seen, fits))
}

// someDays gives the days of some records, and how many records have them.
func (d *doctor) someDays(ctx context.Context) (times []time.Time, records int) {
	reads := service.New(d.client, 1, d.app.limits())
	for _, dated := range d.dated {
		for _, id := range dated.ids {
			r, err := reads.Get(ctx, dated.entity, id)
			if err != nil {
				break // whether they can be read is told elsewhere, and a server in trouble is not helped by more calls
			}
			before := len(times)
			for name, value := range r.Fields() {
				field, known := api.Find(dated.entity.Fields, name)
				if at, ok := timetext.FromMillis(value); ok && known && field.Type == api.Day {
					times = append(times, at)
				}
			}
			if len(times) > before {
				records++
			}
		}
	}
	return times, records
}
