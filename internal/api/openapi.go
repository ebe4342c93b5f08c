package api

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi/datamodel"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
	"github.com/pb33f/libopenapi/utils"
)

// Compile turns an OpenAPI 3 description, in YAML or JSON, into a catalog. The rows say how entities
// are shown; an entity without a row gets what its field names suggest. References are followed
// within the description only: nothing is read from disk or network. An error says where in the
// description the fault is, by path, field or line.
func Compile(description []byte, rows []Presentation) (catalog *Catalog, err error) {
	// The parser is a library that has not been tried on every broken file; a file that a user
	// gives must not end the program.
	defer func() {
		if fault := recover(); fault != nil {
			catalog, err = nil, fmt.Errorf("reading the API description: the parser failed: %v", fault)
		}
	}()
	model, err := parse(description)
	if err != nil {
		return nil, fmt.Errorf("reading the API description: %w", err)
	}
	calls, err := recogniseAll(model)
	if err != nil {
		return nil, fmt.Errorf("reading the API description: %w", err)
	}
	resources := group(calls)
	if len(resources) == 0 {
		return nil, errors.New("reading the API description: under \"paths\" there is no operation that lists, gets or posts records")
	}
	catalog = &Catalog{Servers: servers(model), Entities: present(resources, rows)}
	if model.Info != nil {
		catalog.Title, catalog.Version = model.Info.Title, model.Info.Version
	}
	return catalog, nil
}

func parse(description []byte) (*v3.Document, error) {
	text := bytes.TrimSpace(description)
	switch {
	case len(text) == 0:
		return nil, errors.New("line 1: it is empty")
	case text[0] == '<':
		return nil, errors.New("line 1: it is HTML or XML, not OpenAPI; download the OpenAPI file itself, in JSON or YAML")
	}
	configuration := datamodel.NewDocumentConfiguration()
	configuration.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	configuration.SkipCircularReferenceCheck = true // schemaReader stops at cycles by itself
	document, err := libopenapi.NewDocumentWithConfiguration(description, configuration)
	if err != nil {
		return nil, fmt.Errorf("it is not an OpenAPI file (does it start with \"openapi: 3…\"?): %w", err)
	}
	defer document.Release()
	if kind := document.GetSpecInfo().SpecType; kind != utils.OpenApi3 {
		return nil, fmt.Errorf("version %s of the format is not read, only OpenAPI 3; convert it first", document.GetVersion())
	}
	built, err := document.BuildV3Model()
	if err != nil {
		return nil, fmt.Errorf("it cannot be followed: %w", err)
	}
	return &built.Model, nil
}

func servers(model *v3.Document) []Server {
	var out []Server
	for _, s := range model.Servers {
		if s == nil {
			continue
		}
		out = append(out, Server{
			Name:        extension(s.Extensions, "x-aimsio-environment"),
			URL:         s.URL,
			Description: s.Description,
		})
	}
	return out
}
