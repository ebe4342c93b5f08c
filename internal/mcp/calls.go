package mcp

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// pageSize says how many rows a page has at most.
type pageSize struct {
	Rows int `json:"rows,omitzero" jsonschema:"rows in one page, 50 unless said otherwise, at most 500"`
}

type entitiesInput struct{}

func (s *Server) entities(ctx context.Context, _ entitiesInput) (*page, error) {
	return s.ask(ctx, request{args: []string{"entities"}, what: "entities"})
}

type fieldsInput struct {
	pageSize

	Entity string `json:"entity" jsonschema:"name of the entity"`
}

func (s *Server) fields(ctx context.Context, in fieldsInput) (*page, error) {
	entity, err := s.entity(in.Entity)
	if err != nil {
		return nil, err
	}
	return s.ask(ctx, request{args: []string{entity.Name, "fields"}, what: "fields", pageSize: in.pageSize})
}

// window are the times between which something was changed.
type window struct {
	Since string `json:"since,omitzero" jsonschema:"changed at or after: RFC 3339, a date, epoch milliseconds, or an age such as 90m, 24h, 7d"`
	Until string `json:"until,omitzero" jsonschema:"changed before, in the same forms"`
}

func (w window) flags() []string {
	return slices.Concat(flag("since", w.Since), flag("until", w.Until))
}

type listInput struct {
	pageSize
	window

	Entity  string   `json:"entity" jsonschema:"name of the entity"`
	Full    bool     `json:"full,omitzero" jsonschema:"give whole records, not index entries"`
	Filter  []string `json:"filter,omitzero" jsonschema:"conditions that must all hold, such as jobStatus=Active; also != ~ (contains) < <= > >="`
	Columns []string `json:"columns,omitzero" jsonschema:"only these fields, as dotted paths"`
	Sort    string   `json:"sort,omitzero" jsonschema:"field to sort by; -field sorts downwards"`
	Limit   int      `json:"limit,omitzero" jsonschema:"at most so many records in all"`
}

func (s *Server) list(ctx context.Context, in listInput) (*page, error) {
	entity, err := s.entity(in.Entity)
	if err != nil {
		return nil, err
	}
	args := slices.Concat([]string{entity.Name, "list"}, in.flags(), flag("sort", in.Sort))
	if in.Full {
		args = append(args, "--full")
	}
	for _, condition := range in.Filter {
		args = append(args, "--filter="+condition)
	}
	if len(in.Columns) > 0 {
		args = append(args, "--columns="+strings.Join(in.Columns, ","))
	}
	if in.Limit != 0 {
		args = append(args, fmt.Sprintf("--limit=%d", in.Limit))
	}
	return s.ask(ctx, request{args: s.withMirror(args), what: entity.Name, pageSize: in.pageSize})
}

type getInput struct {
	pageSize

	Entity string   `json:"entity" jsonschema:"name of the entity"`
	IDs    []string `json:"ids" jsonschema:"GUIDs, or business keys such as a job number where there is a local copy"`
}

func (s *Server) get(ctx context.Context, in getInput) (*page, error) {
	entity, err := s.entity(in.Entity)
	if err != nil {
		return nil, err
	}
	if err := named(in.IDs); err != nil {
		return nil, err
	}
	return s.ask(ctx, request{args: s.withMirror([]string{entity.Name, "get"}), words: in.IDs, what: entity.Name, pageSize: in.pageSize})
}

// named sees that records are named, and that no name stands for those on standard input.
func named(ids []string) error {
	switch {
	case len(ids) == 0:
		return fmt.Errorf("ids is empty: name at least one record")
	case slices.Contains(ids, "-"):
		return fmt.Errorf("ids: %q is no name of a record", "-")
	}
	return nil
}

type sqlInput struct {
	pageSize

	Query string `json:"query" jsonschema:"one SELECT"`
}

func (s *Server) sql(ctx context.Context, in sqlInput) (*page, error) {
	if query := strings.TrimSpace(in.Query); query == "" || query == "-" {
		return nil, fmt.Errorf("query is empty")
	}
	return s.ask(ctx, request{args: s.withMirror([]string{"sql"}), words: []string{in.Query}, what: "rows", pageSize: in.pageSize})
}

type changesInput struct {
	pageSize
	window

	Entities []string `json:"entities,omitzero" jsonschema:"names of entities; all where none is named"`
}

func (s *Server) changes(ctx context.Context, in changesInput) (*page, error) {
	var names []string
	for _, name := range in.Entities {
		entity, err := s.entity(name)
		if err != nil {
			return nil, err
		}
		names = append(names, entity.Name)
	}
	return s.ask(ctx, request{args: append(s.withMirror([]string{"changes"}), in.flags()...), words: names, what: "changes", pageSize: in.pageSize})
}

type diffInput struct {
	pageSize

	Entity  string           `json:"entity" jsonschema:"name of the entity"`
	Records []jsontext.Value `json:"records,omitzero" jsonschema:"records as they shall be: the key or GUID, and the fields that change"`
	IDs     []string         `json:"ids,omitzero" jsonschema:"instead of records: GUIDs or business keys of those that set changes"`
	Set     []string         `json:"set,omitzero" jsonschema:"with ids: field=value for each field that changes"`
}

func (s *Server) diff(ctx context.Context, in diffInput) (*page, error) {
	entity, err := s.entity(in.Entity)
	if err != nil {
		return nil, err
	}
	asked := request{args: s.withMirror([]string{entity.Name, "diff"}), what: "records compared", pageSize: in.pageSize, compares: true}
	switch {
	case len(in.Records) > 0 && len(in.IDs)+len(in.Set) > 0:
		return nil, fmt.Errorf("give either records, or ids and set")
	case len(in.Records) > 0:
		asked.in = slices.Concat([]byte("["), bytes.Join(rawRecords(in.Records), []byte(",")), []byte("]"))
		asked.args = append(asked.args, "--file=-", "--input=json")
	default:
		if err := named(in.IDs); err != nil {
			return nil, err
		}
		for _, set := range in.Set {
			asked.args = append(asked.args, "--set="+set)
		}
		asked.words = in.IDs
	}
	if !s.options.Writes {
		return s.ask(ctx, asked)
	}
	return s.plan(ctx, entity, asked)
}

func rawRecords(records []jsontext.Value) [][]byte {
	var raw [][]byte
	for _, each := range records {
		raw = append(raw, each)
	}
	return raw
}

// entity finds an entity by its name.
func (s *Server) entity(name string) (*api.Entity, error) {
	if entity, known := s.options.Catalog.Entity(name); known {
		return entity, nil
	}
	return nil, fmt.Errorf("there is no entity %q: the tool entities lists them", name)
}

// withMirror adds where the mirror is.
func (s *Server) withMirror(args []string) []string {
	return append(args, flag("mirror", s.options.Mirror)...)
}

// flag gives a flag with its value, nothing for none.
func flag(name, value string) []string {
	if value == "" {
		return nil
	}
	return []string{"--" + name + "=" + value}
}

type nextInput struct {
	Cursor string `json:"cursor" jsonschema:"what the last page gave as its cursor"`
}

// next gives the page at a cursor.
func (s *Server) next(_ context.Context, in nextInput) (*page, error) {
	return s.answers.next(in.Cursor)
}
