// Package api holds what Aimsio offers: the catalog of entities, operations and fields that all other rooms
// read, the API description that it was made from, and what follows from the catalog alone: close matches of
// names, the key of a record, the fields that a body may carry.
//
// The facts stand in openapi.yaml and in the rows of entities.go; nothing else in the program names
// an entity or a field. No HTTP, no terminal and no file of the user's comes in here; how a description
// becomes a catalog is compile's affair.
package api
