// Package data says what the records of a simulated contractor are: how many there are of each
// entity, and which value each field of each record has until somebody writes it. All of it follows
// from the catalog and a Setup. What was written, and which record a value tells, is not known here;
// what must not come in besides is HTTP, files, and facts about single entities.
package data

import (
	"fmt"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Setup is what the simulated data follow from.
type Setup struct {
	Seed uint64    `json:"seed"`
	Jobs int       `json:"jobs"`
	AsOf time.Time `json:"asOf"`
}

// MaxJobs is the largest number of jobs. An entity that the central one collects then has 2,500,000,000
// records, which 32 bits can tell apart.
const MaxJobs = 1_000_000_000

// Data is the kinds of records of a catalog.
type Data struct {
	Catalog *api.Catalog
	Setup   Setup
	// Kinds has them by their resources.
	Kinds map[string]*Kind
}

// New tells how to make the records of a catalog. It fails where the description contradicts itself.
func New(c *api.Catalog, setup Setup, current Current) (*Data, error) {
	d := &Data{Catalog: c, Setup: setup, Kinds: map[string]*Kind{}}
	size := sizes(c, setup.Jobs)
	for _, e := range c.Entities {
		d.Kinds[e.Resource] = &Kind{
			Entity: e,
			Size:   size[e.Resource],
			key:    Key(setup.Seed, e.Resource),
			byName: map[string]*Member{},
			links:  map[string]*Link{},
		}
	}
	for _, e := range c.Entities {
		if err := (&builder{kinds: d.Kinds, kind: d.Kinds[e.Resource], setup: setup, current: current}).build(); err != nil {
			return nil, fmt.Errorf("simulating %s: %w", e.Resource, err)
		}
	}
	if err := d.checkChains(); err != nil {
		return nil, err
	}
	d.chooseIndexed()
	return d, nil
}

// chooseIndexed finds the fields by which records are looked for: keys, the fields that others
// refer to, and those that say to which record a collected one belongs.
func (d *Data) chooseIndexed() {
	for _, e := range d.Catalog.Entities {
		k := d.Kinds[e.Resource]
		for _, field := range e.Key {
			k.indexBy(field)
		}
		d.indexTargets(e.Fields)
		for _, m := range k.Fields {
			if m.Collects != nil {
				m.Collects.Of.indexBy(m.Collects.By)
			}
		}
	}
}

func (d *Data) indexTargets(fields []api.Field) {
	for _, f := range fields {
		if f.RefersTo != nil {
			d.Kinds[f.RefersTo.Resource].indexBy(f.RefersTo.Field)
		}
		d.indexTargets(f.Fields)
	}
}

// checkChains refuses references that lead round in a circle, which no record could answer.
func (d *Data) checkChains() error {
	for _, e := range d.Catalog.Entities {
		for _, m := range d.Kinds[e.Resource].Fields {
			at, steps := m, 0
			for at.Link != nil {
				at = *at.Link.Target.Member(at.Field.RefersTo.Field)
				if steps++; steps > 20 {
					return fmt.Errorf("simulating %s: the references of %s lead round in a circle", e.Resource, m.Field.Name)
				}
			}
		}
	}
	return nil
}
