package service_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// The answer to a write is not documented: whatever comes, two records get the GUIDs that are
// sure to be theirs, and no success is made of what speaks of an error.
func TestAnswersOfOtherServers(t *testing.T) {
	const written = service.Written
	for name, tt := range map[string]struct {
		body string
		// want is outcome, GUID and a part of the message for each of the two.
		want [2][3]string
	}{
		"by position":              {`[{"guid":"a"},{"guid":"b"}]`, [2][3]string{{written, "a"}, {written, "b"}}},
		"ids as numbers":           {`[{"id":9007199254740993},{"id":2}]`, [2][3]string{{written, "9007199254740993"}, {written, "2"}}},
		"by key, in another order": {`[{"guid":"b","employeeCode":"N-00001"},{"guid":"a","employeeCode":"N-00000"}]`, [2][3]string{{written, "a"}, {written, "b"}}},
		"by key, one missing":      {`[{"employeeGuid":"b","employeeCode":"N-00001"}]`, [2][3]string{{service.Unknown, "", "lists 1 of 2"}, {written, "b"}}},
		"fewer than were sent":     {`[{"guid":"a"}]`, [2][3]string{{service.Unknown, "", "lists 1 of 2"}, {service.Unknown, "", "lists 1 of 2"}}},
		"in some object":           {`{"status":"OK","result":[{"guid":"a"},{"guid":"b"}]}`, [2][3]string{{written, "a"}, {written, "b"}}},
		"in one of two arrays":     {`{"warnings":[{}],"employeeList":[{"guid":"a"},{"guid":"b"}]}`, [2][3]string{{written, "a"}, {written, "b"}}},
		"texts":                    {`["a","b"]`, [2][3]string{{written}, {written}}},
		"a count":                  {`2`, [2][3]string{{written, "", "the server said: 2"}, {written, "", "said: 2"}}},
		"a word":                   {`"Success"`, [2][3]string{{written}, {written}}},
		"some words":               {"1 of 2\n stored", [2][3]string{{service.Unknown, "", ": 1 of 2 stored"}, {service.Unknown, "", ": 1 of 2 stored"}}},
		"byte order mark":          {"\xef\xbb\xbf[{\"guid\":\"a\"},{\"guid\":\"b\"}]", [2][3]string{{written, "a"}, {written, "b"}}},
		"an error":                 {`{"error":"quota"}`, [2][3]string{{service.Unknown, "", "quota"}, {service.Unknown, "", "quota"}}},
		"no success":               {`{"success":false,"why":"quota"}`, [2][3]string{{service.Unknown, "", "quota"}, {service.Unknown, "", "quota"}}},
		"no errors":                {`{"errors":[],"error":null,"ok":true}`, [2][3]string{{written}, {written}}},
		"an error for one":         {`[{"guid":"a"},{"guid":"b","error":"locked"}]`, [2][3]string{{written, "a"}, {service.Failed, "b", "locked"}}},
		"a login page":             {"<!DOCTYPE html><html></html>", [2][3]string{{service.Unknown, "", "HTML page"}, {service.Unknown, "", "HTML page"}}},
		"half an array":            {`[{"guid":"a"},{"gu`, [2][3]string{{service.Unknown, "", "breaks off"}, {service.Unknown, "", "breaks off"}}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{})
				b.wire.instead = func(write int, _ *http.Request) *http.Response {
					if write == 0 {
						return nil
					}
					return says(http.StatusOK, tt.body)
				}
				for i, o := range outcomes(t, b.write(t.Context(), t, b.employees(t, 2, nil), service.WriteOptions{})) {
					got := [3]string{o.Outcome, o.GUID, o.Message}
					if want := tt.want[i]; want[2] != "" && strings.Contains(o.Message, want[2]) {
						got[2] = want[2]
					}
					if diff := cmp.Diff(tt.want[i], got); diff != "" {
						t.Errorf("record %d: %s", i, diff)
					}
				}
			})
		})
	}
}

// An answer in an order of its own must not give a record the GUID of another.
func TestPositionsThatContradictWhatIsKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := start(t, simulator.Options{})
		changes := b.employees(t, 2, func(i int, c *service.Change) { c.ID = []string{"a", "b"}[i] })
		b.wire.instead = func(int, *http.Request) *http.Response { return says(200, `[{"guid":"b"},{"guid":"a"}]`) }
		list := outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{}))
		if list[0].GUID != "a" || list[1].GUID != "b" {
			t.Errorf("%+v", list)
		}
	})
}

// The server's words stand in a message on one line, without the password, and not at any length.
func TestWordsOfTheServerInMessages(t *testing.T) {
	long := strings.Repeat("very long ", 10_000)
	for name, tt := range map[string]struct {
		status     int
		body, want string
	}{
		"a refusal":       {200, `[{"employeeCode":"N-00000","error":"no\n pass word\there"}]`, "no ••• here"},
		"a long refusal":  {200, `[{"employeeCode":"N-00000","error":"` + long + `"}]`, "very long very long"},
		"a long doubt":    {200, `{"error":"` + long + `"}`, "speaks of an error: very long"},
		"a long remark":   {200, long, "the server said: very long"},
		"a promise":       {202, `{"success":true}`, "may mean that it is yet to be carried out"},
		"a whole answer":  {200, `[` + strings.Repeat(`{"error":"x"},`, 10_000) + `{}]`, "speaks of an error"},
		"nested too deep": {200, `{"errors":` + strings.Repeat(`[`, 5000) + strings.Repeat(`]`, 5000) + `}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := start(t, simulator.Options{})
				changes := b.employees(t, 1, nil)
				b.wire.instead = func(int, *http.Request) *http.Response { return says(tt.status, tt.body) }
				message := outcomes(t, b.write(t.Context(), t, changes, service.WriteOptions{}))[0].Message
				if !strings.Contains(message, tt.want) || len(message) > 1000 || strings.ContainsAny(message, "\n\t") {
					t.Errorf("%d bytes: %q", len(message), message)
				}
			})
		})
	}
}
