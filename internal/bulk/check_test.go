package bulk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/bulk"
	"github.com/aimsio-cli/aimsio/internal/fail"
)

// All faults of an input are told, with line, field and value, before anything is sent.
func TestFaultsAreToldTogether(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.input = newEmployee("E-1", "") + "\n" +
		strings.Replace(newEmployee("E-2", ""), "DIRECT_HIRE", "DIRECT", 1) + "\n" +
		strings.Replace(newEmployee("E-3", ""), `"employeeCode":"E-3",`, "", 1) + "\n" +
		newEmployee("E-4", `,"employeeNickNme":"Al"`) + "\n" +
		newEmployee("E-5", `,"employeeAverageDayPay":"much"`) + "\n"
	err := f.create(bulk.Options{File: "-"})
	f.wantKind(err, fail.Invalid, "4 faults in 5 records of standard input: nothing was sent", "--allow-unknown sends fields")
	for _, part := range []string{
		`standard input:2: employmentType is "DIRECT"`, "standard input:3: employeeCode: expected a value, for the record has no employeeCode and no employeeGuid",
		`standard input:4: employeeNickNme: `, `standard input:5: employeeAverageDayPay is "much"`,
	} {
		f.wantProblem(part)
	}
	f.wantProblem("employeeNickName") // as what was meant
	f.wantNoPost()
	if f.rows.finished {
		t.Error("an output was begun")
	}
}

// What may pass in spite of a fault depends on the flags and on how sure the description is.
func TestWhatMayPass(t *testing.T) {
	t.Parallel()
	const unknown, slip, wrong, doubtful = `,"odd":1`, `,"partPrce":1`, `,"partPrice":"much"`, `,"partWeight":"heavy"`
	for name, tt := range map[string]struct {
		record string
		flags  bulk.Options
		passes bool
		note   string
	}{
		"an unknown field":                  {part("A-1", "a", unknown), bulk.Options{}, true, "odd: "},
		"strictly":                          {part("A-1", "a", unknown), bulk.Options{Strict: true}, false, ""},
		"one that is allowed, strictly":     {part("A-1", "a", unknown), bulk.Options{AllowUnknown: true, Strict: true}, true, "odd: "},
		"what looks like a slip":            {part("A-1", "a", slip), bulk.Options{}, false, ""},
		"a slip that is meant":              {part("A-1", "a", slip), bulk.Options{AllowUnknown: true}, true, "partPrce: "},
		"a wrong value":                     {part("A-1", "a", wrong), bulk.Options{}, false, ""},
		"and unknown ones are allowed":      {part("A-1", "a", wrong), bulk.Options{AllowUnknown: true}, false, ""},
		"and nothing is checked":            {part("A-1", "a", wrong), bulk.Options{NoValidate: true}, true, ""},
		"a value of an assumed field":       {part("A-1", "a", doubtful), bulk.Options{}, true, `partWeight is "heavy"`},
		"and doubts count":                  {part("A-1", "a", doubtful), bulk.Options{Strict: true}, false, ""},
		"a field that is missing":           {`{"partCode":"A-1"}`, bulk.Options{}, true, "partName: "},
		"and has to be there":               {`{"partCode":"A-1"}`, bulk.Options{Strict: true}, false, ""},
		"no key":                            {part("", "a", ""), bulk.Options{}, false, ""},
		"no key, and nothing is checked":    {part("", "a", ""), bulk.Options{NoValidate: true}, true, ""},
		"a field that only the server sets": {part("A-1", "a", `,"partMadeBy":"me"`), bulk.Options{Strict: true}, true, "partMadeBy is read-only and not sent (in 1 record)"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			tt.flags.File, tt.flags.DryRun = f.file("a.ndjson", tt.record+"\n"), true // what the server says of it is not meant here
			err := f.create(tt.flags)
			if tt.passes {
				if err != nil || countIn(f.notes, tt.note) == 0 {
					t.Errorf("%v: %q, %q", err, f.problems, f.notes)
				}
				return
			}
			f.wantKind(err, fail.Invalid, "1 fault in 1 record of ")
			if len(f.problems) != 1 {
				t.Errorf("%q", f.problems)
			}
		})
	}
}

// Only so many faults are told as the user wants to see, and how many there are besides.
func TestMaxErrors(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	var content strings.Builder
	for i := range 7 {
		content.WriteString(part(fmt.Sprintf("A-%d", i), "a", `,"partPrice":"much"`) + "\n")
	}
	f.wantKind(f.create(bulk.Options{File: f.file("a.ndjson", content.String()), MaxErrors: 3}), fail.Invalid, "7 faults in 7 records")
	if len(f.problems) != 4 || f.problems[3] != "and 4 more" || !strings.Contains(f.problems[2], "a.ndjson:3: ") {
		t.Errorf("%q", f.problems)
	}
}

