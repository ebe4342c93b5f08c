package answer

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/record"
)

// Whatever a server answers, it is read without panic, and no record is written where a member that
// tells of failures does so.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{`{"errors":[{"index":1}]}`, `[{"guid":"a"},{"status":"error"}]`, `{"T-1":{}}`, `Error`, `[[[{}]]]`, `{"a":1e999}`} {
		f.Add(200, seed)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		call := calling(wrapped(), things(t, 2, ""))
		plain, _ := outcomes(call, status, body)
		if len(plain) != 2 {
			t.Errorf("%s", plain)
		}
		if !record.Value(body).IsValid(record.Lenient()) {
			return
		}
		for _, failure := range []string{
			`"success":false`, `"error":"x"`, `"errors":["x"]`, `"status":"FAILED"`, `"hasErrors":true`, `"failure_count":2`, `"saved_count":0`,
		} {
			for _, form := range []string{`{%s,"x":%s}`, `{"x":%[2]s,"data":{%[1]s}}`, `[{%[1]s,"x":%[2]s},{%[1]s}]`, `{"results":[{%[1]s},{%[1]s,"x":%[2]s}]}`} {
				text := fmt.Sprintf(form, failure, body)
				got, _ := outcomes(call, http.StatusOK, text)
				if strings.Contains(got, "w") && !strings.Contains(got, "f") { // which explains what failed
					t.Errorf("%s: %s", got, text)
				}
			}
		}
	})
}
