package mirror

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/database"
	"github.com/aimsio-cli/aimsio/internal/mirror/views"
)

// View is a table that people ask.
type View = views.View

// Column is a column of a view.
type Column = views.Column

// workingTables hold what one process works on. They go with it.
func workingTables() []string { return []string{"incoming", "ranked"} }

// ownTables are the names of all tables of the mirror.
func ownTables() []string {
	return append(workingTables(), views.DayTable, "objects", "history", "failures", "syncs", "meta")
}

// viewSQL is how views are written at an address, with days by a rule.
func viewSQL(address string, days views.Days) views.SQL {
	if database.OnServer(address) {
		return views.Postgres(days)
	}
	return views.SQLite(days)
}

// ViewsAt gives the views that a catalog makes at an address, where nothing need be yet.
func ViewsAt(address string, catalog *api.Catalog) []View {
	return views.Of(catalog, viewSQL(address, nil), ownTables())
}

// SQLiteViews gives the views that a catalog makes in SQLite, for the documents.
func SQLiteViews(catalog *api.Catalog) []View {
	return views.Of(catalog, views.SQLite(nil), ownTables())
}

// Tables describes the tables behind the views, which hold what the views leave out.
func Tables(address string) []View {
	text, number := viewSQL(address, nil).Type(api.String), "bigint"
	raw, document := "bytea", Column{Name: "document", Type: "jsonb", Description: "The record as the database reads it."}
	if !database.OnServer(address) {
		number, raw, document.Type = "integer", "text", "text"
		document.Description = "The record as SQLite reads it, where that is another text than body."
	}
	return []View{
		{Name: "objects", Columns: []Column{
			{Name: "seq", Type: number, Description: "The order in which records were first seen."},
			{Name: "entity", Type: text, Description: "The entity's name."},
			{Name: "id", Type: text, Description: "What the record is fetched by."},
			{Name: "version", Type: text, Description: "The time of change as the index has it, by which changes are found."},
			{Name: "updated_at", Type: number, Description: "The same in epoch milliseconds, null where it is none."},
			{Name: "stub", Type: raw, Description: "The entry of the index as the server sent it."},
			{Name: "body", Type: raw, Description: "The record as the server sent it, byte for byte."},
			document,
			{Name: "hash", Type: text, Description: "SHA-256 of body, in hexadecimal."},
			{Name: "first_seen_at", Type: number, Description: "When it was first stored, in epoch milliseconds."},
			{Name: "fetched_at", Type: number, Description: "When the call that read it began, in epoch milliseconds."},
			{Name: "gone_at", Type: number, Description: "Since when the index does not name it, in epoch milliseconds; null where it does."},
		}},
		{Name: "history", Columns: []Column{
			{Name: "seq", Type: number, Description: "The order in which things were found."},
			{Name: "at", Type: number, Description: "When it was found, in epoch milliseconds."},
			{Name: "entity", Type: text, Description: "The entity's name."},
			{Name: "id", Type: text, Description: "What the record is fetched by."},
			{Name: "record_key", Type: text, Description: "The business key by which people know the record."},
			{Name: "kind", Type: text, Description: "appeared, changed or vanished."},
			{Name: "updated_at", Type: number, Description: "The time of change that the index told, in epoch milliseconds."},
			{Name: "changes", Type: raw, Description: "A JSON array of {field, old, new}."},
		}},
		{Name: "failures", Columns: []Column{
			{Name: "entity", Type: text, Description: "The entity's name."},
			{Name: "id", Type: text, Description: "A record that could not be read by the last sync that tried."},
		}},
		{Name: "syncs", Columns: []Column{
			{Name: "entity", Type: text, Description: "The entity's name."},
			{Name: "indexed_at", Type: number, Description: "When its index was last read, in epoch milliseconds."},
			{Name: "complete", Type: number, Description: "1 once a sync has gone through all of it."},
			{Name: "indexed", Type: number, Description: "How many entries the index had."},
			{Name: "pending", Type: number, Description: "How many records that changed were not fetched."},
		}},
	}
}
