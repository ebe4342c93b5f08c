// Package api holds what Aimsio offers: the API description, compiled into a catalog of entities,
// operations and fields that all other rooms read. It also makes what follows from the catalog
// alone: examples, close matches of names, the page that tells what is known.
//
// The facts stand in openapi.yaml and in the rows of entities.go; nothing else in the program names
// an entity or a field. No HTTP, no terminal and no file of the user's comes in here.
package api
