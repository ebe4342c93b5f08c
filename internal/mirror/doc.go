// Package mirror keeps a local copy of what an environment holds, in SQLite or PostgreSQL: every
// record as the server sent it, the history of its changes, and views with a column for each field
// of the API description. It compares the server's index with the copy, so that only what changed
// is fetched. It knows no command line, no output format and no single entity.
package mirror
