package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// viewsPage describes what can be asked of a mirror: two pictures, of the references between records
// and of the lists within them, and then every view with its columns.
func viewsPage(catalog *api.Catalog) string {
	page := &strings.Builder{}
	p := &viewPage{
		out: page, catalog: catalog,
		sqlite: mirror.SQLiteViews(catalog), postgres: mirror.ViewsAt("postgres://", catalog),
	}
	page.WriteString(generatedMark + `# Views of the mirror

What [` + "`aimsio sql`" + `](aimsio_sql.md) and other programs find in a [mirror](../mirror-and-sync.md): a view for each
entity, a view for each list within its records, and the tables that all of them are made from. [SQL and
BI](../sql-and-bi.md) tells how to use them. The names are those in SQLite; on PostgreSQL all are in lower case.
` + "`aimsio mirror schema`" + ` lists the same for the mirror of an environment.

A column of a day, where PostgreSQL says ` + "`date`" + `, holds it as ` + "`2026-10-29`" + ` where the server's value begins a day in the
environment's [` + "`day_zone`" + `](../filters-and-times.md#days). A value that begins none is not lost: in SQLite it stands in the
same column as a time, ` + "`2026-10-29T07:00:00.000Z`" + `. On PostgreSQL the date is null then, and a column with ` + "`_time`" + ` behind
its name (` + "`jobstartdate_time`" + `), which stands beside each date and is not listed below, has every value as a ` + "`timestamptz`" + `.

`)
	p.references()
	p.lists()
	p.views()
	p.tables()
	return strings.TrimRight(page.String(), "\n") + "\n"
}

type viewPage struct {
	out              *strings.Builder
	catalog          *api.Catalog
	sqlite, postgres []mirror.View
}

// link is a line of the picture: a column by which a view is joined with the records of an entity.
type link struct {
	column, target, targetColumn string
	role                         string
}

// references draws which records refer to which.
func (p *viewPage) references() {
	p.out.WriteString("## Which records refer to which\n\nA box shows the columns to join by. PK is what a record is fetched by, " +
		"UK a key by which people know it, FK what is that\nof another record.\n\n")
	var boxes, lines strings.Builder
	for _, view := range p.sqlite {
		links := p.links(view)
		if view.List != "" && len(links) == 0 {
			continue
		}
		fmt.Fprintf(&boxes, "  %s {\n", view.Name)
		for _, column := range view.Columns {
			if mark := p.mark(view, column, links); mark != "" {
				fmt.Fprintf(&boxes, "    %s %s %s\n", column.Type, column.Name, mark)
			}
		}
		boxes.WriteString("  }\n")
		if view.List != "" {
			fmt.Fprintf(&lines, "  %s ||--o{ %s : _id\n", view.Entity, view.Name)
		}
		for _, l := range links {
			label := l.column
			if l.role != "" {
				label = l.role + ": " + label
			}
			fmt.Fprintf(&lines, "  %s |o--o{ %s : %q\n", l.target, view.Name, label)
		}
	}
	p.picture("  direction LR\n" + boxes.String() + lines.String())
	p.out.WriteString("| view | column | is that of | |\n|---|---|---|---|\n")
	for _, view := range p.sqlite {
		for _, l := range p.links(view) {
			fmt.Fprintf(p.out, "| `%s` | `%s` | `%s.%s` | %s |\n", view.Name, l.column, l.target, l.targetColumn, l.role)
		}
	}
	p.out.WriteString("\n")
}

// lists draws the lists within the records.
func (p *viewPage) lists() {
	p.out.WriteString("## Which lists stand in which records\n\n`_id` joins the rows of a list with their record, " +
		"and `_position` tells their order. A list within a list has\n" +
		"`_position` of the outer one too.\n\n")
	var lines strings.Builder
	for _, view := range p.sqlite {
		if view.List == "" {
			continue
		}
		around, path := view.Entity, view.List
		for _, other := range p.sqlite {
			if inner, ok := strings.CutPrefix(view.List, other.List+"."); ok && other.Entity == view.Entity && other.List != "" {
				around, path = other.Name, inner
			}
		}
		fmt.Fprintf(&lines, "  %s ||--o{ %s : %q\n", around, view.Name, path)
	}
	p.picture("  direction LR\n" + lines.String())
}

func (p *viewPage) picture(body string) {
	p.out.WriteString("```mermaid\nerDiagram\n" + body + "```\n\n")
}

