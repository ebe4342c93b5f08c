package handover

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestAccept: what the receiver says is kept, what it refused goes into the next batch, and the same file again changes
// nothing.
func TestAccept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--then-status", "Exported").went()
	file := d.write("answers.csv", "Invoice No,State,Doc,Why,Extra\nINV-00001,Posted,D-1,,x\nINV-00002,rejected,,no PO,y\nINV-00003,parked,,later,z\n")
	accept := []string{"accept", "erp", "1", "-f", file, "--map", "Invoice No=key", "--map", "State=outcome", "--map", "Doc=document", "--map", "Why=reason", "--refused", "Parked"}
	d.do(append(accept, "--dry-run")...).went("would be 1 accepted, 2 refused")
	d.export().went("there is nothing")

	rows := rowsOf[answerRow](d.do(accept...).went("batch 1 of erp: 1 accepted, 2 refused (0 known already)", "2 records back in the queue", "4 records without an answer"))
	if len(rows) != 3 || rows[0].Answer != "accepted" || rows[0].Document != "D-1" || rows[1].Answer != "refused" || rows[1].Reason != "no PO" || rows[2].Key != "INV-00003" {
		t.Errorf("%+v", rows)
	}
	d.do(accept...).went("1 accepted, 2 refused (3 known already)")
	records := rowsOf[recordRow](d.do("show", "erp", "1").went())
	if records[0].Document != "D-1" || records[0].AnsweredAt == nil || records[1].AnswerReason != "no PO" || records[3].Answer != "" || records[3].AnsweredAt != nil {
		t.Errorf("%+v", records)
	}
	// They have the status of the export by now, and not the one that the filter asks for.
	if row := only[batchRow](d.export("--then-status", "Exported").went()); row.Batch != 2 || row.Records != 2 {
		t.Errorf("%+v", row)
	}
	same(t, "handed over again", numbersIn(d.read("b-2.csv")), "INV-00002", "INV-00003")
	if records := rowsOf[recordRow](d.do("show", "erp", "2").went()); records[0].Handing != 2 {
		t.Errorf("%+v", records)
	}
}

// TestAcceptRefuses: an answer file with one fault takes nothing.
func TestAcceptRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export().went()
	for name, test := range map[string]struct {
		content string
		args    []string
		code    int
		says    string
	}{
		"an unknown key":       {"key,outcome\nINV-00001,ok\nINV-77777,ok\n", nil, 5, "a.csv:3: "},
		"a key of no batch":    {"key,outcome\nINV-00004,ok\n", nil, 5, "INV-00004"},
		"an unknown word":      {"key,outcome\nINV-00001,perhaps\n", nil, 5, "perhaps"},
		"two answers":          {"key,outcome\nINV-00001,ok\nINV-00001,refused\n", nil, 5, "INV-00001"},
		"no key":               {"number,outcome\nINV-00001,ok\n", nil, 5, "--map 'HEAD=key'"},
		"no outcome":           {"key,result\nINV-00001,ok\n", nil, 5, "--map 'HEAD=outcome'"},
		"another field":        {"key,outcome\nINV-00001,ok\n", []string{"--map", "key=invoiceNumber"}, 5, "has no key"},
		"a head of nothing":    {"Id,outcome\nINV-00001,ok\n", []string{"--map", "Id=kye"}, 2, "--map"},
		"a word of two senses": {"key,outcome\nINV-00001,x\n", []string{"--accepted", "x", "--refused", "X"}, 2, "both accepted and refused"},
		"an unknown form":      {"key,outcome\n", []string{"--input", "docx"}, 2, "docx"},
		"an unknown column":    {"key,outcome\nINV-00001,ok\n", []string{"--columns", "kye"}, 2, "kye"},
		"half a file":          {`[{"key":"INV-00001","outcome":"ok"},`, []string{"--input", "json"}, 5, ""},
	} {
		d.write("a.csv", test.content)
		t.Run(name, func(t *testing.T) {
			got := d.do(append([]string{"accept", "erp", "1", "-f", d.at("a.csv")}, test.args...)...)
			got.t = t
			got.refused(test.code, test.says)
		})
	}
	d.do("accept", "erp", "1", "-f", d.at("none.csv")).refused(2, "none.csv")
	for _, record := range rowsOf[recordRow](d.do("show", "erp", "1").went()) {
		if record.Answer != "" {
			t.Errorf("taken: %+v", record)
		}
	}
	d.write("a.csv", "key,outcome\nINV-00001,ok\n")
	d.do("accept", "erp", "1", "-f", d.at("a.csv")).went()
	d.write("a.csv", "key,outcome\nINV-00001,refused\n")
	d.do("accept", "erp", "1", "-f", d.at("a.csv")).refused(5, "INV-00001")
	if row := only[answerRow](d.do("accept", "erp", "1", "-f", d.at("a.csv"), "--replace").went("1 refused")); row.Answer != "refused" {
		t.Errorf("%+v", row)
	}
}

