package test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// TestBatches: how many calls a number of records takes.
func TestBatches(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ records, size, calls int }{{1, 50, 1}, {50, 50, 1}, {51, 50, 2}, {7, 1, 7}, {120, 100, 2}} {
		server, log := simulated(t, nil)
		environment := variables(t, server)
		got := run(environment, "employees", "create", "-f", employeesFile(t, test.records), "--batch-size", fmt.Sprint(test.size), "-o", "ndjson")
		results := resultsOf(t, got.out)
		if got.code != 0 || len(results) != test.records || log.posts() != test.calls {
			t.Errorf("%d records by %d: code %d, %d results, %d calls, want %d: %s", test.records, test.size, got.code, len(results), log.posts(), test.calls, got.err)
		}
		if !slices.IsSortedFunc(results, func(a, b resultLine) int { return a.Line - b.Line }) {
			t.Errorf("the results are not in the order of the file: %v", results)
		}
		wantEmployees(t, environment, test.records)
	}
}

// TestHalving: seven bad records among a thousand. All others are written, once, and the bad ones
// are named with the server's words. Their rejects, mended, can be fed back as they are.
func TestHalving(t *testing.T) {
	t.Parallel()
	bad := []int{1, 77, 78, 333, 500, 850, 1000}
	server, log := simulated(t, nil)
	environment := variables(t, server)
	folder := t.TempDir()
	file, rejects := employeesFile(t, 1000, bad...), folder+"/rejects.csv"
	got := run(environment, "employees", "create", "-f", file, "--results", folder+"/results.ndjson", "--rejects", rejects, "-o", "ndjson")
	calls := log.posts()
	if got.code != 6 || calls >= 130 {
		t.Errorf("code %d after %d calls: %s", got.code, calls, got.err)
	}
	matches(t, "the summary", got.err, fmt.Sprintf(`written 993, unchanged 0, failed 7, unknown 0, skipped 0; %d calls in .*\nerror: 7 records could not be written\n$`, calls))
	if kept := contentOf(t, folder+"/results.ndjson"); kept != got.out {
		t.Errorf("--results and standard output differ: %d and %d bytes", len(kept), len(got.out))
	}
	var failed []int
	for _, result := range resultsOf(t, got.out) {
		if result.Outcome != "failed" {
			continue
		}
		failed = append(failed, result.Line-1)
		if result.Status != 400 || result.Key != fmt.Sprintf("E-%05d", result.Line-1) {
			t.Errorf("a failure is %+v", result)
		}
		matches(t, "the server's words", result.Message, `employeeTradeCode: "NONE"`)
	}
	if !slices.Equal(failed, bad) {
		t.Errorf("failed are %v, want %v", failed, bad)
	}
	wantEmployees(t, environment, 1000, bad...)
	if text := contentOf(t, rejects); strings.Count(text, "\n") != 8 || !strings.HasPrefix(text, strings.TrimSuffix(employeeHeader, "\n")+",aimsio_reason\nE-00001,") {
		t.Errorf("the rejects are\n%s", text)
	}

	log.forget()
	if again := run(environment, "employees", "create", "-f", rejects, "-o", "ndjson"); again.code != 6 || outcomes(resultsOf(t, again.out)) != "failed:7" {
		t.Errorf("the rejects as they are: %+v", again)
	}
	mended := fileWith(t, "mended.csv", strings.ReplaceAll(contentOf(t, rejects), "NONE", "BI-005"))
	if again := run(environment, "employees", "create", "-f", mended); again.code != 0 {
		t.Errorf("the mended rejects: %+v", again)
	}
	wantEmployees(t, environment, 1000)
}

// TestRejectsInEveryForm: rejects come back as the input came and can be fed back.
func TestRejectsInEveryForm(t *testing.T) {
	t.Parallel()
	const (
		fine   = `{"companyCode":"N-1","companyName":"n","companyTypeName":"Vendor"}`
		faulty = `{"companyCode": "N-2", "companyName": "x", "companyTypeName": "Vendor", "companyGuid": "no-such"}`
	)
	forms := map[string]struct{ content, rejects string }{
		"a.json":   {"[" + fine + ",\n" + faulty + "]", "[\n" + faulty + "\n]\n"},
		"b.json":   {`{"companyList":[` + fine + "," + faulty + "]}", "[\n" + faulty + "\n]\n"},
		"a.ndjson": {fine + "\n" + faulty + "\n", faulty + "\n"},
		"a.yaml":   {"- " + fine + "\n- companyCode: N-2\n  companyName: x # a note\n  companyTypeName: Vendor\n  companyGuid: no-such\n", ""},
		"a.csv": {
			"sep=;\r\ncompanyCode;companyName;companyTypeName;companyGuid\r\nN-1;n;Vendor;\r\nN-2;x;Vendor;no-such\r\n",
			"sep=;\r\ncompanyCode;companyName;companyTypeName;companyGuid;aimsio_reason\r\nN-2;x;Vendor;no-such;" +
				`"record 1 (companyCode ""N-2""): companyGuid: ""no-such"" is not an existing company"` + "\r\n",
		},
	}
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, _ := simulated(t, nil)
			environment := variables(t, server)
			folder := t.TempDir()
			rejects, again := folder+"/1-"+name, folder+"/2-"+name
			write := func(file, rejects string) outcome {
				return run(environment, "companies", "create", "-f", file, "--rejects", rejects, "-o", "ndjson", "--jq", "[.key, .outcome]")
			}
			if got := write(fileWith(t, name, form.content), rejects); got.code != 6 || got.out != "[\"N-1\",\"written\"]\n[\"N-2\",\"failed\"]\n" {
				t.Fatalf("%+v", got)
			}
			if got := write(rejects, again); got.code != 6 || got.out != "[\"N-2\",\"failed\"]\n" {
				t.Fatalf("fed back: %+v", got)
			}
			text := contentOf(t, rejects)
			if form.rejects != "" && text != form.rejects || text != contentOf(t, again) {
				t.Errorf("the rejects are %q, want %q; fed back they become %q", text, form.rejects, contentOf(t, again))
			}
		})
	}
}

// TestAnswers: whatever shape the server's answer to a write has, it is understood.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, answer := range []simulator.Answer{
		simulator.AnswerStubs, simulator.AnswerWrapped, simulator.AnswerText, simulator.AnswerEmpty, simulator.AnswerNone,
	} {
		t.Run(string(answer), func(t *testing.T) {
			t.Parallel()
			server, _ := simulated(t, func(o *simulator.Options) { o.Answer = answer })
			environment := variables(t, server)
			got := run(environment, "employees", "create", "-f", employeesFile(t, 5, 3), "-o", "ndjson", "--verify")
			results := resultsOf(t, got.out)
			if got.code != 6 || outcomes(results) != "failed:1 written:4" {
				t.Errorf("%+v", got)
			}
			matches(t, "standard error", got.err, `verified 4 records, 4 as sent\n`)
			knows := answer == simulator.AnswerStubs || answer == simulator.AnswerWrapped
			for _, result := range results {
				if has := result.GUID != ""; result.Outcome == "written" && has != knows {
					t.Errorf("the GUID in %+v", result)
				}
			}
			wantEmployees(t, environment, 5, 3)
		})
	}
}
