package sqltext

import (
	"slices"
	"testing"
)

func TestBind(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]struct {
		file, server string
		names        []string
	}{
		"select 1":                         {"select 1", "select 1", nil},
		"x >= :since and x < :until":       {"x >= ?1 and x < ?2", "x >= $1 and x < $2", []string{"since", "until"}},
		":a,:a":                            {"?1,?2", "$1,$2", []string{"a", "a"}},
		"':no' \":no\" -- :no\n:yes":       {"':no' \":no\" -- :no\n?1", "':no' \":no\" -- :no\n$1", []string{"yes"}},
		"a::text, b[1:2], 'é' || :x_1":     {"a::text, b[1:2], 'é' || ?1", "a::text, b[1:2], 'é' || $1", []string{"x_1"}},
		"/* :no */ lower(:größe) : :9 x:y": {"/* :no */ lower(?1öße) : :9 x:y", "/* :no */ lower($1öße) : :9 x:y", []string{"gr"}},
		":":                                {":", ":", nil},
	} {
		for postgres, bound := range map[bool]string{false: want.file, true: want.server} {
			got, names := Bind(query, postgres)
			if got != bound || !slices.Equal(names, want.names) {
				t.Errorf("%q became %q with %q, want %q", query, got, names, bound)
			}
		}
	}
}
