// Package schema reads the schemas of an OpenAPI description as fields: it follows references, puts the parts of a
// schema together, and bounds what a few lines of references can stand for. What a call is and whose records it carries
// is no business of it.
package schema
