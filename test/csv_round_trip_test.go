package test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/test/harness"
)

// oddJob has what a spreadsheet would change, and fields of every kind that no description knows.
const oddJob = `{"jobGuid":"1","jobNumber":"0012","jobName":"'=1","jobDescription":"a\r\nb\rc\n;=d","jobAddress":"\\null","jobDirection":"=HYPERLINK(1)",` +
	`"jobLocationLat":"53.10","jobStartDate":1772323200000,"jobEndDate":1775001600123,"jobShowInDispatching":null,` +
	`"newNumber":9007199254740993,"newAmount":10.10,"newText":"0012","newSwitch":false,"newNothing":null,"newEmpty":"",` +
	`"newList":[1,"a, b",{"x":1.0}],"newObject":{},"newParts":{"a.b":2,"flag":true},"newMoney":"(5)","newDate":"2026-03-01"}`

// An export that nobody edited changes nothing, whatever is in it and however it was written.
func TestUneditedExportIsUnchanged(t *testing.T) {
	t.Parallel()
	server, sent := forgetful(t, oddJob, "")
	environment := variables(t, server)
	for _, flags := range []string{"", "--excel", "--time utc", "--time America/Edmonton", "--excel --time epoch"} {
		file := filepath.Join(t.TempDir(), "jobs.csv")
		export := append([]string{"joborders", "list", "--full", "-o", "csv", "--out", file}, strings.Fields(flags)...)
		if got := run(environment, export...); got.code != 0 {
			t.Fatalf("%q: exit code %d: %s", flags, got.code, got.err)
		}
		got := run(environment, "joborders", "update", "-f", file, "-o", "csv", "--columns", "outcome", "--no-header")
		if got.code != 0 || got.out != "unchanged\n" {
			t.Errorf("%q: exit code %d, %q: %s", flags, got.code, got.out, got.err)
		}
		if bodies := sent(); len(bodies) > 0 {
			t.Errorf("%q: sent %q", flags, bodies)
		}
	}
}

// What was edited keeps the kind that the record has; the rest goes back as the server sent it.
func TestEditedExportKeepsKinds(t *testing.T) {
	t.Parallel()
	server, sent := forgetful(t, oddJob, "")
	file := fileWith(t, "jobs.csv", "jobGuid,newNumber,newAmount,newText,newSwitch,newList,newParts.a\\.b,newParts.flag,jobAddress\n"+
		"1,9007199254740995,10.1,0013,TRUE,\"[1,2]\",3,no,\n")
	got := run(variables(t, server), "joborders", "update", "-f", file)
	if got.code != 0 {
		t.Fatalf("exit code %d: %s", got.code, got.err)
	}
	bodies := strings.Join(sent(), "")
	for _, want := range []string{
		`"newNumber":9007199254740995,`, `"newAmount":10.1,`, `"newText":"0013",`, `"newSwitch":true,`, `"newList":[1,2],`,
		`"newParts":{"a.b":3,"flag":false},`, `"jobAddress":"\\null",`, `"jobDescription":"a\r\nb\rc\n;=d",`, `"newMoney":"(5)",`,
	} {
		if !strings.Contains(bodies, want) {
			t.Errorf("%s is not in %s", want, bodies)
		}
	}
}

// Every entity of the simulator that can be updated takes its own export back.
func TestExportsOfAllEntitiesAreUnchanged(t *testing.T) {
	t.Parallel()
	harness.OneByOne(t)
	server, log := simulated(t, nil)
	environment := variables(t, server)
	for _, entity := range api.Builtin().Entities {
		if _, ok := entity.Operation(api.Create); !ok {
			continue
		}
		for _, flags := range [][]string{nil, {"--excel"}} {
			file := filepath.Join(t.TempDir(), entity.Name+".csv")
			if got := run(environment, append([]string{entity.Name, "list", "--full", "-q", "--out", file}, flags...)...); got.code != 0 {
				t.Fatalf("%s %v: exit code %d: %s", entity.Name, flags, got.code, got.err)
			}
			log.forget()
			got := run(environment, entity.Name, "update", "-f", file, "-q", "-o", "csv", "--columns", "outcome", "--no-header")
			if got.code != 0 || strings.Trim(strings.ReplaceAll(got.out, "unchanged", ""), "\n") != "" {
				t.Errorf("%s %v: exit code %d: %.300s %s", entity.Name, flags, got.code, got.out, got.err)
			}
			for _, request := range log.all() {
				if !strings.Contains(request, " GET ") {
					t.Errorf("%s %v: %s", entity.Name, flags, request)
				}
			}
		}
	}
}
