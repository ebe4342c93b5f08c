package hydrate_test

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/hydrate"
	"github.com/aimsio-cli/aimsio/internal/mirror"
)

// TestLossInWords: a user is told how many of how many are missing, since when, and what was held back.
func TestLossInWords(t *testing.T) {
	t.Parallel()
	lost := mirror.Loss{Gone: 1100, Known: 2000}
	for want, loss := range map[string]hydrate.Loss{
		"users (1,100 of 2,000 records are not in the index)":                     {Name: "users", Loss: lost},
		"users (1,100 of 2,000 records are not in the index any more, within 3d)": {Name: "users", Loss: lost, Within: "3d"},
		"users (1 of 1 record would be removed)":                                  {Name: "users", Loss: mirror.Loss{Gone: 1, Known: 1}, Prune: true},
	} {
		if got := loss.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
