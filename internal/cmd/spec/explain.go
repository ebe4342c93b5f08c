package spec

import (
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// explanation tells of everything that is known of an entity from what in the description it came, and which calls near
// its own are left out.
func (c *candidate) explanation(word string) ([]specRow, error) {
	e, ok := c.catalog.Entity(word)
	if !ok {
		names := make([]string, 0, len(c.catalog.Entities))
		for _, each := range c.catalog.Entities {
			names = append(names, each.Name)
		}
		return nil, cmdkit.UsageHint(cmdkit.Nearest(word, names), "--explain: the description makes no entity %q", word)
	}
	var rows []specRow
	for _, note := range c.notes {
		if note.Entity == e.Name {
			rows = append(rows, noteRow(note))
		}
	}
	for _, other := range c.catalog.Others {
		if near(e, other.Path) {
			rows = append(rows, otherRow(other))
		}
	}
	return rows, nil
}

// near tells whether a path is one of an entity's, or goes on behind one.
func near(e *api.Entity, path string) bool {
	for _, o := range e.Operations {
		own := strings.ToLower(o.Path)
		if strings.EqualFold(path, own) || strings.HasPrefix(strings.ToLower(path), strings.TrimSuffix(own, "/")+"/") {
			return true
		}
	}
	return false
}

func noteRow(note api.Note) specRow {
	kind := "inferred"
	switch {
	case note.Warning:
		kind = "warning"
	case note.Explains:
		kind = "described"
	}
	return specRow{Kind: kind, Entity: note.Entity, What: note.What, New: note.Value, From: note.From}
}

func otherRow(other api.Other) specRow {
	return specRow{Kind: "other", What: other.Method + " " + other.Path, New: other.Summary, From: "only by \"aimsio api\": " + other.Why}
}
