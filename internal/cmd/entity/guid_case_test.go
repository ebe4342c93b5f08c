package entity

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/fail"
)

// inCapitals is a bench of billable items, with a mirror or without, and the GUID of one as the server has it and in
// capitals, as other programs export it.
func inCapitals(t *testing.T, mirrored bool) (w *writing, guid, capitals string) {
	t.Helper()
	w = write(t, "billableitems")
	guid = w.item("BI-001")
	if capitals = strings.ToUpper(guid); capitals == guid {
		t.Fatalf("%s has no letters", guid)
	}
	if mirrored {
		w.sync()
	}
	return w, guid, capitals
}

// eachCopy carries a test out with a mirror and without.
func eachCopy(t *testing.T, do func(t *testing.T, mirrored bool)) {
	t.Helper()
	t.Parallel()
	for _, mirrored := range []bool{true, false} {
		t.Run(fmt.Sprintf("mirrored %v", mirrored), func(t *testing.T) {
			t.Parallel()
			do(t, mirrored)
		})
	}
}

// sentAs asks that calls name a record as the server does.
func (w *writing) sentAs(guid string, calls int) {
	w.t.Helper()
	sent := w.sent()
	if len(sent) != calls {
		w.t.Errorf("sent %q", sent)
	}
	for _, body := range sent {
		if strings.Contains(body, strings.ToUpper(guid)) || !strings.Contains(body, guid) {
			w.t.Errorf("sent %s, without %s as the server has it", body, guid)
		}
	}
}

// TestPlanByGUIDInCapitals: diff and apply take a GUID in capitals for the record that is there, and for no change.
func TestPlanByGUIDInCapitals(t *testing.T) {
	eachCopy(t, func(t *testing.T, mirrored bool) {
		t.Helper()
		w, guid, capitals := inCapitals(t, mirrored)
		unchanged := w.file("same.csv", fmt.Sprintf("billableItemGuid,billableItemName\n%s,%q\n", capitals, w.name("BI-001")))
		got := w.do(NewDiffCommand, "-f", unchanged)
		w.went(got, 0, "1 unchanged")
		changed := w.file("changed.csv", "billableItemGuid,billableItemName\n"+capitals+",Al\n")
		got = w.do(NewApplyCommand, "-f", changed, "--select", capitals, "--dry-run")
		same(t, "the plan", got.actions(t), "BI-001 update")
		got = w.do(NewApplyCommand, "-f", changed, "--yes")
		ok(t, got.err)
		same(t, "outcomes", got.outcomes(t), "BI-001 updated")
		w.sentAs(guid, 1)
		twice := w.file("twice.csv", "billableItemGuid,billableItemName\n"+capitals+",A\n"+guid+",B\n")
		w.ends(w.do(NewApplyCommand, "-f", twice, "--yes"), fail.Invalid, 0, "but line 2 has it too")
		other := w.file("other.csv", "billableItemGuid,billableItemCode,billableItemName\n"+capitals+",BI-002,A\n")
		small := w.file("small.csv", "billableItemGuid,billableItemCode,billableItemName\n"+guid+",BI-002,A\n")
		got, as := w.do(NewDiffCommand, "-f", other), w.do(NewDiffCommand, "-f", small)
		same(t, "the GUID of one and the code of another", got.actions(t), as.actions(t)...)
		if fmt.Sprint(got.err) != strings.Replace(fmt.Sprint(as.err), "small.csv", "other.csv", 1) {
			t.Errorf("%v, and with small letters %v", got.err, as.err)
		}
	})
}

