package service

import (
	"fmt"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Parameters are those of the query, for the calls of each verb.
type Parameters map[api.Verb]url.Values

// missing says which parameter a call cannot do without and does not have.
func missing(o *api.Operation, query url.Values) error {
	for _, p := range o.Parameters {
		if p.Required && !query.Has(p.Name) && (o.Page == nil || p.Name != o.Page.Size && p.Name != o.Page.Parameter) {
			return fmt.Errorf("%s %s needs the parameter %s, which is not given", o.Method, o.Path, p.Name)
		}
	}
	return nil
}

// Listable tells whether an entity can be listed as it is, without a parameter that only a user knows.
func Listable(entity *api.Entity) bool {
	list, ok := entity.Operation(api.List)
	return ok && missing(list, nil) == nil
}
