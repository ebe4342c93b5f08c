package compile

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/api/schema"
	"github.com/aimsio-cli/aimsio/internal/api/tree"
)

// Description turns an OpenAPI 3 description, in YAML or JSON, into a catalog. The rows say how entities
// are shown. References are followed within the description only. See With.
func Description(description []byte, rows []api.Presentation) (*api.Catalog, error) {
	return With(description, Options{Rows: rows})
}

// With turns an OpenAPI 3 description, in YAML or JSON, into a catalog. The error joins what is
// wrong with the calls that the catalog would hold, each with the path, the field and the line.
// What the description says of calls that are no work on records is kept as it is: see Catalog.Others.
func With(description []byte, o Options) (*api.Catalog, error) {
	root, warnings, err := openDescription(description, o.Overlays)
	if err != nil {
		return nil, fmt.Errorf("reading the API description: %w", err)
	}
	found := &classifier{reader: &schema.Reader{In: &schema.Document{Root: root}}, prefix: serverPrefix(root)}
	if err := found.all(root); err != nil {
		return nil, fmt.Errorf("reading the API description: %w", err)
	}
	resources, left := group(found.calls, o.Rows)
	catalog := &api.Catalog{Servers: servers(root)}
	shown := present(resources, o)
	catalog.Entities, catalog.Notes = shown.catalog.Entities, slices.Concat(warnings, found.reader.Warnings, found.settings(), shown.notes)
	catalog.Others = slices.Concat(found.others, left, shown.catalog.Others)
	sortOthers(catalog.Others, root)
	if len(catalog.Entities) == 0 {
		return nil, fmt.Errorf("reading the API description: %w", unusable(catalog.Others))
	}
	info := root.Get("info")
	catalog.Title, catalog.Version = tree.OneLine(info.Str("title")), tree.OneLine(info.Str("version"))
	return catalog, nil
}

// sortOthers puts calls in the order of the description.
func sortOthers(others []api.Other, root *tree.Value) {
	at := map[string]int{}
	if paths := root.Get("paths"); paths != nil {
		for i, name := range paths.Names {
			at[name] = i
		}
	}
	slices.SortStableFunc(others, func(a, b api.Other) int {
		return cmp.Or(cmp.Compare(at[a.Path], at[b.Path]), cmp.Compare(slices.Index(methods(), a.Method), slices.Index(methods(), b.Method)))
	})
}

// unusable says of a description without any entity how many operations it has, and why most are none.
func unusable(others []api.Other) error {
	if len(others) == 0 {
		return errors.New("under \"paths\" there is no operation")
	}
	counts := map[string]int{}
	var reasons []string
	for _, o := range others {
		if counts[o.Why]++; counts[o.Why] == 1 {
			reasons = append(reasons, o.Why)
		}
	}
	slices.SortStableFunc(reasons, func(a, b string) int { return counts[b] - counts[a] })
	const most = 3
	var shown []string
	for _, why := range reasons[:min(most, len(reasons))] {
		shown = append(shown, fmt.Sprintf("%s (%d)", why, counts[why]))
	}
	return fmt.Errorf("none of its %d operations lists, gets or writes records: %s", len(others), strings.Join(shown, "; "))
}
