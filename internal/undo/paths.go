package undo

import (
	"slices"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// touches tells whether one of some paths leads to, above or below another.
func touches(paths []record.Path, path record.Path) bool {
	return slices.ContainsFunc(paths, func(one record.Path) bool {
		shorter := min(len(one), len(path))
		return slices.Equal(one[:shorter], path[:shorter])
	})
}
