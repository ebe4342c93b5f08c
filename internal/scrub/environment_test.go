package scrub_test

import (
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/scrub"
)

// TestEnvironment: what holds a password of the program stays out, and all else stays as it is.
func TestEnvironment(t *testing.T) {
	t.Parallel()
	kept := []string{
		"PATH=/bin", "AIMSIO_ENV=demo", "AIMSIO_MIRROR=postgres://ann@host/db", "AIMSIO_USERNAME=ann", "TOKEN=t", "PASSWORD=other", "EMPTY=", "ODD",
		"AIMSIO_URL=https://example.com/", "DATABASE=postgres://ann:pw@host/db",
	}
	left := []string{
		"AIMSIO_PASSWORD=x", "AIMSIO_SANDBOX_PASSWORD=x", "aimsio_portal_Password=x", "AIMSIO_PASSWORD=", "AIMSIO_MIRROR=postgres://ann:pw@host/db",
		"AIMSIO_MIRROR=postgres://host/db?user=ann&password=pw", "AIMSIO_MIRROR=postgres://ann:p%w@host/db",
	}
	if got := scrub.Environment(slices.Concat(left, kept)); !slices.Equal(got, kept) {
		t.Errorf("what is left: %q", got)
	}
}
