package entity

import (
	"slices"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// TestCreate: the records of a file go out in one call, or one that --set describes.
func TestCreate(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	had := len(w.ids())
	got := w.do(NewCreateCommand, "-f", w.file("new.csv", employees("E-1", "E-2")))
	ok(t, got.err)
	same(t, "outcomes", got.outcomes(t), "E-1 written", "E-2 written")
	got = w.do(NewCreateCommand, "--set", "employeeCode=E-3", "--set", "employmentType=DIRECT_HIRE", "--set", "employeeStatusUname=active_employee_status",
		"--set", "employeeFirstName=Ann", "--set", "employeeLastName=9007199254740993", "--set", "employeeTradeCode=BI-005")
	ok(t, got.err)
	same(t, "outcomes", got.outcomes(t), "E-3 written")
	sent := w.sent()
	if len(sent) != 2 || len(w.ids()) != had+3 {
		t.Errorf("sent %q; the server had %d records and has %d", sent, had, len(w.ids()))
	}
	contains(t, "the call", sent[1], `{"employeeList":[{"employeeCode":"E-3",`, `"employeeLastName":"9007199254740993"`)
}

// TestCreateRefuses: a command line that names no records, or an input that is wrong, sends nothing.
func TestCreateRefuses(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	file := w.file("new.csv", employees("E-1"))
	w.refuses(NewCreateCommand,
		refusal{nil, fail.Usage, `create needs records: give -f FILE, or --set field=value; "aimsio employees template" prints an example`},
		refusal{[]string{"E-1", "-f", file}, fail.Usage, "takes no arguments"},
		refusal{[]string{"-f", file, "--if-exists", "replace"}, fail.Usage, `--if-exists is fail, skip or update, not "replace"`},
		refusal{[]string{"-f", file, "--batch-size", "0"}, fail.Usage, "--batch-size and --max-errors are at least 1"},
		refusal{[]string{"-f", file, "--input", "xml"}, fail.Usage, "xml"},
		refusal{[]string{"-f", file, "--max-changes", "many"}, fail.Usage, "--max-changes"},
		refusal{[]string{"-f", file, "--max-changes", "0"}, fail.Guarded, "--max-changes"},
		refusal{[]string{"--set", "employeeCod=E-1"}, fail.Usage, "did you mean employeeCode"},
		refusal{[]string{"-f", w.file("twice.csv", employees("E-1", "E-1"))}, fail.Invalid, "E-1"},
		refusal{[]string{"-f", file + "x"}, fail.Usage, file + "x"},
	)
}

// TestCreateOfWhatIsThere: where a mirror can tell, a record that is there is overwritten only if that is asked for.
func TestCreateOfWhatIsThere(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	ok(t, w.do(NewCreateCommand, "-f", w.file("first.csv", employees("E-1"))).err)
	w.sync()
	w.sent()
	both := w.file("both.csv", employees("E-1", "E-2"))
	w.refuses(NewCreateCommand,
		refusal{[]string{"-f", both}, fail.Invalid, "E-1"},
		refusal{[]string{"-f", both, "--if-exists", "fail"}, fail.Invalid, "E-1"},
	)
	got := w.do(NewCreateCommand, "-f", both, "--if-exists", "skip")
	ok(t, got.err)
	same(t, "skipping", got.outcomes(t), "E-1 skipped", "E-2 created")
	got = w.do(NewCreateCommand, "-f", both, "--if-exists", "update")
	ok(t, got.err)
	same(t, "updating", got.outcomes(t), "E-1 updated", "E-2 updated")
	w.sent()
}

// TestCreateAnew: where creating never changes what is there, nothing asks about it.
func TestCreateAnew(t *testing.T) {
	t.Parallel()
	catalog := parts()
	catalog.Entities[0].UpdatesApart, catalog.Entities[0].UpsertsSaid = true, false
	w := writeWith(t, catalog, "parts")
	for _, upserts := range []bool{true, false} {
		w.entity.UpdatesApart, w.entity.UpsertsSaid = !upserts, upserts
		command := NewCreateCommand(cmdtest.With(t, w.described, w.variables, "").Env, w.entity)
		if has := command.Flags().Lookup("if-exists") != nil; has != upserts {
			t.Errorf("creates and updates: %t, --if-exists: %t", upserts, has)
		}
		words := "Each is a new one"
		if upserts {
			words = "The API creates or updates by the key:\nwhat has the same partCode or partGuid is there already"
		}
		contains(t, "the help", command.Long, words)
	}
	got := w.do(NewCreateCommand, "--set", "partCode=P-77", "--set", "partName=bolt")
	ok(t, got.err)
	same(t, "outcomes", got.outcomes(t), "P-77 written")
}

// TestCreateCompletes: the words of a flag are offered, those of --set from the fields.
func TestCreateCompletes(t *testing.T) {
	t.Parallel()
	w := write(t, "employees")
	command := NewCreateCommand(cmdtest.New(t, w.variables, "").Env, w.entity)
	for flag, word := range map[string]string{"if-exists": "skip", "input": "ndjson", "confirm": "sandbox", "set": "employeeFirstName="} {
		complete, has := command.GetFlagCompletionFunc(flag)
		if !has {
			t.Errorf("--%s is not completed", flag)
			continue
		}
		words, _ := complete(command, nil, "")
		if !slices.ContainsFunc(words, func(offered string) bool { return len(offered) >= len(word) && offered[:len(word)] == word }) {
			t.Errorf("--%s offers %q", flag, words)
		}
	}
}
