// Package views makes views of an API description: for each entity a table that people ask, with a column
// for each field, and one for each list within its records. It writes them as SQL of SQLite and of
// PostgreSQL, and opens neither.
package views
