package service

import (
	"fmt"
	"net/url"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// Unpaged warns of a list that may be the first part of one, "" where nothing points to that: the call has a
// parameter that looks as if it led to further records, and the description does not say so.
func Unpaged(entity *api.Entity, asked url.Values) string {
	o, lists := entity.Operation(api.List)
	if !lists {
		return ""
	}
	name := o.MayBePaged()
	if name == "" || asked.Has(name) {
		return ""
	}
	return fmt.Sprintf("the list of %s may be only a part: it takes a parameter %s, and the API description does not say that it leads "+
		"to further records; --param %s=VALUE asks for others", entity.Name, name, name)
}
