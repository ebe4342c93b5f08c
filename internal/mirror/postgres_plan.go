package mirror

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// planNode is a step of a plan of PostgreSQL.
type planNode struct {
	Schema, Alias string
	Relation      string `json:"Relation Name"`
	Index         string `json:"Index Name"`
	Filter        string
	IndexCond     string `json:"Index Cond"`
	RecheckCond   string `json:"Recheck Cond"`
	Plans         []planNode
}

// readsOfPlan tells from a plan which entities are read. The views are not in it any more, but what they
// ask of the table behind them is.
func (s *Store) readsOfPlan(plan []byte, schema string) (Reads, error) {
	var explained []struct{ Plan planNode }
	if err := json.Unmarshal(plan, &explained); err != nil {
		return Reads{}, err
	}
	p := &planReader{schema: schema, indexes: map[string]string{}}
	for _, index := range s.keyIndexes() {
		p.indexes[index.name] = index.entity
	}
	for _, one := range explained {
		p.node(one.Plan)
	}
	var r Reads
	for _, entity := range s.options.Catalog.Entities {
		if slices.Contains(p.entities, entity.Name) {
			r.Entities = append(r.Entities, entity.Name)
		}
	}
	r.All = p.all
	return r, nil
}

// planReader is what was found in a plan.
type planReader struct {
	schema string
	// indexes are those that hold one entity alone.
	indexes  map[string]string
	entities []string
	all      bool
}

func (p *planReader) node(n planNode) {
	if n.Schema == p.schema && holdsRecords(n.Relation) {
		found := p.entitiesOf(n)
		p.entities = append(p.entities, found...)
		p.all = p.all || len(found) == 0
	}
	for _, below := range n.Plans {
		p.node(below)
	}
}

// entitiesOf gives the entities that a step asks a table for, none where it may read any.
func (p *planReader) entitiesOf(n planNode) []string {
	equals := regexp.MustCompile(`\bentity = '((?:[^']|'')*)'::text`)
	for _, condition := range []string{n.Filter, n.IndexCond, n.RecheckCond} {
		if strings.Contains(condition, " OR ") {
			continue // which may let others pass
		}
		if named := equals.FindStringSubmatch(condition); named != nil {
			return []string{strings.ReplaceAll(named[1], "''", "'")}
		}
	}
	var found []string
	if entity, ok := p.indexes[n.Index]; ok {
		return []string{entity}
	}
	for _, below := range n.Plans {
		// The index of a bitmap stands below; what else does is no part of this step.
		if entity, ok := p.indexes[below.Index]; ok && below.Relation == "" {
			found = append(found, entity)
		}
	}
	return found
}