// TestAcceptFromInput: answers come from standard input, and faults are counted up to a number.
func TestAcceptFromInput(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export().went()
	d.input = "key,outcome\na,ok\nb,ok\nc,ok\n"
	d.do("accept", "erp", "1", "-f", "-", "--max-errors", "1").refused(5, "standard input:2", "and 2 more", "3 faults in 3 rows of standard input: nothing was taken")
	d.input = `{"key":"INV-00001","outcome":true}` + "\n"
	if row := only[answerRow](d.do("accept", "erp", "1", "-f", "-").went()); row.Answer != "accepted" {
		t.Errorf("%+v", row)
	}
}

// TestReconcile: what the receiver has is held against what was handed over, by keys and amounts; code 8 says that they
// differ.
func TestReconcile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--limit", "3").went()
	d.export().went()
	var all strings.Builder
	all.WriteString("No;Net\n")
	for _, line := range []string{"INV-00001;178.865,85", "INV-00002;67.912,05", "INV-00003;166.181,40", "INV-00005;6.357,53", "INV-00008;66.492,31", "INV-00012;149.115,36", "INV-00019;169.659,76"} {
		all.WriteString(line + "\n")
	}
	heads := []string{"--map", "No=key", "--map", "Net=invoiceAmount", "--amount", "invoiceAmount"}
	file := d.write("erp.csv", strings.ReplaceAll(all.String(), ";", "\t"))
	reconcile := func(more ...string) ended {
		return d.do(append(append([]string{"reconcile", "erp"}, more...), append([]string{"-f", file}, heads...)...)...)
	}
	if got := reconcile().went("here: 7 records, sum of invoiceAmount "+sumOfApproved, "difference 0", "7 equal"); got.printed != "" {
		t.Errorf("printed %s", got.printed)
	}
	d.write("erp.csv", strings.ReplaceAll(strings.ReplaceAll(all.String(), "INV-00005;6.357,53", "INV-5;6.357,53"), "66.492,31", "66.492,13"))
	kinds := map[string]differenceRow{}
	for _, row := range rowsOf[differenceRow](reconcile().failed(8, "5 equal", "3 differences", "difference -0.18")) {
		kinds[row.Difference+" "+row.Key] = row
	}
	different := kinds["different INV-00008"]
	if len(kinds) != 3 || kinds["only here INV-00005"].Key == "" || kinds["only there INV-5"].Key == "" ||
		different.Here != "66492.31" || different.Batch == nil || *different.Batch != 2 || len(different.Lines) != 1 || different.Lines[0] != 6 {
		encoded, _ := json.Marshal(kinds)
		t.Errorf("%s", encoded)
	}
	if rows := rowsOf[differenceRow](reconcile("1").failed(8)); len(rows) != 4 {
		t.Errorf("the first batch differs in %+v", rows)
	}
}

// TestReconcileRefuses: what cannot be compared is refused, and no difference is printed.
func TestReconcileRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export().went()
	file := d.write("erp.csv", "key,invoiceAmount\nINV-00001,1.5\nINV-00002,much\n")
	d.do("reconcile", "erp", "-f", file, "--amount", "invoiceAmount").refused(5, "erp.csv:3", "nothing was compared")
	d.do("reconcile", "erp", "-f", file, "--amount", "invoiceTaxAmount").refused(2, "none of the records that were handed over has it")
	d.do("reconcile", "erp", "-f", file, "--amount", "key").refused(2, "--amount key")
	d.do("reconcile", "erp", "-f", d.write("other.csv", "number\nINV-00001\n")).refused(5, "HEAD=key")
	d.do("reconcile", "erp", "-f", d.at("none.csv")).refused(2, "none.csv")
	d.do("reconcile", "erp", "-f", file, "--columns", "nothing").refused(2, "nothing")
}

// TestRefusedAndHandedLater: what was refused and is in a later batch is not said to be in the queue.
func TestRefusedAndHandedLater(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--limit", "2").went()
	file := d.write("answers.csv", "key,outcome\nINV-00001,rejected\nINV-00002,posted\n")
	d.do("accept", "erp", "1", "-f", file).went("1 record back in the queue")
	if row := only[batchRow](d.export("--limit", "1").went()); row.Batch != 2 {
		t.Fatalf("%+v", row)
	}
	got := d.do("accept", "erp", "1", "-f", file).went("1 record refused here and handed over since, by batch 2")
	if strings.Contains(got.said, "queue") {
		t.Error(got.said)
	}
}
