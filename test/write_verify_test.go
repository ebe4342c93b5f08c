package test

import (
	"strings"
	"testing"
)

// TestVerifyFindsWhatIsNotKept: the server says yes and keeps something else.
func TestVerifyFindsWhatIsNotKept(t *testing.T) {
	t.Parallel()
	const job = `{"jobGuid":"1","jobNumber":"J-1","jobName":"old","jobStatus":"Active","jobLocationLat":53.10,"jobWBSSchedule":{"jobScheduleGuid":"g"}}`
	for name, answer := range map[string]string{"with a GUID": `[{"guid":"1"}]`, "without": `OK`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, _ := forgetful(t, job, answer)
			environment := variables(t, server)
			got := run(environment, "joborders", "update", "1", "--set", "jobName=new", "--set", "jobWBSSchedule.jobScheduleGuid=h", "--verify")
			if got.code != 6 || !strings.Contains(got.out, "updated") {
				t.Errorf("%+v", got)
			}
			matches(t, "standard error", got.err, `line 1 \(J-1\): jobName: sent "new", the server has "old"; jobWBSSchedule.jobScheduleGuid: sent "h", the server has "g";\n`+
				`verified 1 record, 0 as sent\nerror: 1 record not as sent\n$`)
			got = run(environment, "joborders", "create", "--set", "jobNumber=J-1", "--set", "jobLocationLat=53.1", "--verify", "-q", "--no-validate")
			if got.code != 0 || got.err != "" {
				t.Errorf("the same number in other digits: %+v", got)
			}
			got = run(environment, "joborders", "create", "--set", "jobNumber=J-2", "--verify", "--no-validate", "-q")
			if got.code != 6 || answer == "OK" && !strings.Contains(got.err, "not found again") {
				t.Errorf("a record that is not there: %+v", got)
			}
		})
	}
}

// TestWholeRecordGoesBack: an update sends the record as it was read, byte for byte, but for what
// changes and for what the server sets itself.
func TestWholeRecordGoesBack(t *testing.T) {
	t.Parallel()
	const job = `{"futureId":9007199254740993,"jobId":7,"jobGuid":"1","jobNumber":"J-1","jobName":"old","jobClientName":"read-only","jobStatus":"Active",` +
		`"jobLocationLat":10.10,"future":{"b":[1.0,{"c":null}],"a":"é\/"},"jobWBSSchedule":{"jobScheduleGuid":"g","futureFlag":true},"jobUpdatedAt":5}`
	const sent = `{"jobList":[{"futureId":9007199254740993,"jobGuid":"1","jobNumber":"J-1","jobName":"new","jobStatus":"Active",` +
		`"jobLocationLat":10.10,"future":{"b":[1.0,{"c":null}],"a":"é\/"},"jobWBSSchedule":{"jobScheduleGuid":"g","futureFlag":true}}]}`
	server, bodies := forgetful(t, job, "")
	environment := variables(t, server)
	changes := fileWith(t, "changes.csv", "jobGuid,jobName,jobDescription\n1,new,\n")
	for _, arguments := range [][]string{
		{"joborders", "update", "1", "--set", "jobName=new"},
		{"joborders", "update", "-f", changes},
		{"joborders", "update", "-f", changes, "--set", "jobStatus=Active"},
	} {
		got := run(environment, arguments...)
		if all := bodies(); got.code != 0 || len(all) != 1 || all[0] != sent {
			t.Errorf("%v: %+v\nsent %q\nwant %q", arguments, got, all, sent)
		}
	}
	got := run(environment, "joborders", "update-status", "1", "--status", "Finished")
	want := strings.Replace(strings.Replace(sent, `"Active"`, `"Finished"`, 1), `"new"`, `"old"`, 1)
	if all := bodies(); got.code != 0 || len(all) != 1 || all[0] != want {
		t.Errorf("update-status: %+v\nsent %q\nwant %q", got, all, want)
	}
	got = run(environment, "joborders", "update", "1", "--set", "jobName=old", "-o", "ndjson", "--jq", ".outcome")
	if all := bodies(); got.code != 0 || len(all) != 0 || got.out != "unchanged\n" {
		t.Errorf("nothing changes: %+v, sent %q", got, all)
	}
}
