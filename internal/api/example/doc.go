// Package example makes a record to fill in from what the catalog knows of an entity.
package example
