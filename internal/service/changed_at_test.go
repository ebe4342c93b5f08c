package service_test

import (
	"testing"
	"time"

	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// When a record changed is read as every other time is: what can be read as two moments tells nothing.
func TestChangedAt(t *testing.T) {
	b := start(t, simulator.Options{})
	day := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`{"updatedAt":1793491200000}`:                                   day,
		`{"updatedAt":"1793491200000"}`:                                 day,
		`{"updatedAt":"2026-11-01T01:00:00+01:00"}`:                     day,
		`{"employeeUpdatedAt":1793491200000}`:                           day,
		`{"updatedAt":null,"employeeUpdatedAt":"2026-11-01T00:00:00Z"}`: day,
		`{"updatedAt":"20261101"}`:                                      {},
		`{"updatedAt":"2026-11-01T00:00:00"}`:                           {},
		`{"updatedAt":"soon"}`:                                          {},
		`{"updatedAt":{}}`:                                              {},
		`{}`:                                                            {},
	} {
		at, ok := service.ChangedAt(b.entity(t, "employees"), object(t, text))
		if ok != !want.IsZero() || !at.Equal(want) {
			t.Errorf("%s: %s, %t", text, at, ok)
		}
	}
}
