package test

import (
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestSameFile: a run that would write over its own input, or two outputs over each other, is
// refused before anything is opened.
func TestSameFile(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	file := employeesFile(t, 2)
	link := file + ".link"
	if err := os.Symlink(file, link); err != nil {
		t.Skip("no symbolic links here: " + err.Error())
	}
	content := contentOf(t, file)
	for _, flags := range [][]string{
		{"--rejects", file},
		{"--rejects", link},
		{"--results", file},
		{"--resume", file},
		{"--out", file},
		{"--results", "new.ndjson", "--rejects", "./new.ndjson"},
	} {
		got := run(variables(t, server), append([]string{"employees", "create", "-f", file}, flags...)...)
		if got.code != 2 || !strings.Contains(got.err, "name the same file") || contentOf(t, file) != content || log.posts() != 0 {
			t.Errorf("%s: %+v", flags, got)
		}
	}
	if got := run(variables(t, server), "employees", "create", "-f", file, "--results", os.DevNull, "--rejects", os.DevNull); got.code != 0 {
		t.Errorf("a device: %+v", got)
	}
}

// TestStoppedUpdateReadsNoMore: once the server has refused an update, the records that are left
// are not read only to be skipped.
func TestStoppedUpdateReadsNoMore(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 200 })
	environment := variables(t, server)
	listed := run(environment, "joborders", "list", "-o", "ndjson", "--jq", ".guid // .id")
	guids := strings.Fields(listed.out)
	if len(guids) < 100 {
		t.Fatalf("%d job orders are too few", len(guids))
	}
	before := len(log.all())
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(to)
	refusing := serving(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		proxy.ServeHTTP(w, r)
	})
	got := run(with(environment, "AIMSIO_URL="+refusing), append([]string{"joborders", "update", "--set", "jobDescription=x", "--batch-size", "1"}, guids...)...)
	if reads := len(log.all()) - before; got.code != 3 || reads > len(guids)/2 {
		t.Errorf("%d of %d records were read: code %d, %s", reads, len(guids), got.code, got.err)
	}
}

// TestResumeInOneLine: records in one line of JSON are told apart by their keys. Those without one
// are refused where the results leave open which of them are done.
func TestResumeInOneLine(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, nil)
	const done, failed = `{"line":1,"key":"","outcome":"written"}` + "\n", `{"line":1,"key":"","outcome":"failed"}` + "\n"
	companies := fileWith(t, "a.json", `[{"companyName":"a","companyTypeName":"Vendor"},{"companyName":"b","companyTypeName":"Vendor"}]`)
	for results, want := range map[string]struct{ code, posts int }{
		done + failed: {6, 1}, // the simulator asks for a key
		done + done:   {0, 0},
		failed + done: {5, 0},
	} {
		before := log.posts()
		got := run(variables(t, server), "companies", "create", "--no-validate", "-f", companies, "--resume", fileWith(t, "results.ndjson", results))
		if posts := log.posts() - before; got.code != want.code || posts != want.posts {
			t.Errorf("%s%d calls, %+v", results, posts, got)
		}
	}
}
