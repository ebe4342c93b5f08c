package test

import (
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/test/harness"
)

// crewJob is a job order with a crew, each member given as JSON.
func crewJob(id, number, name string, crew ...string) [3]string {
	return [3]string{id, "1", `{"jobGuid":"` + id + `","jobNumber":"` + number + `","jobStatus":"Active","jobName":"` + name +
		`","jobId":` + strings.TrimPrefix(id, "g") + `,"jobCrewList":[` + strings.Join(crew, ",") + `]}`}
}

// crewShelf is a server of job orders that are hard to filter.
func crewShelf(t *testing.T) (*shelf, string) {
	t.Helper()
	return newShelf(
		t,
		crewJob("g1", "J-1", "Hébert", `{"employeeCode":"0001","hours":8.50}`, `{"employeeCode":"0002"}`),
		crewJob("g2", "J-2", "He\u0301bert", `{"employeeCode":"0002","hours":12}`),
		crewJob("g3", "J-3", "HÉBERT"),
		crewJob("g4", "J-4", "Smith, J", `{"employeeCode":"0003"}`, `{"hours":1}`, `{"employeeCode":"0004"}`),
		crewJob("g5", "J-5", "Smith"),
		crewJob("g6", "J-6", "plain"),
	)
}

// everyWay runs a command with the mirror, past it and offline, and sees that the answers are the same.
func everyWay(t *testing.T, environment map[string]string, args ...string) outcome {
	t.Helper()
	through := run(environment, args...)
	for _, flag := range []string{"--no-mirror", "--offline"} {
		other := run(environment, append(args, flag)...)
		if other.code != through.code || other.out != through.out {
			t.Errorf("%q with %s: code %d, %q, through the mirror code %d, %q", args, flag, other.code, other.out, through.code, through.out)
		}
	}
	return through
}

// TestFiltersAnswerAlikeEverywhere: lists, several values, letter case and Unicode, with the mirror,
// past it and offline.
func TestFiltersAnswerAlikeEverywhere(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	_, server := crewShelf(t)
	for name, environment := range mirrored(t, variables(t, server)) {
		synced(t, environment)
		for _, c := range []struct{ flags, want string }{
			{"jobCrewList.employeeCode=0002", "1 2"},
			{"jobCrewList.employeeCode==0002", "1 2"},
			{"jobCrewList.employeeCode!=0002", "3 4 5 6"},
			{"jobCrewList.employeeCode<>0002", "3 4 5 6"},
			{"jobCrewList.employeeCode=0001,0003", "1 4"},
			{"jobCrewList.employeeCode~4", "4"},
			{"jobCrewList.employeeCode=", "3 4 5 6"},
			{"jobCrewList.hours>8", "1 2"},
			{"jobCrewList.0.employeeCode=0002", "2"},
			{"jobName=Hébert", "1 2"},
			{"jobName=He\u0301bert", "1 2"},
			{"jobName!=Hébert", "3 4 5 6"},
			{"jobName=hébert", ""},
			{"jobName=hébert --ignore-case", "1 2 3"},
			{"jobName=PLAIN --ignore-case", "6"},
			{"jobName=PLAIN", ""},
			{"jobName=Smith,plain", "5 6"},
			{`jobName="Smith,_J"`, "4"},
			{"jobName=Smith,_J", "4 5"},
			{"jobNumber=J-1,J-5,nope", "1 5"},
			{"jobNumber=j-1,j-5 --ignore-case", "1 5"},
			{"jobNumber!=J-1,J-5", "2 3 4 6"},
			{"jobId=1,5", "1 5"},
			{"jobId!=1,5", "2 3 4 6"},
			{"jobStatus=active --ignore-case", "1 2 3 4 5 6"},
		} {
			args := strings.Fields("joborders list --full -o csv --no-header --columns jobId --filter " + c.flags)
			for i := range args {
				args[i] = strings.ReplaceAll(args[i], "_", " ")
			}
			got := everyWay(t, environment, args...)
			if ids := strings.Join(strings.Fields(got.out), " "); got.code != 0 || ids != c.want {
				t.Errorf("%s: %s: %q, want %q: %s", name, c.flags, ids, c.want, got.err)
			}
		}
		got := everyWay(t, environment, "joborders", "list", "--full", "-o", "ndjson", "--columns", "jobNumber", "--filter", "jobName=Smith, J")
		if !strings.Contains(got.err, `warning: jobName = Smith, J: commas separate values`) {
			t.Errorf("%s: %s", name, got.err)
		}
	}
}

