package entity

import (
	"strings"
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/check"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// TestTemplate: a template is one record with every field that a write may carry, as JSON where nothing else is said.
func TestTemplate(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	got := b.with("", "", NewTemplateCommand)
	ok(t, got.err)
	r := object(t, strings.TrimSpace(got.printed))
	for _, field := range b.entity.Fields {
		if _, has := r.Get(record.Path{field.Name}); has == (field.ReadOnly || field.Name == b.entity.GUID) {
			t.Errorf("%s is there: %v", field.Name, has)
		}
	}
	got = b.with("", "csv", NewTemplateCommand, "--excel")
	if lines := strings.Split(strings.TrimSpace(got.printed), "\n"); got.err != nil || len(lines) != 2 || !strings.HasPrefix(lines[0], "\ufeff") {
		t.Errorf("%v, CSV is %q", got.err, got.printed)
	}
	if calls := b.Calls(); len(calls) != 0 {
		t.Errorf("calls %q", calls)
	}
}

// TestTemplatesCanBeWritten: what a template gives passes the checks before a write, for every entity.
func TestTemplatesCanBeWritten(t *testing.T) {
	t.Parallel()
	b := start(t, 0)
	for _, entity := range api.Builtin().Entities {
		verb := writingVerb(entity)
		operation, writes := entity.Operation(verb)
		if !writes {
			continue
		}
		b.entity = entity
		got := b.with("", "", NewTemplateCommand)
		ok(t, got.err)
		for _, fault := range check.New(entity, operation).Check(object(t, strings.TrimSpace(got.printed)).Raw()) {
			t.Errorf("%s: %+v", entity.Name, fault)
		}
	}
}

// TestWritingVerb: a template is what the call takes that takes most.
func TestWritingVerb(t *testing.T) {
	t.Parallel()
	of := func(verbs ...api.Verb) *api.Entity {
		entity := &api.Entity{}
		for _, verb := range verbs {
			entity.Operations = append(entity.Operations, api.Operation{Verb: verb})
		}
		return entity
	}
	for want, entity := range map[api.Verb]*api.Entity{
		api.Create:       of(api.List, api.Update, api.UpdateStatus, api.Create),
		api.UpdateStatus: of(api.Get, api.Update, api.UpdateStatus),
		api.Update:       of(api.Update),
	} {
		if got := writingVerb(entity); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestDaysOfATemplate: the days of an example are days of the zone in which the server's days begin, and nothing else of it
// changes.
func TestDaysOfATemplate(t *testing.T) {
	t.Parallel()
	edmonton, err := time.LoadLocation("America/Edmonton")
	ok(t, err)
	entity := &api.Entity{Fields: []api.Field{
		{Name: "day", Type: api.Day}, {Name: "at", Type: api.Time}, {Name: "n", Type: api.Integer},
		{Name: "rows", Type: api.Array, Fields: []api.Field{{Name: "day", Type: api.Day}}},
		{Name: "in", Type: api.Object, Fields: []api.Field{{Name: "day", Type: api.Day}}},
	}}
	const text = `{"day":1767225600000,"at":1767225600000,"n":1767225600000,"in":{"day":1782864000000},"other":1.50,"none":null}`
	moved, err := withDaysIn(edmonton, entity, object(t, text))
	ok(t, err)
	// 2026-01-01 begins seven hours after UTC there, and 2026-07-01 six.
	const want = `{"day":1767250800000,"at":1767225600000,"n":1767225600000,"in":{"day":1782885600000},"other":1.50,"none":null}`
	if string(moved.Raw()) != want {
		t.Errorf("%s\nwant %s", moved.Raw(), want)
	}
	same, err := withDaysIn(time.UTC, entity, object(t, text))
	ok(t, err)
	if string(same.Raw()) != text {
		t.Errorf("in UTC it becomes %s", same.Raw())
	}
}
