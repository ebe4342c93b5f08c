package entity

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestUpdate: each record is read, the change merged into it, and the whole sent back; what is as it shall be is not sent.
func TestUpdate(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	ids := w.ids()[:3]
	code := w.field(ids[0], "employeeCode")
	got := w.do(NewUpdateCommand, ids[0], ids[1], "--set", "employeeNickName=Ö \"1\"")
	ok(t, got.err)
	sent := w.sent()
	if len(sent) != 1 || w.field(ids[0], "employeeNickName") != `Ö "1"` || w.field(ids[0], "employeeCode") != code {
		t.Errorf("sent %q", sent)
	}
	contains(t, "the call", sent[0], ids[0], ids[1], `"employeeFirstName"`)
	got = w.do(NewUpdateCommand, ids[0], ids[2], "--set", "employeeNickName=Ö \"1\"")
	ok(t, got.err)
	contains(t, "the results", got.printed, `"outcome":"unchanged"`, `"outcome":"updated"`)
	if sent = w.sent(); len(sent) != 1 || strings.Contains(sent[0], ids[0]) {
		t.Errorf("the second time sent %q", sent)
	}
}

// TestUpdateOfAFile: the records of a file say which they mean by GUID, and hold what is to change.
func TestUpdateOfAFile(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	ids := w.ids()[:2]
	file := w.file("changes.csv", "employeeGuid,employeeNickName\n"+ids[0]+",Al\n"+ids[1]+",\n")
	got := w.do(NewUpdateCommand, "-f", file)
	ok(t, got.err)
	if sent := w.sent(); len(sent) != 1 || strings.Contains(sent[0], ids[1]) || w.field(ids[0], "employeeNickName") != "Al" {
		t.Errorf("sent %q", sent)
	}
	got = w.do(NewUpdateCommand, "-f", file, "--set", "employeeNotes=seen")
	ok(t, got.err)
	for _, id := range ids {
		if notes := w.field(id, "employeeNotes"); notes != "seen" {
			t.Errorf("%s has the notes %q", id, notes)
		}
	}
}

// TestUpdateOfWords: records are named on standard input too, and by key where there is a mirror.
func TestUpdateOfWords(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	ids := w.ids()[:3]
	got := w.with("\n"+ids[1]+"\r\n", "ndjson", NewUpdateCommand, ids[0], "-", "--set", "employeeNickName=Al")
	ok(t, got.err)
	sent := w.sent()
	if len(sent) != 1 || !strings.Contains(sent[0], ids[0]) || !strings.Contains(sent[0], ids[1]) {
		t.Errorf("sent %q", sent)
	}
	code := w.field(ids[2], "employeeCode")
	w.refuses(NewUpdateCommand, refusal{[]string{code, code, "--set", "employeeNickName=Bo"}, fail.Invalid, "given twice"})
	w.sync()
	ok(t, w.do(NewUpdateCommand, code, "--set", "employeeNickName=Bo").err)
	if name := w.field(ids[2], "employeeNickName"); name != "Bo" {
		t.Errorf("by its key: %q", name)
	}
	w.sent()
	got = w.with("", "ndjson", NewUpdateCommand, "-", "--set", "employeeNickName=Bo")
	if sent := w.sent(); got.err != nil || len(sent) != 0 || !strings.Contains(got.said, "there is nothing to write") {
		t.Errorf("of no words: %v, sent %q, said %q", got.err, sent, got.said)
	}
}

