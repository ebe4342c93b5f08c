package test

import (
	"os"
	"strings"
	"testing"
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
	server, log := simulated(t, nil)
	environment := variables(t, server)
	listed := run(environment, "companies", "list", "-o", "ndjson", "--jq", ".guid // .id")
	guids := strings.Fields(listed.out)
	if len(guids) < 100 {
		t.Fatalf("%d companies are too few: %+v", len(guids), listed)
	}
	before := len(log.all())
	refusing := refusingAfter(t, server, 0, "403")
	got := run(with(environment, "AIMSIO_URL="+refusing), append([]string{"companies", "update", "--set", "companyName=x", "--batch-size", "1"}, guids...)...)
	if reads := len(log.all()) - before; got.code != 3 || reads > len(guids)/2 {
		t.Errorf("%d of %d records were read: code %d, %s", reads, len(guids), got.code, got.err)
	}
}
