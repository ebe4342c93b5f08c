package compile

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/overlay"
)

// Options say how a description is compiled. The zero value compiles it as it is.
type Options struct {
	// Rows say how entities are shown; one without a row gets what its field names suggest.
	Rows []api.Presentation
	// Names are those that entities at some paths must have. The first that fits a path counts.
	Names []api.Naming
	// Reserved names belong to commands and cannot be those of entities.
	Reserved []string
	// Overlays correct the description before it is compiled, one after the other.
	Overlays []overlay.File
	// Explain asks for notes on everything that is known of an entity, for people to read.
	Explain bool
	// BuiltIn says that the description is the built-in one, whose keys the vendor documents.
	BuiltIn bool
}