// A record that cannot be read at all does not hide the faults of those behind it, and cannot be sent unchecked.
func TestBrokenRecords(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := part("A-1", "a", "") + "\n{\"partCode\":\n" + part("A-3", "a", `,"partPrice":"much"`) + "\n"
	err := f.create(bulk.Options{File: f.file("a.ndjson", content)})
	f.wantKind(err, fail.Invalid, "2 faults in 3 records")
	f.wantProblem("a.ndjson, line 2: ")
	f.wantProblem("a.ndjson:3: partPrice")
	if fail.HintOf(err) != "" {
		t.Errorf("the hint is %q, which would not help", fail.HintOf(err))
	}

	f.forget()
	f.wantKind(f.create(bulk.Options{File: f.path("a.ndjson"), NoValidate: true}), fail.Invalid, "1 fault in 3 records")
	f.wantNoPost()
}

// Inputs that are none.
func TestInputsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file, content string
		format        string
		kind          fail.Kind
		says          string
	}{
		"no such file":       {"missing.csv", "", "", fail.Usage, "-f: "},
		"no such format":     {"a.csv", employeeHeader, "xml", fail.Usage, "xml"},
		"a header twice":     {"a.csv", "employeeCode,employeeCode\nE-1,E-2\n", "", fail.Invalid, "employeeCode"},
		"another format":     {"a.txt", "{]", "json", fail.Invalid, "1 fault in 1 record"},
		"nothing but header": {"a.csv", employeeHeader, "", -1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, "employees")
			if tt.content != "" {
				f.file(tt.file, tt.content)
			}
			err := f.create(bulk.Options{File: f.path(tt.file), Input: tt.format})
			f.wantNoPost()
			if tt.kind >= 0 {
				f.wantKind(err, tt.kind, tt.says)
				return
			}
			if err != nil {
				t.Error(err)
			}
			f.wantNote("there is nothing to write")
		})
	}
}

// The same doubt about many records is one sentence with their number, and only so many doubts are told.
func TestWarningsAreToldOnce(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := part("A-1", "a", "") + "\n"
	for i := 2; i <= 6; i++ {
		content += part(fmt.Sprintf("A-%d", i), "a", `,"partWeight":"heavy"`) + "\n"
	}
	content += part("A-7", "a", `,"x1":1,"x2":1,"x3":1`) + "\n"
	if err := f.create(bulk.Options{File: f.file("a.ndjson", content), AllowUnknown: true, MaxErrors: 2, DryRun: true}); err != nil {
		t.Fatal(err)
	}
	var warnings []string
	for _, note := range f.notes {
		if text, is := strings.CutPrefix(note, "warning: "); is && !strings.HasPrefix(text, "a record whose key") {
			warnings = append(warnings, text)
		}
	}
	if len(warnings) != 3 || warnings[2] != "and 2 more" || !strings.HasPrefix(warnings[0], f.path("a.ndjson")+":2: partWeight is ") ||
		!strings.HasSuffix(warnings[0], " (in 5 records)") || strings.Contains(warnings[1], "(in ") {
		t.Errorf("%q", warnings)
	}
}

