package simulator

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// A store that was damaged is refused with the line and the way out, or used; then what is written
// is there for the next one who reads it, and so is all that was there before.
func FuzzStore(f *testing.F) {
	const head = `{"aimsioSimulatorStore":1,"generation":"x","seed":1,"jobs":2,"asOf":"2026-11-01T00:00:00Z"}` + "\n"
	for _, seed := range []string{
		"", head, head + "garbage\n", head + "{}\n", strings.TrimSuffix(head, "\n"), "[]\n",
		head + `{"resource":"Company","guid":"g","updatedAt":5,"record":{"companyCode":"NEW","a":1,"a":10.10}}` + "\n",
		head + `{"resource":"Company","guid":"","updatedAt":-1,"record":{"companyCode":7}}` + "\n" + `{"resource":"Other","record":[]}` + "\n" + `{"resou`,
		strings.Replace(head, `"jobs":2`, `"jobs":0`, 1),
	} {
		f.Add([]byte(seed))
	}
	catalog := builtin(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		if hasManyJobs(content) {
			t.Skip("a world that takes long to make")
		}
		path := t.TempDir() + "/demo.ndjson"
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := New(Options{Store: path, Catalog: catalog, Jobs: 2})
		if err != nil {
			if !strings.Contains(err.Error(), "is damaged in line ") || !strings.Contains(err.Error(), "--reset") {
				t.Fatal(err)
			}
			return
		}
		before := guids(t, s, base+"Company")
		rename(t, s, "WRITTEN-NOW", "by the test")
		again := start(t, Options{Store: path, Catalog: catalog})
		after := guids(t, again, base+"Company")
		if len(after) < len(before) {
			t.Fatalf("%d companies, %d before the write", len(after), len(before))
		}
		for i, guid := range before {
			if after[i] != guid {
				t.Fatalf("company %d is %s, it was %s", i, after[i], guid)
			}
		}
		if !strings.Contains(get(t, again, base+"Company/"+after[len(after)-1]), "by the test") {
			t.Fatal("what was written is not there")
		}
	})
}

// hasManyJobs tells whether the head of a store asks for more data than a fuzzer has time for.
func hasManyJobs(content []byte) bool {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	var head struct {
		Jobs int `json:"jobs"`
	}
	return json.Unmarshal(line, &head) == nil && head.Jobs > 10
}
