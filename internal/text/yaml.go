package text

import (
	"fmt"
	"strings"
)

// YAMLFault takes the line, 0 for none, out of the message of the YAML library, which says it only there.
func YAMLFault(err error) (line int, problem string) {
	problem = strings.TrimPrefix(err.Error(), "yaml: ")
	if n, err := fmt.Sscanf(problem, "line %d:", &line); n != 1 || err != nil {
		return 0, problem
	}
	_, problem, _ = strings.Cut(problem, ": ")
	return line, problem
}