// Two records of a file that the server would take for one are refused: which of them counts would be chance.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	guid := func(text string) string { return fmt.Sprintf(`,"partGuid":%q`, text) }
	other := func(text string) string { return fmt.Sprintf(`,"partOtherCode":%q`, text) }
	for name, tt := range map[string]struct {
		records []string
		says    string // of the one fault; "" where it may be sent
		warns   string
	}{
		"different keys":                  {[]string{part("A-1", "a", ""), part("A-2", "a", "")}, "", ""},
		"the same key":                    {[]string{part("A-1", "a", ""), part("A-2", "b", ""), part("A-1", "c", "")}, `a.ndjson:3: key is "A-1"`, ""},
		"the same key as a number":        {[]string{part("7", "a", ""), `{"partCode":7,"partName":"b"}`}, `a.ndjson:2: key is "7"`, ""},
		"the same GUID, other keys":       {[]string{part("A-1", "a", guid("g-1")), part("A-2", "b", guid("g-1"))}, `a.ndjson:2: partGuid is "g-1"`, ""},
		"a second key known as the first": {[]string{`{"partOtherCode":"Q-9","partName":"a"}`, part("A-2", "b", other("Q-9"))}, `a.ndjson:2: partOtherCode is "Q-9"`, ""},
		"a second key beside known ones":  {[]string{part("A-1", "a", other("Q-9")), part("A-2", "b", other("Q-9"))}, "", `partOtherCode is "Q-9"`},
		"the same in a code and another":  {[]string{part("A-1", "a", ""), part("A-2", "b", other("A-1"))}, "", ""},
		"blank keys":                      {[]string{part("A-1", "a", other(" ")), part("A-2", "b", other(" "))}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, parts(), "parts")
			err := f.create(bulk.Options{File: f.file("a.ndjson", strings.Join(tt.records, "\n")), DryRun: true, AllowUnknown: true, NoValidate: tt.says == ""})
			if tt.says == "" {
				if err != nil || countIn(f.notes, tt.warns) == 0 || tt.warns == "" && countIn(f.notes, "stands only once") > 0 {
					t.Errorf("%v: %q, %q", err, f.problems, f.notes)
				}
				return
			}
			f.wantKind(err, fail.Invalid)
			f.wantProblem(tt.says)
		})
	}
}

// Records without a key cannot be told apart by one, so only equal ones are doubted, once for all.
func TestDuplicatesWithoutKeys(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	content := strings.Repeat(part("", "a", "")+"\n", 3) + part("", "b", "") + "\n"
	o := bulk.Options{File: f.file("a.ndjson", content), NoValidate: true, DryRun: true}
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	f.wantNote("without a key, both would be made (in 2 records)")

	f.forget()
	o.Strict = true
	f.wantKind(f.create(o), fail.Invalid, "2 faults in 4 records")
}

// An update names an existing record, and its status where that is what changes.
func TestUpdatesNameTheirRecord(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		record string
		status bool
		says   string
	}{
		"no GUID":               {`{"employeeNotes":"x"}`, false, "employeeGuid: "},
		"a key, and no mirror":  {`{"employeeCode":"E-0001","employeeNotes":"x"}`, false, `with a mirror, which "aimsio sync" makes, the key would do`},
		"no status":             {`{"employeeGuid":"g-1"}`, true, "employeeStatusUname: "},
		"a status that is none": {`{"employeeGuid":"g-1","employeeStatusUname":"retired"}`, true, `employeeStatusUname is "retired"`},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, "employees")
			o := bulk.Options{File: f.file("a.ndjson", tt.record)}
			update := f.update
			if tt.status {
				update = f.updateStatus
			}
			f.wantKind(update(o), fail.Invalid, "1 fault in 1 record")
			f.wantProblem(tt.says)
			if len(f.wire.reads) != 0 {
				t.Errorf("%q was read", f.wire.reads)
			}
		})
	}
}

// What the records have and the call does not take is refused whatever the flags: the server would not hear of it.
func TestFieldsThatTheCallDoesNotTake(t *testing.T) {
	t.Parallel()
	catalog := parts(func(e *api.Entity) {
		e.Operations[2].Fields = []api.Field{
			{Name: "partCode", Type: api.String, Certainty: api.Documented}, {Name: "partName", Type: api.String, Required: true, Certainty: api.Documented},
		}
	})
	for _, o := range []bulk.Options{{}, {NoValidate: true}, {AllowUnknown: true}} {
		f := startWith(t, catalog, "parts")
		o.File = f.file("a.ndjson", part("A-1", "a", `,"partPrice":3,"partMadeBy":"me"`))
		err := f.create(o)
		f.wantKind(err, fail.Invalid, "1 fault in 1 record")
		f.wantProblem("partPrice: expected only what POST /Part takes, which is partCode, partName")
		f.wantNote("partMadeBy is read-only and not sent (in 1 record)")
		f.wantNoPost()
		if o.NoValidate && fail.HintOf(err) != "" {
			t.Errorf("the hint is %q, which was followed", fail.HintOf(err))
		}
	}
	f := startWith(t, catalog, "parts")
	f.wantKind(f.create(bulk.Options{Set: []string{"partCode=A-1", "partName=a", "partPrice=3"}}), fail.Invalid, "--set partPrice: expected only what POST /Part takes")
}

