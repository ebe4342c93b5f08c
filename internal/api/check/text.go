package check

import (
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/text"
)

// FaultText says what is wrong with a field.
func FaultText(fault Fault) string {
	words := fault.Path
	if fault.Value != "" {
		words += fmt.Sprintf(" is %q", fault.Value)
	}
	if words != "" {
		words += ": "
	}
	return words + "expected " + fault.Expected + text.DidYouMean(fault.Near)
}