// TestPathsIntoLists: columns join what the elements have, JSON has it as a list, and no sort goes there.
func TestPathsIntoLists(t *testing.T) {
	t.Parallel()
	_, server := crewShelf(t)
	environment := variables(t, server)
	synced(t, environment)
	list := []string{"joborders", "list", "--full", "--limit", "4", "-q", "--columns", "jobNumber,jobCrewList.employeeCode,jobCrewList.hours"}
	for format, want := range map[string]string{
		"csv":    "jobNumber,jobCrewList.employeeCode,jobCrewList.hours\nJ-1,\"0001, 0002\",\"8.50, \"\nJ-2,0002,12\nJ-3,,\nJ-4,\"0003, , 0004\",\", 1, \"\n",
		"table":  "jobNumber  jobCrewList.employeeCode  jobCrewList.hours\nJ-1        0001, 0002                8.50,\nJ-2        0002                      12\nJ-3\nJ-4        0003, , 0004              , 1,\n",
		"ndjson": `{"jobNumber":"J-1","jobCrewList.employeeCode":["0001","0002"],"jobCrewList.hours":[8.50,null]}` + "\n" + `{"jobNumber":"J-2","jobCrewList.employeeCode":["0002"],"jobCrewList.hours":[12]}` + "\n" + `{"jobNumber":"J-3"}` + "\n" + `{"jobNumber":"J-4","jobCrewList.employeeCode":["0003",null,"0004"],"jobCrewList.hours":[null,1,null]}` + "\n",
	} {
		if got := everyWay(t, environment, append(list, "-o", format)...); got.code != 0 || got.out != want {
			t.Errorf("%s: %q, want %q", format, got.out, want)
		}
	}
	for _, key := range []string{"jobCrewList.employeeCode", "-jobCrewList.employeeCode", "jobCrewList.hours"} {
		got := everyWay(t, environment, "joborders", "list", "--full", "--sort", key)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, "jobCrewList is a list") {
			t.Errorf("sort by %s: %+v", key, got)
		}
	}
	for key, want := range map[string]string{"jobCrewList": "it is a list", "-jobCrewList": "it is a list", "jobWBSSchedule": "it is an object"} {
		got := everyWay(t, environment, "joborders", "list", "--full", "--sort", key)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, want) {
			t.Errorf("sort by %s: %+v", key, got)
		}
	}
	got := everyWay(t, environment, "joborders", "list", "--full", "--columns", "jobCrewList.employeeCod")
	if got.code != 2 || !strings.Contains(got.err, "did you mean jobCrewList.employeeCode") {
		t.Errorf("%+v", got)
	}
}

// TestFiltersOutsideADocumentedChoice: what nobody can have is refused before the first call.
func TestFiltersOutsideADocumentedChoice(t *testing.T) {
	t.Parallel()
	server, calls := simulated(t, nil)
	environment := variables(t, server)
	for filter, want := range map[string]string{
		"jobStatus=Activ": "did you mean Active?", "jobStatus!=Activ": "did you mean Active?",
		"jobStatus=Active,Don": "and not \"Don\"", "jobWBSSchedule.jobScheduleBudgetEntryOption=PerWBSS": "did you mean PerWBS?",
	} {
		got := run(environment, "joborders", "list", "--full", "--filter", filter)
		if got.code != 2 || got.out != "" || !strings.Contains(got.err, want) {
			t.Errorf("%s: %+v", filter, got)
		}
	}
	if n := len(calls.all()); n != 0 {
		t.Errorf("%d calls", n)
	}
	if got := run(environment, "timecards", "list", "--full", "--filter", "timecardStatus=Customer Approved"); got.code != 0 {
		t.Errorf("a label of the account: %+v", got)
	}
}

