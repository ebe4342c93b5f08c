package mirror

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// View is a table that people ask: the records of an entity with a column for each field, or the
// elements of a list within them.
type View struct {
	Name   string
	Entity string
	// List is the path of the list whose elements are the rows, empty where the rows are records.
	List    string
	Columns []Column
	// from and where are those of the statement that makes the view.
	from, where string
}

// Column is a column of a view.
type Column struct {
	Name string
	// Type is the database's word for what the column holds.
	Type string
	// Field is the path of the field within the record, or within the list's element; empty for what
	// the mirror itself adds.
	Field       string
	Description string
	// RefersTo is set where the value is that of a field of another entity.
	RefersTo *api.Reference

	// Beside tells that the column shows the values of the one before it in another type.
	Beside bool

	expression string
}

// shape writes what differs in views from database to database. A root is the JSON value that a path
// starts from.
type shape interface {
	// name makes a name that can be written without quotes.
	name(path string) string
	// source is the JSON of the record o.
	source() string
	// value is what stands at a path, as a column of that type, and sqlType the type's name.
	value(root string, path []string, kind api.Type) string
	sqlType(kind api.Type) string
	// beside is the type of a second column, where one of a type cannot hold all values of a field.
	beside(kind api.Type) (api.Type, bool)
	// elements gives the rows of a list, by an alias; element and position are parts of such a row.
	elements(root string, path []string, alias string) string
	element(alias string) (root, position string)
	// moment is a column of epoch milliseconds as a time.
	moment(column string) string
	// kind is the JSON type of what stands at a path, null for nothing, and kinds are the names of the
	// types of whole numbers and of texts. plain is the value itself, as a number or a text.
	kind(root string, path []string) string
	kinds() (whole, text string)
	plain(root string, path []string, numeric bool) string
	// foreign is a condition that a text holds other characters than those of ASCII, and folded the
	// text of ASCII without regard to letter case; byCode orders texts by code point.
	foreign(text string) string
	folded(text string) string
	byCode(text string) string
}

// reserved are the names of the mirror's own tables.
func reserved(name string) bool {
	return slices.Contains(append(workingTables(), "day_spans", "objects", "history", "failures", "syncs", "meta"), name)
}

// viewsOf gives the views of a catalog, in its order.
func viewsOf(catalog *api.Catalog, s shape) []View {
	var views []View
	taken := map[string]bool{}
	for _, entity := range catalog.Entities {
		b := &viewBuilder{shape: s, entity: entity, taken: taken}
		b.name = s.name(entity.Name)
		if reserved(b.name) {
			b.name += "_records"
		}
		from := "objects o"
		where := fmt.Sprintf("o.entity = %s and o.gone_at is null", quoteText(entity.Name))
		b.view(viewPlace{name: b.name, from: from, where: where, root: s.source(), fields: entity.Fields})
		views = append(views, b.views...)
	}
	return views
}

// viewPlace is what the rows of a view are.
type viewPlace struct {
	name, list, from, where, root string
	// positions are the columns that tell a row's place in the lists it stands in.
	positions []Column
	fields    []api.Field
	// items is the type of elements that are no objects.
	items api.Type
}

type viewBuilder struct {
	shape  shape
	entity *api.Entity
	name   string
	taken  map[string]bool
	views  []View
}

// view makes a view, and those of the lists within.
func (b *viewBuilder) view(p viewPlace) {
	v := View{Name: unique(p.name, b.taken), Entity: b.entity.Name, List: p.list, from: p.from, where: p.where}
	columns := &columnSet{shape: b.shape, taken: map[string]bool{}}
	columns.add(Column{Name: "_id", Type: b.shape.sqlType(api.String), expression: "o.id", Description: "What the record is fetched by."})
	if p.list == "" {
		columns.add(Column{
			Name: "_updated_at", Type: b.shape.sqlType(api.Time), expression: b.shape.moment("o.updated_at"),
			Description: "When the record was last changed, as the index tells.",
		})
		columns.add(Column{
			Name: "_fetched_at", Type: b.shape.sqlType(api.Time), expression: b.shape.moment("o.fetched_at"),
			Description: "When the record was last fetched.",
		})
	}
	for _, position := range p.positions {
		columns.add(position)
	}
	if p.items != "" && p.items != api.Object {
		columns.add(Column{
			Name: "_value", Type: b.shape.sqlType(p.items), expression: b.shape.value(p.root, nil, p.items),
			Description: "The element of the list.",
		})
		columns.beside(columns.columns[len(columns.columns)-1], p.root, nil, p.items)
	}
	lists := columns.fields(p.root, nil, p.fields)
	v.Columns = columns.columns
	b.views = append(b.views, v)
	for _, list := range lists {
		b.list(p, list)
	}
}

