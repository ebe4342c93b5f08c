package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror/sqltext"
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

// Of gives the views of a catalog, in its order. A view that would have a reserved name is given another.
func Of(catalog *api.Catalog, sql SQL, reserved []string) []View {
	var views []View
	taken := map[string]bool{}
	for _, entity := range catalog.Entities {
		b := &viewBuilder{sql: sql, entity: entity, taken: taken}
		b.name = sql.Name(entity.Name)
		if slices.Contains(reserved, b.name) {
			b.name += "_records"
		}
		from := "objects o"
		where := fmt.Sprintf("o.entity = %s and o.gone_at is null", sqltext.Constant(entity.Name))
		b.view(viewPlace{name: b.name, from: from, where: where, root: sql.Source(), fields: entity.Fields})
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
	sql    SQL
	entity *api.Entity
	name   string
	taken  map[string]bool
	views  []View
}

// view makes a view, and those of the lists within.
func (b *viewBuilder) view(p viewPlace) {
	v := View{Name: Unique(p.name, b.taken), Entity: b.entity.Name, List: p.list, from: p.from, where: p.where}
	columns := &columnSet{sql: b.sql, taken: map[string]bool{}}
	columns.add(Column{Name: "_id", Type: b.sql.Type(api.String), expression: "o.id", Description: "What the record is fetched by."})
	if p.list == "" {
		columns.add(Column{
			Name: "_updated_at", Type: b.sql.Type(api.Time), expression: b.sql.Time("o.updated_at"),
			Description: "When the record was last changed, as the index tells.",
		})
		columns.add(Column{
			Name: "_fetched_at", Type: b.sql.Type(api.Time), expression: b.sql.Time("o.fetched_at"),
			Description: "When the record was last fetched.",
		})
	}
	for _, position := range p.positions {
		columns.add(position)
	}
	if p.items != "" && p.items != api.Object {
		columns.add(Column{
			Name: "_value", Type: b.sql.Type(p.items), expression: b.sql.Value(p.root, nil, p.items),
			Description: "The element of the list.",
		})
		columns.addSecond(columns.columns[len(columns.columns)-1], p.root, nil, p.items)
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
	root, position := b.sql.Element(alias)
	name := "_position"
	if len(around.positions) > 0 {
		name += fmt.Sprint(len(around.positions) + 1)
	}
	path := strings.Join(list.path, ".")
	b.view(viewPlace{
		name:  b.sql.Name(around.name + "_" + path),
		list:  strings.TrimPrefix(around.list+"."+path, "."),
		from:  around.from + ", " + b.sql.Elements(around.root, list.path, alias),
		where: around.where,
		root:  root,
		positions: append(slices.Clone(around.positions), Column{
			Name: name, Type: b.sql.Type(api.Integer), expression: position,
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
	sql     SQL
	taken   map[string]bool
	columns []Column
}

func (c *columnSet) add(column Column) {
	column.Name = Unique(column.Name, c.taken)
	c.columns = append(c.columns, column)
}

// addSecond adds a second column where the first cannot hold all values of a field.
func (c *columnSet) addSecond(first Column, root string, path []string, kind api.Type) {
	if kind, ok := c.sql.Second(kind); ok {
		first.Name += "_time"
		first.Name = first.Name[max(0, len(first.Name)-sqltext.LongestName):]
		first.Beside, first.Type, first.expression = true, c.sql.Type(kind), c.sql.Value(root, path, kind)
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
			Name: c.sql.Name(dotted), Type: c.sql.Type(field.Type), Field: dotted, Description: field.Description,
			RefersTo: field.RefersTo, expression: c.sql.Value(root, path, field.Type),
		}
		c.add(column)
		c.addSecond(column, root, path, field.Type)
		if field.Type == api.Array {
			lists = append(lists, listField{path: path, field: field})
		}
	}
	return lists
}

// Statement is what makes the view under a name.
func (v View) Statement(name string) string {
	parts := make([]string, 0, len(v.Columns))
	for _, column := range v.Columns {
		parts = append(parts, column.expression+" as "+sqltext.Name(column.Name))
	}
	return fmt.Sprintf("create view %s as select\n\t%s\nfrom %s\nwhere %s",
		name, strings.Join(parts, ",\n\t"), v.from, v.where)
}
