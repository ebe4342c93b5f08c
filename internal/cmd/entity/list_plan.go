package entity

import (
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
	"github.com/aimsio-cli/aimsio/internal/fail"
	"github.com/aimsio-cli/aimsio/internal/output"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// listPlan is a list as it will be carried out: every word of the command line understood.
type listPlan struct {
	full    bool
	printer *cmdkit.Printer
	// window and before are decided from the index, after from the whole record.
	window        cmdkit.Window
	before, after []output.Filter
	// rows are the filters that each row has to pass, where rows are made of a list.
	rows []output.Filter
	// sort is the key to sort by, and sortsIndex tells that the index has it.
	sort       string
	sortsIndex bool
	limit      int
	// beyond are fields asked for that only whole records have, although --full is not given.
	beyond []string
}

// planList understands the options of a list. Nothing is called.
func planList(a *cmdkit.Env, entity *api.Entity, options listOptions) (*listPlan, error) {
	if options.limit < 0 {
		return nil, fail.Usagef("--limit %d: at least 1 record, or 0 for all", options.limit)
	}
	plan := &listPlan{full: options.full, sort: options.sort, limit: options.limit}
	names, err := options.output.Chosen()
	if err != nil {
		return nil, err
	}
	filtered, err := planFilters(a, entity, options, plan)
	if err != nil {
		return nil, err
	}
	names = append(names, filtered...)
	if options.explode != "" {
		names = append(names, options.explode)
	}
	if key := strings.TrimPrefix(options.sort, "-"); options.sort != "" {
		if _, err := output.NewSorter(options.sort, api.ListFields(entity)); err != nil {
			return nil, fail.AsUsage(err)
		}
		names = append(names, key)
		plan.sortsIndex = !options.full || api.Indexed(entity, key)
	}
	if err := output.CheckFields(names, api.ListFields(entity)); err != nil {
		return nil, fail.AsUsage(err)
	}
	for _, name := range names {
		if options.full && !output.Described(name, api.ListFields(entity)) {
			a.Notef("note: the description has no field %s; it is looked for in the records", name)
		}
	}
	plan.beyond = beyondIndex(entity, names, options.full)
	if plan.window, err = a.ParseWindow(options.since, options.until); err != nil {
		return nil, err
	}
	shown := listShape(entity, options.full)
	shown.Explode = options.explode
	plan.printer, err = a.Printer(options.output, shown)
	return plan, err
}

// planFilters understands the filters, and gives the fields that they look at.
func planFilters(a *cmdkit.Env, entity *api.Entity, options listOptions, plan *listPlan) (names []string, err error) {
	zones, err := a.Zones()
	if err != nil {
		return nil, err
	}
	for _, expression := range options.filters {
		filter, err := output.ParseFilter(expression, api.ListFields(entity), a.Now(), zones)
		if err != nil {
			return nil, fail.AsUsage(err)
		}
		if options.ignoreCase {
			filter = filter.IgnoringCase()
		}
		if err := filter.CheckChoices(); err != nil {
			return nil, fail.Usagef("filter %q: %w", expression, err)
		}
		if doubt := filter.Doubt(); doubt != "" {
			a.Notef("warning: %s", doubt)
		}
		names = append(names, filter.Field())
		switch {
		case options.explode != "" && output.Within(filter.Field(), options.explode):
			plan.rows = append(plan.rows, filter)
		case options.full && !api.Indexed(entity, filter.Field()):
			plan.after = append(plan.after, filter)
		default:
			plan.before = append(plan.before, filter)
		}
	}
	return names, nil
}

// listShape tells how stubs or whole records are shown.
func listShape(entity *api.Entity, full bool) cmdkit.Layout {
	if full {
		return cmdkit.Layout{Fields: api.ListFields(entity), Columns: entity.Columns}
	}
	columns := api.FieldPaths(entity.Index)
	const most = 6
	if len(columns) > most { // the stubs are whole records, or nearly
		short := slices.DeleteFunc(slices.Clone(entity.Columns), func(name string) bool { return !api.Indexed(entity, name) })
		if len(short) > 0 {
			columns = short
		}
	}
	return cmdkit.Layout{Fields: api.ListFields(entity), Columns: columns}
}

// beyondIndex picks the fields that a list of stubs cannot show.
func beyondIndex(entity *api.Entity, names []string, full bool) []string {
	var beyond []string
	for _, name := range names {
		top, _, _ := strings.Cut(name, ".")
		described := output.Described(name, entity.Fields) || output.Described(top, entity.Fields)
		if !full && described && !api.Indexed(entity, name) && !api.Indexed(entity, top) && !slices.Contains(beyond, name) {
			beyond = append(beyond, name)
		}
	}
	return beyond
}

// keeps tells whether a record passes filters and, where rows are made of it and filtered, has a row that
// passes those.
func (p *listPlan) keeps(filters []output.Filter, r record.Record) (bool, error) {
	keep, err := output.AllMatch(filters, r)
	if !keep || err != nil || len(p.rows) == 0 {
		return keep, err
	}
	p.printer.Explode.Look(r)
	for _, err := range output.MatchingRows(p.printer.Explode, p.rows, r) {
		return err == nil, err
	}
	return false, nil
}

// checkFilters refuses a filter on a field that neither the description nor any record has, and says
// where one may have been meant otherwise.
func checkFilters(out *cmdkit.RecordWriter) error {
	for _, filter := range out.Filters {
		if err := filter.Check(); err != nil {
			return err
		}
		for _, text := range []string{filter.Ambiguity(), filter.Incomparable()} {
			if text != "" {
				out.Notef("warning: %s", text)
			}
		}
	}
	return nil
}
