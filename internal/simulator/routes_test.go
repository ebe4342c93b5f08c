package simulator

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

func TestPathsMethodsAndCredentials(t *testing.T) {
	s := start(t, Options{Username: "integration", Password: "secret"})
	guid := ""
	tests := []struct {
		name, method, path, user, password string
		status                             int
	}{
		{"list", "GET", base + "JobOrder", "integration", "secret", 200},
		{"ignored query", "GET", base + "JobOrder?page=2", "integration", "secret", 200},
		{"no credentials", "GET", base + "JobOrder", "", "", 401},
		{"wrong password", "GET", base + "JobOrder", "integration", "guess", 401},
		{"wrong user", "GET", base + "JobOrder", "root", "secret", 401},
		{"other letter case", "GET", base + "joborder", "integration", "secret", 404},
		{"slash at the end", "GET", base + "JobOrder/", "integration", "secret", 404},
		{"unknown GUID", "GET", base + "JobOrder/nope", "integration", "secret", 404},
		{"unknown path", "GET", "/", "integration", "secret", 404},
		{"other method", "PUT", base + "JobOrder", "integration", "secret", 405},
		{"write path of its own", "GET", base + "NRB", "integration", "secret", 405},
		{"GUID with other methods", "DELETE", base + "JobOrder/" + guid, "integration", "secret", 404},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), test.method, test.path, nil)
			if test.user != "" {
				r.SetBasicAuth(test.user, test.password)
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != test.status {
				t.Errorf("status %d, want %d: %s", w.Code, test.status, w.Body)
			}
			if w.Header().Get("X-Aimsio-Simulator") != "1" || w.Header().Get("Date") == "" {
				t.Errorf("the answer's header lacks the simulator's mark or the date: %v", w.Header())
			}
			if (w.Code == http.StatusUnauthorized) != (w.Header().Get("WWW-Authenticate") != "") {
				t.Errorf("WWW-Authenticate is %q", w.Header().Get("WWW-Authenticate"))
			}
			if (w.Code == http.StatusMethodNotAllowed) != (w.Header().Get("Allow") != "") {
				t.Errorf("Allow is %q", w.Header().Get("Allow"))
			}
		})
	}
}

// An imported description may know nothing of samples, indexes and presentation.
func TestUnknownEntityIsServed(t *testing.T) {
	c := &api.Catalog{Entities: []*api.Entity{{
		Name: "sites", Resource: "SiteVisit", Title: "site visit", GUID: "visitGuid", UpdatedAt: "visitUpdatedAt", Key: []string{"visitCode"},
		Operations: []api.Operation{
			{Verb: api.List, Method: "GET", Path: "/v2/SiteVisit"},
			{Verb: api.Get, Method: "GET", Path: "/v2/SiteVisit/{visitGuid}"},
			{Verb: api.Create, Method: "POST", Path: "/v2/SiteVisit", Wrapper: "visits"},
		},
		Fields: []api.Field{
			{Name: "visitGuid", Type: api.String},
			{Name: "visitCode", Type: api.String},
			{Name: "visitUpdatedAt", Type: api.Time},
			{Name: "visitors", Type: api.Array, Fields: []api.Field{{Name: "name", Type: api.String}}},
			{Name: "rating", Type: api.Number},
			{Name: "anything", Type: api.Any},
		},
	}}}
	s := start(t, Options{Catalog: c, Jobs: 5})
	ids := guids(t, s, "/v2/SiteVisit")
	if len(ids) != 5 {
		t.Fatalf("the index has %d entries, want 5", len(ids))
	}
	visit := decode[object](t, get(t, s, "/v2/SiteVisit/"+ids[1]))
	if visit["visitCode"] != "SV-00002" || visit["visitGuid"] != ids[1] {
		t.Errorf("the second record is %v", visit)
	}
	post(t, s, "/v2/SiteVisit", `{"visits":[{"visitCode":"SV-00002","rating":4.50}]}`)
	if changed := decode[object](t, get(t, s, "/v2/SiteVisit/"+ids[1])); changed["rating"] != "4.50" {
		t.Errorf("after the write the rating is %v", changed["rating"])
	}
}