// TestUpdateRefuses: a command line that does not say what or which sends nothing.
func TestUpdateRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	id := w.ids()[0]
	file := w.file("changes.csv", "employeeGuid,employeeNickName\n"+id+",Al\n")
	w.refuses(NewUpdateCommand,
		refusal{nil, fail.Usage, "which employees? give GUIDs, - to read them from standard input, or -f FILE"},
		refusal{[]string{id}, fail.Usage, "update needs a change: give --set field=value, or -f FILE"},
		refusal{[]string{id, "-f", file}, fail.Usage, "give either GUIDs or -f FILE, not both"},
		refusal{[]string{id, "--set", "employeeNickNam=Al"}, fail.Usage, "did you mean employeeNickName"},
		refusal{[]string{id, "--set", "employeeNickName"}, fail.Usage, "--set"},
		refusal{[]string{id, "--set", "employeeNickName=Al", "--max-changes", "0"}, fail.Guarded, "--max-changes"},
		refusal{[]string{" ", "--set", "employeeNickName=Al"}, fail.Usage, "empty"},
		refusal{[]string{"-f", w.file("short.csv", "employeeNickName\nAl\n")}, fail.Invalid, "employeeGuid"},
	)
}

// TestUpdateOfNothing: a record that is not there is one that failed, or the whole of the run.
func TestUpdateOfNothing(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	id := w.ids()[0]
	got := w.do(NewUpdateCommand, "none", id, "--set", "employeeNickName=Al")
	same(t, "outcomes", got.outcomes(t), "none failed", w.field(id, "employeeCode")+" updated")
	if !fail.Is(got.err, fail.Partial) {
		t.Errorf("one of two: %v", got.err)
	}
	if got = w.do(NewUpdateCommand, "none", "--set", "employeeNickName=Al"); !fail.Is(got.err, fail.NotFound) {
		t.Errorf("none of one: %v", got.err)
	}
	w.sent()
}

// TestUpdateVerifies: what the server does not keep is told of, by its field.
func TestUpdateVerifies(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	ids := w.ids()[:1]
	got := w.do(NewUpdateCommand, ids[0], "--set", "employeeNickName=Al", "--verify")
	if got.err != nil || !strings.Contains(got.said, "verified") {
		t.Errorf("%v, said %q", got.err, got.said)
	}
	results := filepath.Join(w.folder, "results.ndjson")
	ok(t, w.do(NewUpdateCommand, ids[0], "--set", "employeeNickName=Bo", "--results", results).err)
	contains(t, "the results", w.content(results), ids[0], `"action":"update"`, `"environment":"sandbox"`)
}

// TestUpdatingVerb: a changed record goes back by the call for it, or by the one that creates and updates.
func TestUpdatingVerb(t *testing.T) {
	t.Parallel()
	catalog := parts()
	entity := catalog.Entities[0]
	if verb := bulk.UpdatingVerb(entity); verb != api.Create {
		t.Errorf("what creates and updates: %s", verb)
	}
	entity.UpsertsSaid = false
	if verb := bulk.UpdatingVerb(entity); verb != api.Update {
		t.Errorf("what only creates: %s", verb)
	}
	entity.Operations = append(entity.Operations, api.Operation{Verb: api.Update, Method: "PUT", Path: "/Part/{partGuid}"})
	if verb := bulk.UpdatingVerb(entity); verb != api.Update {
		t.Errorf("what has a call of its own: %s", verb)
	}
}

// TestUpdateHelp: the example sets a field that takes any text, and the help says what the key is good for.
func TestUpdateHelp(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	run := cmdtest.New(t, w.variables, "")
	command := NewUpdateCommand(run.Env, w.entity)
	contains(t, "the help", command.Long, "did not move the time of change is not seen then; --no-mirror reads each record", "employeeGuid")
	contains(t, "the example", command.Example, "--set "+settable(w.entity)+"=changed")
	field, known := api.Find(w.entity.Fields, settable(w.entity))
	if !known || field.Type != api.String || field.ReadOnly || len(field.Enum) > 0 || api.IsKey(w.entity, field.Name) {
		t.Errorf("the example sets %+v", field)
	}
	if command.ValidArgsFunction == nil {
		t.Error("no record is completed")
	}
	bare := &api.Entity{Name: "things", GUID: "guid", Status: "state", Fields: []api.Field{{Name: "guid", Type: api.String}}}
	if settable(bare) != "state" || mergeHelp(bare) != "" {
		t.Errorf("an entity of its status alone: sets %q, says %q", settable(bare), mergeHelp(bare))
	}
}