// TestUpdateByGUIDInCapitals: update says the same as diff, and sends the GUID as the server has it.
func TestUpdateByGUIDInCapitals(t *testing.T) {
	eachCopy(t, func(t *testing.T, mirrored bool) {
		t.Helper()
		w, guid, capitals := inCapitals(t, mirrored)
		for name, content := range map[string]string{
			"same.csv":   fmt.Sprintf("billableItemGuid,billableItemName\n%s,%q\n", capitals, w.name("BI-001")),
			"same.jsonl": fmt.Sprintf(`{"billableItemGuid":%q,"billableItemName":%q}`, capitals, w.name("BI-001")),
		} {
			got := w.do(NewUpdateCommand, "-f", w.file(name, content))
			w.went(got, 0)
			same(t, "outcomes of "+name, got.outcomes(t), "BI-001 unchanged")
		}
		changed := w.file("changed.csv", "billableItemGuid,billableItemName\n"+capitals+",Al\n"+strings.ToUpper(w.item("BI-002"))+",Be\n")
		results := w.folder + "/results.jsonl"
		got := w.do(NewUpdateCommand, "-f", changed, "--results", results)
		ok(t, got.err)
		same(t, "outcomes", got.outcomes(t), "BI-001 updated", "BI-002 updated")
		w.sentAs(guid, 1)
		w.went(w.do(NewUpdateCommand, "-f", changed, "--resume", results), 0)
		got = w.do(NewUpdateCommand, capitals, "--set", "billableItemName=Cy")
		ok(t, got.err)
		same(t, "outcomes", got.outcomes(t), "BI-001 updated")
		w.sentAs(guid, 1)
		if got := w.do(NewGetCommand, capitals); got.err != nil || !strings.Contains(got.printed, guid) {
			t.Errorf("get: %+v", got)
		}
	})
}

// TestCreateOverGUIDInCapitals: what is there is not overwritten unasked, and changed as what it is where that is asked for.
func TestCreateOverGUIDInCapitals(t *testing.T) {
	t.Parallel()
	w, guid, capitals := inCapitals(t, true)
	file := w.file("new.csv", "billableItemGuid,billableItemCode,billableItemName,billableItemType,billableItemUnit\n"+capitals+",NEW,New,Labour,h\n")
	create := []string{"-f", file, "--no-validate"}
	w.ends(w.do(NewCreateCommand, create...), fail.Invalid, 0, "billableItemGuid is", guid+" is the same")
	got := w.do(NewCreateCommand, append(create, "--if-exists", "skip")...)
	w.went(got, 0)
	same(t, "outcomes", got.outcomes(t), "NEW skipped")
	got = w.do(NewCreateCommand, append(create, "--if-exists", "update", "--dry-run")...)
	w.went(got, 0)
	if strings.Contains(got.printed, capitals) {
		t.Errorf("the GUID is a change: %s", got.printed)
	}
	before := len(w.ids())
	got = w.do(NewCreateCommand, append(create, "--if-exists", "update")...)
	ok(t, got.err)
	same(t, "outcomes", got.outcomes(t), "NEW updated")
	w.sentAs(guid, 1)
	if after := len(w.ids()); after != before {
		t.Errorf("%d records, %d before", after, before)
	}
	twice := w.file("twice.csv", "billableItemGuid,billableItemCode\n"+capitals+",N1\n"+guid+",N2\n")
	w.ends(w.do(NewCreateCommand, "-f", twice, "--no-validate", "--if-exists", "update"), fail.Invalid, 0, "line 2 is the same record by it")
}

// TestStatusByGUIDInCapitals: update-status names the record as the server does.
func TestStatusByGUIDInCapitals(t *testing.T) {
	eachCopy(t, func(t *testing.T, mirrored bool) {
		t.Helper()
		w := write(t, "joborders")
		guid := w.ids()[0]
		if mirrored {
			w.sync()
		}
		status := "Finished"
		if w.field(guid, "jobStatus") == status {
			status = "Active"
		}
		capitals := strings.ToUpper(guid)
		got := w.do(NewUpdateStatusCommand, capitals, "--status", w.field(guid, "jobStatus"))
		w.went(got, 0)
		if !strings.Contains(got.printed, "unchanged") {
			t.Errorf("it changes: %s", got.printed)
		}
		w.went(w.do(NewUpdateStatusCommand, capitals, "--status", status, "--dry-run"), 0)
		ok(t, w.do(NewUpdateStatusCommand, "-f", w.file("s.csv", "jobGuid,jobStatus\n"+capitals+","+status+"\n")).err)
		w.sentAs(guid, 1)
		if now := w.field(guid, "jobStatus"); now != status {
			t.Errorf("its status is %s", now)
		}
	})
}
