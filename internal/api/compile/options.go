package compile

import "github.com/aimsio-cli/aimsio/internal/api"

// Options say how a description is compiled. The zero value compiles it as it is.
type Options struct {
	// Rows say how entities are shown; one without a row gets what its field names suggest.
	Rows []api.Presentation
	// Names are those that entities at some paths must have. The first that fits a path counts.
	Names []api.Naming
	// Reserved names belong to commands and cannot be those of entities.
	Reserved []string
	// BuiltIn says that the description is the built-in one, whose keys the vendor documents.
	BuiltIn bool
}
