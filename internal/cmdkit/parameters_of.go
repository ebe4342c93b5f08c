package cmdkit

import (
	"net/url"
	"slices"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/service"
)

// ParametersOf gives what --param says to every call of a command that has a parameter of that name:
// that of its own verb, and those that read beside it.
func ParametersOf(entity *api.Entity, verb api.Verb, values url.Values) service.Parameters {
	if len(values) == 0 {
		return nil
	}
	all := service.Parameters{verb: values}
	for _, reading := range []api.Verb{api.Get, api.List} {
		operation, ok := entity.Operation(reading)
		if !ok || reading == verb {
			continue
		}
		for name, given := range values {
			if ownToPages(operation, name) || !slices.ContainsFunc(operation.Parameters, func(p api.Parameter) bool { return p.Name == name }) {
				continue
			}
			if all[reading] == nil {
				all[reading] = url.Values{}
			}
			all[reading][name] = given
		}
	}
	return all
}

// ownToPages tells of a parameter with which the program itself follows the pages of a list.
func ownToPages(o *api.Operation, name string) bool {
	return o.Page != nil && (name == o.Page.Parameter || name == o.Page.Size)
}
