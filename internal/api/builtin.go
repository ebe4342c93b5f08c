package api

import _ "embed" // for the description

//go:generate go run ./internal/compile

//go:embed openapi.yaml
var description []byte

// Description gives the OpenAPI file that the built-in catalog is compiled from. It is the
// caller's own copy.
func Description() []byte { return append([]byte(nil), description...) }

// Builtin gives the catalog that is compiled into the program. Every call makes a new one.
func Builtin() *Catalog { return builtinCatalog() }
