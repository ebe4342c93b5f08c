package output

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/excel"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// guardForExcel changes the cell of a value so that Excel neither runs it as a formula nor turns it
// into something else. Numbers stay numbers unless Excel would round them.
func guardForExcel(cell string, v record.Value) string {
	switch v.Kind() {
	case jsontext.KindString, jsontext.KindBeginArray, jsontext.KindBeginObject:
		return excel.Guard(cell)
	case jsontext.KindNumber:
		return excel.GuardNumber(cell)
	default:
		return cell
	}
}
