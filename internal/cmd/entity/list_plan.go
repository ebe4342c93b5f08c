package entity

import (
	"net/url"
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
	entity *api.Entity
	// full fetches the whole records.
	full    bool
	printer *cmdkit.Printer
	// mirror says what the mirror may be used for.
	mirror cmdkit.MirrorFlags
	// parameters are those of the list's own call.
	parameters url.Values
	// window and before are decided from the index, after from the whole record.
	window        cmdkit.Window
	before, after []output.Filter
	// rows are the filters that each row has to pass, where rows are made of a list.
	rows []output.Filter
	// sort is the order, and sortsIndex tells that the index has its fields.
	sort       string
	sortsIndex bool
	// sortRows is the order where a field of the list of which rows are made is in it.
	sortRows string
	rowOrder *output.Sorter
	limit    int
	// beyond are fields asked for that only whole records have, although --full is not given.
	beyond []string
}

// planList understands the options of a list. Nothing is called.
func planList(options listOptions) (*listPlan, error) {
	if options.full && !api.Has(api.Get)(options.entity) {
		options.streams.Notef("note: %s cannot be fetched one by one: this is what the list itself holds", options.entity.Name)
		options.full = false
	}
	if options.limit < 0 {
		return nil, fail.Usagef("--limit %d: at least 1 record, or 0 for all", options.limit)
	}
	plan := &listPlan{entity: options.entity, full: options.full, sort: options.sort, limit: options.limit}
	names, err := plan.understand(options)
	if err != nil {
		return nil, err
	}
	if err := output.CheckFields(names, api.ListFields(plan.entity)); err != nil {
		return nil, fail.AsUsage(err)
	}
	for _, name := range names {
		if plan.full && !output.Described(name, api.ListFields(plan.entity)) {
			options.streams.Notef("note: the description has no field %s; it is looked for in the records", name)
		}
	}
	plan.beyond = beyondIndex(plan.entity, names, plan.full)
	if plan.window, err = options.settings.ParseWindow(options.since, options.until); err != nil {
		return nil, err
	}
	shown := listLayout(plan.entity, plan.full)
	shown.Explode = options.explode
	if plan.printer, err = options.printing.Printer(options.output, shown); err != nil {
		return nil, err
	}
	if plan.sortRows != "" {
		if plan.rowOrder, err = output.NewSorter(plan.sortRows, plan.printer.Options.Fields); err != nil {
			return nil, fail.AsUsage(err)
		}
	}
	return plan, plan.chooseSource(options)
}

// understand takes columns, filters and the order, and gives the fields that they name.
func (p *listPlan) understand(options listOptions) (names []string, err error) {
	if names, err = options.output.Chosen(); err != nil {
		return nil, err
	}
	filters, err := options.settings.Filters(p.entity, api.ListFields(p.entity), options.filters)
	if err != nil {
		return nil, err
	}
	for _, filter := range filters {
		names = append(names, filter.Field())
		switch {
		case options.explode != "" && output.Within(filter.Field(), options.explode, api.ListFields(p.entity)):
			p.rows = append(p.rows, filter)
		case p.full && !api.Indexed(p.entity, filter.Field()):
			p.after = append(p.after, filter)
		default:
			p.before = append(p.before, filter)
		}
	}
	if options.explode != "" {
		names = append(names, options.explode)
	}
	order, err := p.understandOrder(options.explode)
	return append(names, order...), err
}

// understandOrder takes the order, and gives the fields that it names.
func (p *listPlan) understandOrder(explode string) ([]string, error) {
	if p.sort == "" {
		return nil, nil
	}
	fields := api.ListFields(p.entity)
	names, err := output.SortNames(p.sort)
	if err != nil {
		return nil, fail.Usagef("--sort: %w", err)
	}
	within := func(name string) bool { return explode != "" && output.Within(name, explode, fields) }
	if slices.ContainsFunc(names, within) { // rows have the fields of their records too
		p.sort, p.sortRows = "", p.sort
		return names, nil
	}
	if _, err := output.NewSorter(p.sort, fields); err != nil {
		return nil, fail.AsUsage(err)
	}
	p.sortsIndex = !p.full || p.indexOrders()
	return names, nil
}

// indexOrders tells whether the index has all fields of the order.
func (p *listPlan) indexOrders() bool {
	names, err := output.SortNames(p.sort)
	return err == nil && !slices.ContainsFunc(names, func(name string) bool { return !api.Indexed(p.entity, name) })
}

