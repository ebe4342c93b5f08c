package receiver

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/input"
)

// batch are records as a ledger has them: the third was refused and is in a later batch, the fourth was accepted.
func batch() []Held {
	return []Held{
		{Place: 1, GUID: "g1", Key: "00012"}, {Place: 2, GUID: "g2", Key: "T-2"},
		{Place: 3, GUID: "g3", Key: "T-3", Before: &Answer{Outcome: Refused, Reason: "no such job"}, Later: 7},
		{Place: 4, GUID: "g4", Key: "T-4", Before: &Answer{Outcome: Accepted, Document: "D4"}},
		{Place: 5, GUID: "g5", Key: "twin"}, {Place: 6, GUID: "g6", Key: "twin"},
	}
}

// answered takes the answers of a file.
func answered(t *testing.T, content string, replace bool) (taken, problems []string) {
	t.Helper()
	words, err := NewWords(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := NewAnswers(words, batch())
	a.Replace = replace
	a.Problem = func(line int, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%d: ", line)+fmt.Sprintf(format, args...))
	}
	file, err := input.Open("-", strings.NewReader(content), input.Options{Fields: AnswerFields(), AnyHeads: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for item, err := range file.Records() {
		if err != nil {
			t.Fatal(err)
		}
		a.Take(item)
	}
	for _, one := range a.Taken() {
		taken = append(taken, fmt.Sprintf("%d %s %s %s %s", one.Place, one.Outcome, one.Document, one.Reason, one.Change))
	}
	return taken, problems
}

// TestAnswers: each is taken for the record that its key or GUID names, whatever form the file has.
func TestAnswers(t *testing.T) {
	t.Parallel()
	want := []string{"1 accepted A-1  new", "2 refused  closed period new", "4 accepted D4  unchanged"}
	for name, content := range map[string]string{
		"CSV":        "key,outcome,document,reason\n00012,posted,A-1,\ng2,Rejected,,closed period\nT-4,ok,D4,\n",
		"of Windows": "\ufeffkey;outcome;document;reason;more\r\n 00012 ; POSTED;A-1;;x\r\nT-2;0;;closed period;\r\nT-4;1;D4;;\r\n",
		"JSON":       `[{"key":"00012","outcome":true,"document":"A-1","reason":null},{"key":"g2","outcome":0,"reason":"closed period"},{"key":"T-4","outcome":1,"document":"D4"}]`,
		"NDJSON":     "{\"key\":\"00012\",\"outcome\":\"yes\",\"document\":\"A-1\"}\n{\"key\":\"T-2\",\"outcome\":\"failed\",\"reason\":\"closed period\"}\n{\"key\":\"g4\",\"outcome\":\"done\",\"document\":\"D4\"}\n",
		"twice":      "key,outcome,document,reason\n00012,posted,A-1,\ng1,ok,A-1,\nT-2,no,,closed period\nT-2,no,,closed period\nT-4,ok,D4,\n",
	} {
		if taken, problems := answered(t, content, false); !slices.Equal(taken, want) || len(problems) > 0 {
			t.Errorf("%s: %q, problems %q", name, taken, problems)
		}
	}
	taken, problems := answered(t, "key,outcome,document,reason\nT-2,no,,a\nT-2,no,,b\nT-2,no,,\n", false)
	if !slices.Equal(taken, []string{"2 refused  a; b new"}) || len(problems) > 0 {
		t.Errorf("reasons in several rows: %q, %q", taken, problems)
	}
}

// TestAnswersThatAreWrong: what cannot be told for certain is refused, with the line.
func TestAnswersThatAreWrong(t *testing.T) {
	t.Parallel()
	for row, says := range map[string]string{
		"nobody,ok":          `2: the batch has no record "nobody"`,
		"12,ok":              `2: the batch has no record "12"; it has "00012": a sheet takes the zeros in front away`,
		",ok":                "2: there is no key",
		"T-2,":               `2: there is no outcome of "T-2"`,
		"T-2,pending":        `2: the outcome "pending" of "T-2" means neither accepted nor refused`,
		"twin,ok":            `2: the key "twin" stands for 2 records of the batch`,
		"T-2,ok\ng2,no":      `3: "g2" has another answer in line 2: accepted there and refused here`,
		"T-2,ok,A\nT-2,ok,B": `3: "T-2" has another answer in line 2: accepted as "A" there and accepted as "B" here`,
		"T-4,no":             `2: "T-4" was accepted as "D4" before and is refused now: --replace takes the new answer`,
		"T-4,ok,D5":          `2: "T-4" was accepted as "D4" before and is accepted as "D5" now`,
		"T-3,ok":             `2: "T-3" was refused before, and handed over again in batch 7: it cannot be accepted here as well`,
	} {
		rows := strings.Split(row, "\n")
		for i := range rows {
			rows[i] += strings.Repeat(",", 3-strings.Count(rows[i], ","))
		}
		_, problems := answered(t, "key,outcome,document,reason\n"+strings.Join(rows, "\n")+"\n", false)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], says) {
			t.Errorf("%s: %q", row, problems)
		}
	}
	taken, problems := answered(t, "key,outcome,document\nT-4,no,\ng6,ok,x\n", true)
	if !slices.Equal(taken, []string{"4 refused   replaced", "6 accepted x  new"}) || len(problems) > 0 {
		t.Errorf("replaced: %q, %q", taken, problems)
	}
	if _, problems := answered(t, "key,outcome\nT-3,ok\n", true); len(problems) != 1 {
		t.Errorf("with --replace: %q", problems)
	}
}
