package test

import (
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/simulator"
)

// createCompanies makes companies from lines of NDJSON and gives the rows that it prints: line, key and outcome.
func createCompanies(t *testing.T, environment map[string]string, lines string, flags ...string) (string, outcome) {
	t.Helper()
	args := []string{"companies", "create", "-f", fileWith(t, "companies.ndjson", lines), "-q", "-o", "csv", "--columns", "line,key,outcome", "--no-header"}
	got := run(environment, append(args, flags...)...)
	return strings.TrimSpace(strings.ReplaceAll(got.out, "\n", " ")), got
}

// Where a mirror knows the entity, nothing that is there is overwritten unless that is asked for, also what
// came after the last sync.
func TestCreateOverwritesNothingUnasked(t *testing.T) {
	t.Parallel()
	for name, environment := range mirrored(t, variables(t, "")) {
		server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
		environment = with(environment, "AIMSIO_URL="+server)
		const one = `{"companyCode":"ONE","companyName":"One","companyTypeName":"Client"}`
		const two = `{"companyCode":"TWO","companyName":"Two","companyTypeName":"Client"}`
		both := one + "\n" + two + "\n"
		if got := run(environment, "sync", "companies", "-q"); got.code != 0 {
			t.Fatalf("%s: %+v", name, got)
		}
		log.forget()
		if rows, got := createCompanies(t, environment, one); rows != "1,ONE,created" || got.code != 0 {
			t.Errorf("%s: a new one: %q %+v", name, rows, got)
		}
		before := log.posts()
		rows, got := createCompanies(t, environment, both)
		if got.code != 5 || rows != "" || !strings.Contains(got.err, `companyCode is "ONE": expected one that no company has yet`) ||
			!strings.Contains(got.err, "--if-exists update") || log.posts() != before {
			t.Errorf("%s: one that is there: %d calls, %+v", name, log.posts()-before, got)
		}
		if _, got := createCompanies(t, environment, both, "--no-validate"); got.code != 5 || log.posts() != before {
			t.Errorf("%s: unchecked: %+v", name, got)
		}
		if _, got := createCompanies(t, environment, both, "--dry-run", "--columns", "line"); got.code != 5 {
			t.Errorf("%s: a dry run: %+v", name, got)
		}
		if rows, got := createCompanies(t, environment, both, "--if-exists", "skip"); got.code != 0 || rows != "1,ONE,skipped 2,TWO,created" {
			t.Errorf("%s: skip: %q %+v", name, rows, got)
		}
		if rows, got := createCompanies(t, environment, strings.ReplaceAll(both, `"One"`, `"Eins"`), "--if-exists", "update"); got.code != 0 ||
			rows != "1,ONE,updated 2,TWO,updated" {
			t.Errorf("%s: update: %q %+v", name, rows, got)
		}
		const three = `{"companyCode":"THREE","companyName":"Three","companyTypeName":"Client"}`
		if rows, got := createCompanies(t, environment, both+three, "--if-exists", "update"); got.code != 0 || rows != "1,ONE,updated 2,TWO,updated 3,THREE,created" {
			t.Errorf("%s: some are there: %q %+v", name, rows, got)
		}
		if got := run(environment, "log", "-o", "csv", "--columns", "written,failed,unknown", "--no-header"); !strings.HasSuffix(got.out, "1,0,0\n1,0,0\n2,0,0\n3,0,0\n") {
			t.Errorf("%s: the log counts %+v", name, got)
		}
		kept := run(environment, "log", "-o", "json", "--jq", ".[-1].run, .[0].run")
		for run1 := range strings.FieldsSeq(strings.ReplaceAll(kept.out, `"`, "")) {
			if got := run(environment, "log", "show", run1, "-o", "json"); strings.Contains(got.out, "Eins") && !strings.Contains(got.out, `"companyName":"One"`) &&
				!strings.Contains(got.out, `"companyName": "One"`) {
				t.Errorf("%s: the log does not keep what was there: %+v", name, got)
			}
		}
	}
}