// A text that is a time in two ways is refused even in a field that is only assumed to be one; a day that Excel
// made of a code is seen.
func TestDoubtfulTimes(t *testing.T) {
	t.Parallel()
	catalog := parts(func(e *api.Entity) {
		e.Fields = append(e.Fields, api.Field{Name: "partBought", Type: api.Time, Certainty: api.Assumed})
	})
	for value, says := range map[string]string{
		"03/04/2026":    "a time without doubt",
		"2026-03-04":    "",
		"some day":      "-", // assumed, so it only warns
		"1793404800000": "",
	} {
		f := startWith(t, catalog, "parts")
		err := f.create(bulk.Options{File: f.file("a.csv", "partCode,partName,partBought\nA-1,a,"+value+"\n"), DryRun: true})
		switch says {
		case "":
			if err != nil || countIn(f.notes, "partBought") != 0 {
				t.Errorf("%s: %v, %q", value, err, f.notes)
			}
		case "-":
			if err != nil || countIn(f.notes, "partBought") != 1 {
				t.Errorf("%s: %v, %q", value, err, f.notes)
			}
		default:
			f.wantKind(err, fail.Invalid)
			f.wantProblem(says)
		}
	}
}

// A text that could be a day is not taken for one in a field of another type.
func TestDoubtfulTimesInOtherFields(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	f.wantKind(f.create(bulk.Options{File: f.file("a.csv", "partCode,partName,partPrice\nA-1,a,03/04/2026\n")}), fail.Invalid)
	f.wantProblem(`partPrice is "03/04/2026": expected a number`)
}

// What a description assumes of a reference is seen where there is a mirror that knows the others.
func TestReferences(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.sync("billableitems", "employees")
	o := bulk.Options{File: f.file("new.csv", employees(4, 2, 3)), DryRun: true}
	if err := f.create(o); err != nil {
		t.Fatal(err)
	}
	f.wantNote(`employeeTradeCode is "NONE"`)
	f.wantNote(`the local copy has none ("aimsio sync billableitems" reads what is new)`)
	f.wantNote("(in 2 records)")

	f.forget()
	o.Strict = true
	f.wantKind(f.create(o), fail.Invalid, "2 faults in 4 records")
	f.wantNoPost()
}

// A value that nearly is one that is there comes with what may be meant.
func TestReferencesThatAreNear(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.sync("billableitems", "employees")
	id := f.ids("employees")[0]
	if err := f.update(bulk.Options{Set: []string{"employeeTradeCode=BI-05"}, DryRun: true}, id); err != nil {
		t.Fatal(err)
	}
	f.wantNote("BI-005")
	f.wantKind(f.update(bulk.Options{Set: []string{"employeeTradeCode=BI-05"}, Strict: true}, id), fail.Invalid, `--set employeeTradeCode is "BI-05"`)
	f.wantNoPost()
	f.forget()
	if err := f.update(bulk.Options{Set: []string{"employeeTradeCode=BI-05"}, NoValidate: true, DryRun: true}, id); err != nil || countIn(f.notes, "BI-005") > 0 {
		t.Errorf("%v: %q", err, f.notes)
	}
}

// Without its mirror, or of entities that it does not know as a whole, nothing is said of references.
func TestReferencesOfTheUnknown(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.sync("employees")
	if err := f.create(bulk.Options{File: f.file("new.csv", employees(2, 1, 2)), DryRun: true, Strict: true}); err != nil {
		t.Error(err, f.problems)
	}
}

// An error of the mirror comes as what can be done about it.
func TestMirrorThatFails(t *testing.T) {
	t.Parallel()
	f := start(t, "employees")
	f.sync("billableitems", "employees")
	if err := f.store.Close(); err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func() error{
		"create": func() error { return f.create(bulk.Options{File: f.file("new.csv", employees(1))}) },
		"update": func() error { return f.update(bulk.Options{Set: []string{"employeeNotes=x"}}, "E-0001") },
	} {
		if err := write(); err == nil || !strings.Contains(err.Error(), "the mirror: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	f.wantNoPost()
}

// The names by which the input is called in faults.
func TestNameOfTheInput(t *testing.T) {
	t.Parallel()
	f := startWith(t, parts(), "parts")
	var got []string
	for _, o := range []bulk.Options{{File: f.file("a.ndjson", `{"partName":"A"}`)}, {File: "-", Input: "ndjson"}, {Set: []string{"partName=A"}}} {
		f.forget()
		f.input = `{"partName":"A"}`
		f.wantKind(f.create(o), fail.Invalid, "1 fault in 1 record of ")
		name, _, _ := strings.Cut(f.problems[0], ":1: partCode: ")
		got = append(got, name)
	}
	if diff := cmp.Diff([]string{f.path("a.ndjson"), "standard input", "--set"}, got); diff != "" {
		t.Error(diff)
	}
}
