package compile

import (
	"errors"
	"fmt"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Options say how a description is compiled. The zero value compiles it as it is.
type Options struct {
	// Rows say how entities are shown; one without a row gets what its field names suggest.
	Rows []api.Presentation
	// Names are those that entities at some paths must have. The first that fits a path counts.
	Names []api.Naming
	// Reserved names belong to commands and cannot be those of entities.
	Reserved []string
	// Address is where the description came from, for references to other files, and Fetch gets such
	// a file. Where Fetch is nil, they are refused.
	Address string
	Fetch   func(address string) ([]byte, error)
}

// Description turns an OpenAPI 3 description, in YAML or JSON, into a catalog. The rows say how entities
// are shown. References are followed within the description only. See CompileWith.
func Description(description []byte, rows []api.Presentation) (*api.Catalog, error) {
	return With(description, Options{Rows: rows})
}

// With turns an OpenAPI 3 description, in YAML or JSON, into a catalog. The error joins what is
// wrong with the calls that the catalog would hold, each with the path, the field and the line.
// What the description says of calls that are no work on records is kept as it is: see Catalog.Others.
func With(description []byte, o Options) (*api.Catalog, error) {
	files, err := openDescription(description, o)
	if err != nil {
		return nil, fmt.Errorf("reading the API description: %w", err)
	}
	found := &recognised{reader: &schemaReader{files: files}, prefix: serverPrefix(files.main.root)}
	if err := found.all(files.main.root); err != nil {
		return nil, fmt.Errorf("reading the API description: %w", err)
	}
	resources, left := group(found.calls)
	if len(resources) == 0 {
		return nil, errors.New("reading the API description: under \"paths\" there is no operation that lists, gets or posts records")
	}
	catalog := &api.Catalog{Servers: servers(files.main.root)}
	shown := present(resources, o)
	catalog.Entities, catalog.Notes = shown.catalog.Entities, shown.notes
	catalog.Others = slices.Concat(found.others, left, shown.catalog.Others)
	sortOthers(catalog.Others, files.main.root)
	info := files.main.root.get("info")
	catalog.Title, catalog.Version = oneLine(info.str("title")), oneLine(info.str("version"))
	return catalog, nil
}