// TestExplodeMakesARowOfEachElement: in every format, with the parent's columns; a filter on the list
// chooses rows, --limit counts those that are shown, and what has no row is said.
func TestExplodeMakesARowOfEachElement(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	_, server := crewShelf(t)
	environment := variables(t, server)
	synced(t, environment)
	list := []string{"joborders", "list", "--full", "--explode", "jobCrewList", "--columns", "jobNumber,jobCrewList.employeeCode"}
	for flags, want := range map[string]string{
		"-o csv":                                  "jobNumber,jobCrewList.employeeCode\nJ-1,0001\nJ-1,0002\nJ-2,0002\nJ-4,0003\nJ-4,\nJ-4,0004\n",
		"-o table --no-header --limit 3":          "J-1  0001\nJ-1  0002\nJ-2  0002\n",
		"-o ndjson --limit 2":                     `{"jobNumber":"J-1","jobCrewList.employeeCode":"0001"}` + "\n" + `{"jobNumber":"J-1","jobCrewList.employeeCode":"0002"}` + "\n",
		"--filter jobCrewList.employeeCode=0002":  "jobNumber  jobCrewList.employeeCode\nJ-1        0002\nJ-2        0002\n",
		"--filter jobCrewList.employeeCode!=0002": "jobNumber  jobCrewList.employeeCode\nJ-1        0001\nJ-4        0003\nJ-4\nJ-4        0004\n",
		"--filter jobCrewList.employeeCode=0002,0004 --sort -jobNumber --limit 2 -o csv --no-header": "J-4,0004\nJ-2,0002\n",
		"--sort -jobNumber --limit 2 -o csv --no-header":                                             "J-4,0003\nJ-4,\n",
		"--filter jobCrewList.0.employeeCode=0001 -o csv --no-header":                                "J-1,0001\nJ-1,0002\n",
		"--sort -jobCrewList.employeeCode -o csv --no-header":                                        "J-4,0004\nJ-4,0003\nJ-1,0002\nJ-2,0002\nJ-1,0001\nJ-4,\n",
		"--sort jobCrewList.employeeCode --limit 2 -o csv --no-header":                               "J-1,0001\nJ-1,0002\n",
		"--filter jobNumber=J-4 -o json --jq length":                                                 "3\n",
	} {
		if got := everyWay(t, environment, append(list, strings.Fields(flags)...)...); got.code != 0 || got.out != want {
			t.Errorf("%s: %q, want %q: %s", flags, got.out, want, got.err)
		}
	}
	if got := run(environment, list...); !strings.Contains(got.err, "3 records with nothing in jobCrewList: no row") {
		t.Error(got.err)
	}
	got := run(environment, "joborders", "get", "g1", "--explode", "jobCrewList", "-o", "ndjson", "--jq", ".jobCrewList.employeeCode")
	if got.code != 0 || got.out != "0001\n0002\n" {
		t.Errorf("get: %+v", got)
	}
	sheet := everyWay(t, environment, "joborders", "list", "--full", "--explode", "jobCrewList", "-o", "csv", "--limit", "1")
	if head, _, _ := strings.Cut(sheet.out, "\n"); !strings.HasPrefix(head, "jobNumber,jobGuid,") || !strings.Contains(head, "jobCrewList.employeeCode") || strings.Contains(head, "jobName") {
		t.Errorf("the head of a sheet: %s", head)
	}
	for _, name := range []string{"jobName", "zzzzzzzz", "jobCrewLst", "jobCrewList.employeeCode"} {
		if got := everyWay(t, environment, "joborders", "list", "--full", "--explode", name); got.code != 2 || got.out != "" {
			t.Errorf("explode %s: %+v", name, got)
		}
	}
}