// A record whose keys are those of two others is refused whatever --if-exists says: nobody knows which
// would change.
func TestCreateOverTwoIsRefused(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	if got := run(environment, "sync", "nrbs", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	keys := strings.Fields(run(environment, "nrbs", "list", "--full", "--offline", "-q", "-o", "csv", "--no-header", "--columns", "nrbExternalId", "--limit", "1").out)
	other := strings.Fields(run(environment, "nrbs", "list", "--full", "--offline", "-q", "-o", "csv", "--no-header", "--columns", "nrbGuid", "--sort", "-nrbExternalId", "--limit", "1").out)
	if len(keys) != 1 || len(other) != 1 {
		t.Fatalf("%v %v", keys, other)
	}
	log.forget()
	got := run(environment, "nrbs", "create", "--set", "nrbExternalId="+keys[0], "--set", "nrbGuid="+other[0], "--no-validate", "--if-exists", "update")
	if got.code != 5 || log.posts() != 0 || !strings.Contains(got.err, "different ones") {
		t.Errorf("%d calls, %+v", log.posts(), got)
	}
}

// Without a mirror nobody can tell: that is warned of, and refused where it matters.
func TestCreateWithoutAMirror(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	const set = "companyName=One"
	create := []string{"companies", "create", "--set", "companyCode=ONE", "--set", set, "--set", "companyTypeName=Client", "-o", "csv", "--columns", "outcome", "--no-header"}
	if got := run(environment, create...); got.code != 0 || got.out != "written\n" || strings.Count(got.err, "is changed") != 1 {
		t.Errorf("the API's own way: %+v", got)
	}
	if got := run(environment, append(create, "--if-exists", "update")...); got.code != 0 || strings.Contains(got.err, "is changed") {
		t.Errorf("as it is meant: %+v", got)
	}
	log.forget()
	for _, flags := range [][]string{{"--if-exists", "fail"}, {"--if-exists", "skip"}, {"--confirm", "sandbox"}} {
		protected := environment
		if flags[0] == "--confirm" {
			protected = with(environment, "AIMSIO_PROTECTED=true")
		}
		if got := run(protected, append(create, flags...)...); got.code != 9 || len(log.all()) != 0 || !strings.Contains(got.err, "aimsio sync companies") {
			t.Errorf("%v: %+v", flags, got)
		}
	}
	if got := run(environment, append(create, "--if-exists", "replace")...); got.code != 2 {
		t.Errorf("another word: %+v", got)
	}
}

// What this program wrote is never shown as it was before without a word, and is read again by the next sync
// although its time of change stays.
func TestOwnWritesAreSeen(t *testing.T) {
	t.Parallel()
	for name, environment := range mirrored(t, variables(t, "")) {
		server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
		environment = with(environment, "AIMSIO_URL="+server)
		query := func() (string, string) {
			got := run(environment, "sql", "-o", "csv", "--no-header", "select \"companyname\" from companies where \"companycode\" = 'C0001'")
			return strings.TrimSpace(got.out), got.err
		}
		if got := run(environment, "sync", "companies", "-q"); got.code != 0 {
			t.Fatalf("%s: %+v", name, got)
		}
		guid := strings.TrimSpace(run(environment, "companies", "get", "C0001", "--offline", "-q", "-o", "json", "--jq", ".companyGuid").out)
		guid = strings.Trim(guid, `"`)
		before, said := query()
		if strings.Contains(said, "were written to") {
			t.Errorf("%s: before: %s", name, said)
		}
		changed := "Changed on " + name
		if got := run(environment, "companies", "update", guid, "--set", "companyName="+changed, "--no-mirror"); got.code != 0 {
			t.Fatalf("%s: %+v", name, got)
		}
		if now, said := query(); now != before || !strings.Contains(said, "warning: companies were written to") {
			t.Errorf("%s: %q after %q: %s", name, now, before, said)
		}
		if got := run(environment, "companies", "get", guid, "--offline"); !strings.Contains(got.err, "warning: companies were written to") {
			t.Errorf("%s: offline: %+v", name, got)
		}
		if got := run(environment, "companies", "get", guid); got.code != 0 || !strings.Contains(got.out, changed) {
			t.Errorf("%s: get: %+v", name, got)
		}
		if now, _ := query(); now != changed {
			t.Errorf("%s: what get fetched is not kept: %q", name, now)
		}
		if got := run(environment, "sync", "companies", "-q"); got.code != 0 {
			t.Fatalf("%s: %+v", name, got)
		}
		if now, said := query(); now != changed || strings.Contains(said, "were written to") {
			t.Errorf("%s: after a sync: %q, %s", name, now, said)
		}
	}
}

// A change of which the time does not tell is fetched again all the same, where it was made from here.
func TestOwnWriteOfTheSameTimeIsFetchedAgain(t *testing.T) {
	t.Parallel()
	server, _ := forgetful(t, `{"jobGuid":"1","jobNumber":"J-1","jobName":"old","jobStatus":"Active"}`, "")
	environment := variables(t, server)
	if got := run(environment, "sync", "joborders", "-q", "-o", "csv", "--no-header", "--columns", "calls"); got.out != "2\n" {
		t.Fatalf("%+v", got)
	}
	if got := run(environment, "sync", "joborders", "-q", "-o", "csv", "--no-header", "--columns", "calls"); got.out != "1\n" {
		t.Fatalf("unchanged: %+v", got)
	}
	if got := run(environment, "joborders", "update", "1", "--set", "jobName=new"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if got := run(environment, "sync", "joborders", "-q", "-o", "csv", "--no-header", "--columns", "calls"); got.out != "2\n" {
		t.Errorf("after a write: %+v", got)
	}
	if got := run(environment, "api", "POST", "JobOrder"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if got := run(environment, "sql", "select 1 from joborders"); !strings.Contains(got.err, "were written to") {
		t.Errorf("after a call of the API: %+v", got)
	}
}

// A code by which a record refers to another is looked for in the mirror: one that is missing is warned of,
// with those that may be meant, and refused with --strict.
func TestReferencesOfTheInput(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	file := filepath.Join(environment["HOME"], "employees.csv")
	write := func(trade string) {
		t.Helper()
		writeFile(t, environment, "employees.csv", "employeeCode,employmentType,employeeStatusUname,employeeFirstName,employeeLastName,employeeTradeCode\n"+
			"N-1,DIRECT_HIRE,active_employee_status,A,B,"+trade+"\n")
	}
	write("BI-0O5")
	dry := []string{"employees", "create", "-f", file, "--dry-run"}
	if got := run(environment, dry...); got.code != 0 || strings.Contains(got.err, "local copy has none") {
		t.Errorf("without a mirror: %+v", got)
	}
	if got := run(environment, "sync", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	if got := run(environment, dry...); got.code != 0 || !strings.Contains(got.err, `employeeTradeCode is "BI-0O5": expected the billableItemCode of a record that is there`) ||
		!strings.Contains(got.err, "did you mean BI-005") {
		t.Errorf("one that is missing: %+v", got)
	}
	if got := run(environment, append(dry, "--strict")...); got.code != 5 {
		t.Errorf("--strict: %+v", got)
	}
	write("BI-005")
	if got := run(environment, append(dry, "--strict")...); got.code != 0 {
		t.Errorf("one that is there: %+v", got)
	}
	update := []string{"employees", "update", "0001", "--dry-run", "--set"}
	for set, want := range map[string]struct {
		code, strict int
		said         string
	}{
		"employeeTradeCode=BI-0O5": {0, 5, `warning: --set employeeTradeCode is "BI-0O5": expected the billableItemCode of a record that is there`},
		"employeeTradeCode=BI-005": {0, 0, ""},
		"employeeCode= 1":          {5, 5, `--set employeeCode is " 1": expected no blank`},
		"employeeCode=#N/A":        {5, 5, "a spreadsheet left this error"},
	} {
		got, strict := run(environment, append(update, set)...), run(environment, append(update, set, "--strict")...)
		if got.code != want.code || strict.code != want.strict || !strings.Contains(got.err, want.said) || want.said == "" && strings.Contains(got.err, "warning") {
			t.Errorf("%s: %+v, strict %+v", set, got, strict)
		}
	}
}

// What refuses a record says by which of its fields it is there, and how to go on.
func TestCreateSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	if got := run(environment, "sync", "nrbs", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	guid := strings.TrimSpace(run(environment, "nrbs", "list", "-q", "-o", "ndjson", "--limit", "1", "--jq", ".guid // .id").out)
	if got := run(environment, "nrbs", "update", guid, "--set", "nrbOriginReference=SECOND", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	log.forget()
	for field, value := range map[string]string{"nrbGuid": guid, "nrbOriginReference": "SECOND"} {
		got := run(environment, "nrbs", "create", "--no-validate", "--set", "nrbExternalId=NEW", "--set", field+"="+value)
		if got.code != 5 || log.posts() != 0 || !strings.Contains(got.err, field+` is "`+value+`": expected one that no`) ||
			!strings.Contains(got.err, guid) || !strings.Contains(got.err, "--if-exists skip") {
			t.Errorf("%s: %d calls, %+v", field, log.posts(), got)
		}
	}
}

// A run that goes on from the results of another overwrites nothing either, and says what may have been written.
func TestResumedCreateOverwritesNothing(t *testing.T) {
	t.Parallel()
	server, _ := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
	environment := variables(t, server)
	if got := run(environment, "sync", "companies", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	file := fileWith(t, "c.ndjson", `{"companyCode":"ONE","companyName":"One","companyTypeName":"Client"}`+"\n"+
		`{"companyCode":"C0001","companyName":"Mine","companyTypeName":"Client"}`+"\n")
	results := fileWith(t, "results.ndjson", "")
	got := run(environment, "companies", "create", "-f", file, "--resume", results, "-q", "-o", "csv", "--columns", "key,outcome,message", "--no-header")
	if got.code != 6 || !strings.Contains(got.out, "ONE,created,") || !strings.Contains(got.out, "C0001,failed,\"not sent: it is there already; the run that was stopped may have written it") {
		t.Errorf("%+v", got)
	}
	if got := run(environment, "companies", "list", "--full", "-o", "ndjson", "--filter", "companyName=Mine", "-q"); got.out != "" {
		t.Errorf("it is overwritten: %+v", got)
	}
}

// A record that changed and cannot be read is not overwritten: nobody would know what was there. That one which
// came may be any of the input is refused in a protected environment, and no record is called created then.
func TestCreateOverWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	const one = `{"companyCode":"ONE","companyName":"One","companyTypeName":"Client"}`
	const two = `{"companyCode":"TWO","companyName":"Two","companyTypeName":"Client"}`
	var index atomic.Value
	index.Store(`[{"guid":"g1","dtype":"Company","updatedAt":1}]`)
	var posts strings.Builder
	server := serving(t, func(w http.ResponseWriter, r *http.Request) {
		switch list := fmt.Sprint(index.Load()); {
		case r.Method == http.MethodPost:
			body, _ := io.ReadAll(r.Body)
			posts.Write(body)
		case strings.HasSuffix(r.URL.Path, "/Company"):
			_, _ = io.WriteString(w, list)
		case strings.HasSuffix(r.URL.Path, "/g1") && strings.Contains(list, `"updatedAt":1`):
			_, _ = io.WriteString(w, `{"companyGuid":"g1","companyCode":"ONE","companyName":"Old","companyTypeName":"Client"}`)
		default:
			w.WriteHeader(http.StatusBadRequest)
		}
	})
	environment := variables(t, server)
	if got := run(environment, "sync", "companies", "-q"); got.code != 0 {
		t.Fatalf("%+v", got)
	}
	protected := with(environment, "AIMSIO_PROTECTED=true")
	update := []string{"--if-exists", "update", "--confirm", "sandbox"}

	index.Store(`[{"guid":"g1","dtype":"Company","updatedAt":2}]`)
	for name, environment := range map[string]map[string]string{"unprotected": environment, "protected": protected} {
		posts.Reset()
		rows, got := createCompanies(t, environment, one+"\n"+two+"\n", update...)
		if got.code != 6 || rows != "1,ONE,failed 2,TWO,written" || strings.Contains(posts.String(), "ONE") {
			t.Errorf("%s: %q, sent %s, %+v", name, rows, posts.String(), got)
		}
		if _, got := createCompanies(t, environment, one, append(update, "--columns", "message")...); !strings.Contains(got.out, "has changed since the local copy has it") {
			t.Errorf("%s: %+v", name, got)
		}
		if rows, got := createCompanies(t, environment, one, append(update, "--no-mirror")...); got.code != 0 || rows != "1,ONE,written" {
			t.Errorf("%s, without a mirror: %q %+v", name, rows, got)
		}
	}
	posts.Reset()
	if _, got := createCompanies(t, protected, two, "--confirm", "sandbox"); got.code != 9 || posts.Len() > 0 || !strings.Contains(got.err, "1 record that changed could not be read") {
		t.Errorf("protected: sent %s, %+v", posts.String(), got)
	}
	index.Store(`[{"guid":"g1","dtype":"Company","updatedAt":1},{"guid":"g2","dtype":"Company","updatedAt":1}]`)
	if _, got := createCompanies(t, protected, two, "--confirm", "sandbox"); got.code != 9 || posts.Len() > 0 {
		t.Errorf("protected, one that came: sent %s, %+v", posts.String(), got)
	}
	if rows, got := createCompanies(t, environment, two); got.code != 0 || rows != "1,TWO,written" {
		t.Errorf("unprotected, one that came: %q %+v", rows, got)
	}
}

// A GUID in capitals, as other programs export it, is that of the record that is there: it is refused, updated and
// compared as in small letters.
func TestGUIDInCapitalsIsTheSame(t *testing.T) {
	t.Parallel()
	for name, environment := range mirrored(t, variables(t, "")) {
		server, log := simulated(t, func(o *simulator.Options) { o.Jobs = 4 })
		environment = with(environment, "AIMSIO_URL="+server)
		if got := run(environment, "sync", "joborders", "-q"); got.code != 0 {
			t.Fatalf("%s: %+v", name, got)
		}
		guid := strings.Trim(strings.TrimSpace(run(environment, "joborders", "get", "J-00003", "-q", "-o", "json", "--jq", ".jobGuid").out), `"`)
		capitals := strings.ToUpper(guid)
		whole := fileWith(t, "new.csv", "jobGuid,jobNumber,jobName,jobStatus,jobClientCode,jobPriceBookName,jobStartDate\n"+
			capitals+",J-NEW,Brand new,Active,C0001,Price Book 001,2026-11-01\n")
		before := log.posts()
		if got := run(environment, "joborders", "create", "-f", whole); got.code != 5 || log.posts() != before || !strings.Contains(got.err, "that of "+guid+" is the same") {
			t.Errorf("%s: create: %d calls, %+v", name, log.posts()-before, got)
		}
		if got := run(environment, "joborders", "get", capitals, "--offline", "-o", "json"); got.code != 0 || !strings.Contains(got.out, guid) {
			t.Errorf("%s: offline: %+v", name, got)
		}
		for _, mirror := range [][]string{nil, {"--no-mirror"}} {
			file := fileWith(t, "up.csv", "jobGuid,jobName\n"+capitals+",Changed "+strings.Join(mirror, "")+"\n")
			rows := append([]string{"-f", file, "-q", "-o", "csv", "--no-header"}, mirror...)
			if got := run(environment, append([]string{"joborders", "apply", "--yes", "--columns", "key,outcome"}, rows...)...); got.code != 0 || got.out != "J-00003,updated\n" {
				t.Errorf("%s %v: apply: %+v", name, mirror, got)
			}
			if got := run(environment, append([]string{"joborders", "diff"}, rows...)...); got.code != 0 || got.out != "" {
				t.Errorf("%s %v: diff: %+v", name, mirror, got)
			}
			if got := run(environment, append([]string{"joborders", "update", "--columns", "key,outcome"}, rows...)...); got.code != 0 || got.out != "J-00003,unchanged\n" {
				t.Errorf("%s %v: update: %+v", name, mirror, got)
			}
		}
	}
}
