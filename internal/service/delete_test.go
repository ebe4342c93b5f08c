package service_test

import (
	"iter"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// A record that is gone when its delete is sent again was deleted by the first try, if that can have
// been carried out.
func TestDeletesWhoseAnswerWasLost(t *testing.T) {
	operation := &api.Operation{Verb: api.Delete, Method: http.MethodDelete, Path: "/Employee/{employeeGuid}"}
	for name, tt := range map[string]struct {
		statuses []int
		want     string
	}{
		"lost":                 {[]int{503, 404}, service.Deleted},
		"lost twice":           {[]int{503, 429, 404}, service.Deleted},
		"not carried out":      {[]int{429, 404}, service.Failed},
		"never there":          {[]int{404}, service.Failed},
		"refused after a loss": {[]int{503, 400}, service.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{})
				b.wire.instead = func(write int, _ *http.Request) *http.Response { return says(tt.statuses[write-1], `{"message":"no"}`) }
				var changes iter.Seq2[service.Change, error] = func(yield func(service.Change, error) bool) {
					yield(service.Change{Line: 2, ID: "a", HasKey: true, Action: service.ActionDelete, Body: object(t, `{"employeeGuid":"a"}`)}, nil)
				}
				for batch := range b.Write(t.Context(), b.entity(t, "employees"), operation, changes, service.WriteOptions{}) {
					if got := batch.Outcomes[0]; got.Outcome != tt.want {
						t.Errorf("%+v", got)
					}
				}
				if b.wire.writes != len(tt.statuses) {
					t.Errorf("%d calls", b.wire.writes)
				}
			})
		})
	}
}
