package bulk

import (
	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/sheet"
)

// rowsOf is a list of which the input has an element in each row.
type rowsOf struct {
	*sheet.List

	// fields describe a row.
	fields []api.Field
	// added counts the records to whose lists elements are added.
	added int
}