// links gives for each record that a view refers to the column that finds it best: by its business
// key, or by its GUID.
func (p *viewPage) links(view mirror.View) []link {
	var links []link
	best := map[string]int{}
	for _, column := range view.Columns {
		reference := column.RefersTo
		if reference == nil {
			continue
		}
		target := p.entity(reference.Resource)
		if target.Name == view.Entity { // a list names the record that it stands in
			continue
		}
		l := link{column: column.Name, target: target.Name, targetColumn: reference.Field, role: reference.Role}
		which := reference.Resource + " " + reference.Role
		at, there := best[which]
		switch {
		case !there:
			best[which] = len(links)
			links = append(links, l)
		case p.rank(target, reference.Field) < p.rank(target, links[at].targetColumn):
			links[at] = l
		}
	}
	return links
}

// rank is lower for a field that finds a record better.
func (p *viewPage) rank(target *api.Entity, field string) int {
	switch {
	case slices.Contains(target.Key, field):
		return 0
	case target.GUID == field:
		return 1
	default:
		return 2
	}
}

func (p *viewPage) entity(resource string) *api.Entity {
	for _, entity := range p.catalog.Entities {
		if entity.Resource == resource {
			return entity
		}
	}
	panic("the description refers to " + resource + ", which does not exist")
}

// mark tells what a column is in the picture; "" leaves it out.
func (p *viewPage) mark(view mirror.View, column mirror.Column, links []link) string {
	entity, _ := p.catalog.Entity(view.Entity)
	switch {
	case column.Name == "_id" && view.List == "":
		return "PK"
	case column.Name == "_id":
		return "PK,FK"
	case strings.HasPrefix(column.Name, "_position"):
		return "PK"
	case slices.ContainsFunc(links, func(l link) bool { return l.column == column.Name }):
		return "FK"
	case view.List == "" && (slices.Contains(entity.Key, column.Field) || p.joined(entity, column.Field)):
		return "UK"
	default:
		return ""
	}
}

// joined tells whether a picture joins others by a field of an entity.
func (p *viewPage) joined(entity *api.Entity, field string) bool {
	return slices.ContainsFunc(p.sqlite, func(view mirror.View) bool {
		return slices.ContainsFunc(p.links(view), func(l link) bool { return l.target == entity.Name && l.targetColumn == field })
	})
}

// views lists every view with its columns.
func (p *viewPage) views() {
	p.out.WriteString("## Every view\n\n")
	for i, view := range p.sqlite {
		if view.List == "" {
			entity, _ := p.catalog.Entity(view.Entity)
			fmt.Fprintf(p.out, "### %s\n\nA row for each %s.\n\n", view.Name, entity.Title)
		} else {
			fmt.Fprintf(p.out, "### %s\n\nThe list `%s` of the %s, a row for each of its elements.\n\n", view.Name, view.List, view.Entity)
		}
		if name := p.postgres[i].Name; !strings.EqualFold(name, view.Name) {
			fmt.Fprintf(p.out, "On PostgreSQL its name is `%s`.\n\n", name)
		}
		p.columns(view, p.postgres[i])
	}
}

// tables lists the tables behind the views.
func (p *viewPage) tables() {
	p.out.WriteString("## The tables behind them\n\n")
	postgres := mirror.Tables("postgres://")
	for i, table := range mirror.Tables("") {
		fmt.Fprintf(p.out, "### %s\n\n", table.Name)
		p.columns(table, postgres[i])
	}
}

// columns writes the columns of a view with their types in both databases.
func (p *viewPage) columns(sqlite, postgres mirror.View) {
	p.out.WriteString("| column | SQLite | PostgreSQL | what it holds |\n|---|---|---|---|\n")
	others := slices.DeleteFunc(slices.Clone(postgres.Columns), func(c mirror.Column) bool { return c.Beside })
	for i, column := range sqlite.Columns {
		text := column.Description
		if other := others[i].Description; other != text {
			text += " PostgreSQL: " + other
		}
		if column.Field != "" && column.Field != column.Name {
			text = strings.TrimSpace("`" + column.Field + "`. " + text)
		}
		fmt.Fprintf(p.out, "| `%s` | %s | %s | %s |\n", column.Name, column.Type, others[i].Type, cell(text))
	}
	p.out.WriteString("\n")
}

// cell makes a text safe inside a Markdown table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", `\<`, "\n", " ").Replace(text)
}
