// Package database is what the rooms that keep something have in common: how a file of SQLite or an address of
// PostgreSQL is opened, how statements that are written once are carried out in both, what their errors mean, and
// locks between processes. What is kept, and for whom, does not come in.
package database