// chooseSource takes what the index and the records are read from, and with which parameters.
func (p *listPlan) chooseSource(options listOptions) (err error) {
	p.mirror = options.mirror
	if p.parameters, err = options.parameters.Values(); err != nil || len(p.parameters) == 0 {
		return err
	}
	if err := p.mirror.Disable(); err != nil {
		return err
	}
	if page := options.parameters.OnlyPage(p.parameters); page != "" {
		options.streams.Notef("note: with --param %s this is one page of the list; without it all are read", page)
	}
	return nil
}

// whole gives the plan of the same command line with --full.
func (p *listPlan) whole() *listPlan {
	whole := *p
	whole.full = true
	whole.before, whole.after = nil, nil
	for _, filter := range p.before {
		if api.Indexed(p.entity, filter.Field()) {
			whole.before = append(whole.before, filter)
		} else {
			whole.after = append(whole.after, filter)
		}
	}
	if p.sort != "" {
		whole.sortsIndex = p.indexOrders()
	}
	return &whole
}

// readsAll tells that all records are read before the first is shown.
func (p *listPlan) readsAll() bool { return p.sortsRecords() || p.sortRows != "" }

// sortsRecords tells that the order depends on what the index does not have, so that all records are read before
// the first is shown.
func (p *listPlan) sortsRecords() bool { return p.sort != "" && !p.sortsIndex }

// indexDecides tells whether the index alone decides which records are shown, so that a limit spares calls.
func (p *listPlan) indexDecides() bool {
	return len(p.after) == 0 && !p.readsAll() && p.printer.Explode == nil
}

// fetches is how many of so many selected records are fetched at most.
func (p *listPlan) fetches(selected int) int {
	if p.limit > 0 && p.indexDecides() {
		return min(p.limit, selected)
	}
	return selected
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

// listLayout tells how entries of the index or whole records are shown.
func listLayout(entity *api.Entity, full bool) cmdkit.Layout {
	if full {
		layout := recordLayout(entity)
		layout.Fields = api.ListFields(entity)
		return layout
	}
	columns := api.FieldPaths(entity.Index)
	const most = 6
	if len(columns) > most { // the entries are whole records, or nearly
		short := slices.DeleteFunc(slices.Clone(entity.Columns), func(name string) bool { return !api.Indexed(entity, name) })
		if len(short) > 0 {
			columns = short
		}
	}
	layout := cmdkit.Layout{Fields: api.ListFields(entity), Columns: columns, Wide: api.FieldPaths(entity.Index), Sheet: entity.Name}
	layout.Keys = append(entryNames(), keptColumns(entity, columns)...)
	return layout
}

// recordLayout tells how whole records are shown.
func recordLayout(entity *api.Entity) cmdkit.Layout {
	return cmdkit.Layout{
		Fields: entity.Fields, Columns: entity.Columns, Front: api.FrontFields(entity), Wide: wideColumns(entity),
		Keys: keptColumns(entity, entity.Columns), Names: nameColumns(entity), Sheet: entity.Name,
	}
}

// keptColumns are those that a table never cuts: by what a record is known, and its status.
func keptColumns(entity *api.Entity, shown []string) []string {
	kept := slices.Clone(entity.Key)
	if entity.Status != "" {
		kept = append(kept, entity.Status)
	}
	if !slices.ContainsFunc(shown, func(name string) bool { return api.IsKey(entity, name) }) {
		kept = append(kept, entity.GUID)
	}
	return kept
}

// nameColumns are those by which people call a record: they stand before its status or, where it has none, behind its
// key.
func nameColumns(entity *api.Entity) []string {
	status := slices.Index(entity.Columns, entity.Status)
	return entity.Columns[:max(status, min(2, len(entity.Columns)))]
}

// wideColumns are the usual ones, and then the plain fields by which a record is known, changed, or tied to others.
func wideColumns(entity *api.Entity) []string {
	columns := slices.Clone(entity.Columns)
	ties := slices.Concat(entity.Key, []string{entity.GUID, entity.Status, entity.UpdatedAt})
	for _, field := range entity.Fields {
		tied := slices.Contains(ties, field.Name) || field.RefersTo != nil || field.Required
		plain := field.Type != api.Object && field.Type != api.Array
		if tied && plain && !slices.Contains(columns, field.Name) {
			columns = append(columns, field.Name)
		}
	}
	return columns
}

// entryNames are what entries of an index may call their identifier.
func entryNames() []string { return []string{"guid", "id"} }

// beyondIndex picks the fields that a list of entries cannot show.
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
