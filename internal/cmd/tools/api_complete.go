package tools

import (
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/cmdkit"
)

// completeCall offers methods, then the paths of the API.
func completeCall(catalog *api.Catalog) cmdkit.Completer {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		switch len(args) {
		case 0:
			return methodsOf(catalog), cmdkit.WordDone
		case 1:
			return pathsOf(catalog), cmdkit.WordOpen
		default:
			return nil, cmdkit.WordDone
		}
	}
}

func methodsOf(catalog *api.Catalog) []string {
	methods := []string{"GET", "POST"}
	for method := range calls(catalog) {
		if !slices.Contains(methods, method) {
			methods = append(methods, method)
		}
	}
	return methods
}

// pathsOf gives the paths below the prefix of all, as far as they are fixed.
func pathsOf(catalog *api.Catalog) []string {
	var paths []string
	for _, path := range calls(catalog) {
		path, _, _ = strings.Cut(strings.TrimPrefix(path, catalog.Prefix()), "{")
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// calls walks the methods and paths of all calls of a description, those that fit no verb too.
func calls(catalog *api.Catalog) iter.Seq2[string, string] {
	return func(yield func(method, path string) bool) {
		for _, entity := range catalog.Entities {
			for _, operation := range entity.Operations {
				if !yield(operation.Method, operation.Path) {
					return
				}
			}
		}
		for _, other := range catalog.Others {
			if !yield(other.Method, other.Path) {
				return
			}
		}
	}
}