// list makes the view of a list.
func (b *viewBuilder) list(around viewPlace, list listField) {
	alias := fmt.Sprintf("e%d", len(around.positions)+1)
	root, position := b.shape.element(alias)
	name := "_position"
	if len(around.positions) > 0 {
		name += fmt.Sprint(len(around.positions) + 1)
	}
	path := strings.Join(list.path, ".")
	b.view(viewPlace{
		name:  b.shape.name(around.name + "_" + path),
		list:  strings.TrimPrefix(around.list+"."+path, "."),
		from:  around.from + ", " + b.shape.elements(around.root, list.path, alias),
		where: around.where,
		root:  root,
		positions: append(slices.Clone(around.positions), Column{
			Name: name, Type: b.shape.sqlType(api.Integer), expression: position,
			Description: "The element's place in the list, from 1.",
		}),
		fields: list.field.Fields,
		items:  list.field.Items,
	})
}

// listField is a list found among the fields of a view.
type listField struct {
	path  []string
	field api.Field
}

// columnSet are the columns of a view, each with a name of its own.
type columnSet struct {
	shape   shape
	taken   map[string]bool
	columns []Column
}

func (c *columnSet) add(column Column) {
	column.Name = unique(column.Name, c.taken)
	c.columns = append(c.columns, column)
}

// beside adds a second column where the first cannot hold all values of a field.
func (c *columnSet) beside(first Column, root string, path []string, kind api.Type) {
	if kind, ok := c.shape.beside(kind); ok {
		first.Name += "_time"
		first.Name = first.Name[max(0, len(first.Name)-longestName):]
		first.Beside, first.Type, first.expression = true, c.shape.sqlType(kind), c.shape.value(root, path, kind)
		first.Description = strings.TrimSpace(first.Description + " The same as a time, also where it begins no day.")
		c.add(first)
	}
}

// fields adds a column for each field, those within objects by their path, and gives the lists.
func (c *columnSet) fields(root string, above []string, fields []api.Field) []listField {
	var lists []listField
	for _, field := range fields {
		path := append(slices.Clone(above), field.Name)
		if field.Type == api.Object && len(field.Fields) > 0 {
			lists = append(lists, c.fields(root, path, field.Fields)...)
			continue
		}
		dotted := strings.Join(path, ".")
		column := Column{
			Name: c.shape.name(dotted), Type: c.shape.sqlType(field.Type), Field: dotted, Description: field.Description,
			RefersTo: field.RefersTo, expression: c.shape.value(root, path, field.Type),
		}
		c.add(column)
		c.beside(column, root, path, field.Type)
		if field.Type == api.Array {
			lists = append(lists, listField{path: path, field: field})
		}
	}
	return lists
}

// unique gives a name that is not taken in any letter case, and takes it.
func unique(name string, taken map[string]bool) string {
	made := name
	for n := 2; taken[strings.ToLower(made)]; n++ {
		ending := fmt.Sprintf("_%d", n)
		made = name[:min(len(name), longestName-len(ending))] + ending
	}
	taken[strings.ToLower(made)] = true
	return made
}

// statement is what makes the view under a name.
func (v View) statement(name string) string {
	parts := make([]string, 0, len(v.Columns))
	for _, column := range v.Columns {
		parts = append(parts, column.expression+" as "+quoteName(column.Name))
	}
	return fmt.Sprintf("create view %s as select\n\t%s\nfrom %s\nwhere %s",
		name, strings.Join(parts, ",\n\t"), v.from, v.where)
}
