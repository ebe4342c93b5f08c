package data

import (
	"math"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// The number of records of each entity follows from the number of jobs and from how the
// description ties entities together:
//
//	the hub: what collects the records of another entity   as many as Jobs
//	what the hub collects                                  2½ to a hub record
//	what refers to the hub, directly or not                as many as Jobs
//	all others (master data)                               8·√Jobs, at least 12
//
// In the built-in description the hub is the job order. A description in which nothing collects
// anything has as many records of every entity as Jobs.
const (
	masterFactor = 8
	masterLeast  = 12
)

func sizes(c *api.Catalog, jobs int) map[string]int {
	hub := hubOf(c)
	result := map[string]int{}
	for _, e := range c.Entities {
		switch {
		case hub == nil || e == hub:
			result[e.Resource] = jobs
		case collects(hub, e.Resource):
			result[e.Resource] = (5*jobs + 1) / 2
		case leadsTo(c, e, hub.Resource, map[string]bool{}):
			result[e.Resource] = jobs
		default:
			result[e.Resource] = max(masterLeast, int(masterFactor*math.Sqrt(float64(jobs))))
		}
	}
	return result
}

func hubOf(c *api.Catalog) *api.Entity {
	for _, e := range c.Entities {
		if collects(e, "") {
			return e
		}
	}
	return nil
}

// collects tells whether an entity collects a resource, or with "" any.
func collects(e *api.Entity, resource string) bool {
	for _, f := range e.Fields {
		if f.Collects != "" && (resource == "" || f.Collects == resource) {
			return true
		}
	}
	return false
}

// leadsTo tells whether references lead from an entity to a resource.
func leadsTo(c *api.Catalog, e *api.Entity, resource string, seen map[string]bool) bool {
	if seen[e.Resource] {
		return false
	}
	seen[e.Resource] = true
	for _, f := range e.Fields {
		if f.RefersTo == nil {
			continue
		}
		if f.RefersTo.Resource == resource {
			return true
		}
		if next := entityOf(c, f.RefersTo.Resource); next != nil && leadsTo(c, next, resource, seen) {
			return true
		}
	}
	return false
}

func entityOf(c *api.Catalog, resource string) *api.Entity {
	for _, e := range c.Entities {
		if e.Resource == resource {
			return e
		}
	}
	return nil
}
