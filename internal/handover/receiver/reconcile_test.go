package receiver

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/input"
)

// reconciled holds a file against some records.
func reconciled(t *testing.T, amount, content string, handed ...Ours) (r *Reconciliation, differences, problems []string) {
	t.Helper()
	r = NewReconciliation(amount)
	r.Problem = func(line int, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("%d: ", line)+fmt.Sprintf(format, args...))
	}
	for _, one := range handed {
		r.AddOurs(one)
	}
	file, err := input.Open("-", strings.NewReader(content), input.Options{Fields: ReconcileFields(amount), AnyHeads: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for _, take := range []func(input.Item){r.Look, r.Take} {
		for item, err := range file.Records() {
			if err != nil {
				t.Fatal(err)
			}
			take(item)
		}
	}
	for d := range r.Differences() {
		differences = append(differences, strings.Join([]string{d.Key, d.Kind, d.Ours, d.Theirs, fmt.Sprint(d.Lines), d.Note}, "|"))
	}
	return r, differences, problems
}

func handed() []Ours {
	return []Ours{
		{GUID: "g1", Key: "00012", Batch: 1, Amount: []byte("1234.50")}, {GUID: "g2", Key: "I-2", Batch: 1, Amount: []byte("-12")},
		{GUID: "g3", Key: "I-3", Batch: 2, Amount: []byte(`"7.00"`)}, {GUID: "g4", Key: "I-4", Batch: 2},
		{GUID: "g5", Key: "I-5", Batch: 2, Amount: []byte("5"), Refused: true}, {GUID: "g6", Key: "I-6", Batch: 2, Amount: []byte("6"), Refused: true},
	}
}

func TestReconcile(t *testing.T) {
	t.Parallel()
	r, differences, problems := reconciled(t, "amount", "key,amount\n00012,\"1,234.50\"\ng2,(12.00)\n I-3 ,7\nI-4,\n", handed()...)
	if len(differences) > 0 || len(problems) > 0 || r.Equal != 4 || r.Refused != 2 || r.Here.Sum.String() != "1229.5" || !r.Here.Sum.Equal(r.There.Sum) || r.There.Records != 4 {
		t.Errorf("alike: %q, %q, %+v", differences, problems, r)
	}
	r, differences, problems = reconciled(t, "amount", "\ufeffkey;amount;x\r\n12;1.234,50;a\r\nI-2;-12,01;\r\nI-3;3,5;\r\nI-3;3,5;\r\nI-4;0,00;\r\nI-5;5,00;\r\nelse;1.000;\r\nelse;1,0;\r\n", handed()...)
	want := []string{
		"00012|only here|1234.5||[]|",
		"I-2|different|-12|-12.01|[3]|",
		"I-3|twice there|7|7|[4 5]|",
		"I-4|different||0|[6]|",
		"I-5|refused, and there|5|5|[7]|",
		`12|only there||1234.5|[2]|"00012" was handed over: a sheet may have taken its zeros away`,
		"else|only there||1001|[8 9]|in 2 rows",
	}
	if !slices.Equal(differences, want) || len(problems) > 0 || r.Equal != 0 || r.Refused != 1 || r.There.Records != 8 {
		t.Errorf("%s\n%q, %+v", strings.Join(differences, "\n"), problems, r)
	}
	_, differences, _ = reconciled(t, "", "key,amount\n00012,1\ng2,x\nI-3,\nI-4,\n", handed()...)
	if len(differences) > 0 {
		t.Errorf("keys alone: %q", differences)
	}
	_, differences, _ = reconciled(t, "amount", `[{"key":"00012","amount":1234.5},{"key":"I-2","amount":-12.0},{"key":"I-3","amount":"7"},{"key":"g4","amount":null}]`, handed()...)
	if len(differences) > 0 {
		t.Errorf("of JSON: %q", differences)
	}
}

// TestReconcileRefuses: what cannot be read for certain is told with its line, and compared with nothing.
func TestReconcileRefuses(t *testing.T) {
	t.Parallel()
	for content, says := range map[string]string{
		"key,amount\n,5\n":        "2: there is no key",
		"key,amount\nI-2,5 CAD\n": `2: amount of "I-2" is "5 CAD": it is no amount`,
		"key;amount\nI-2;1.234\n": `2: amount of "I-2" is "1.234": "1.234" can be read in two ways`,
		"key,amount\ntwin,5\n":    `2: the key "twin" stands for 2 records`,
	} {
		_, _, problems := reconciled(t, "amount", content, append(handed(), Ours{GUID: "a", Key: "twin"}, Ours{GUID: "b", Key: "twin"})...)
		if len(problems) != 1 || !strings.HasPrefix(problems[0], says) {
			t.Errorf("%q: %q", content, problems)
		}
	}
	if _, _, problems := reconciled(t, "amount", "key,amount\n", Ours{Key: "x", Batch: 3, Amount: []byte(`"none"`)}); len(problems) != 1 || !strings.HasPrefix(problems[0], `0: amount of "x" in batch 3 is "none"`) {
		t.Errorf("of ours: %q", problems)
	}
}
