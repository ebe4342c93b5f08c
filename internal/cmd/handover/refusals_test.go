package handover

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/cmdkit/cmdtest"
)

// TestExportRefuses: what is wrong with a command line is found before anything is collected, printed or sent.
func TestExportRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	occupied := d.write("a-file", "")
	for name, test := range map[string]struct {
		code int
		args []string
		says string
	}{
		"no number in the name":      {2, d.exporting("--out", d.at("x.csv")), "{batch}"},
		"an unknown word in it":      {2, d.exporting("--out", d.at("{batch}-{nummer}.csv")), "{nummer} stands for nothing"},
		"a brace that stays open":    {2, d.exporting("--out", d.at("{batch}-{name.csv")), "stands for nothing"},
		"no file":                    {2, d.exporting("--out", ""), "needs the name of a file"},
		"no form":                    {2, d.exporting("--out", d.at("{batch}.docx")), "stands for no format"},
		"an unknown form":            {2, d.exporting("--format", "docx"), "docx"},
		"Excel's marks in JSON":      {2, d.exporting("--out", d.at("{batch}.json"), "--excel"), "--excel is for CSV"},
		"a folder that is not there": {2, d.exporting("--out", d.at("none/{batch}.csv")), "there is no folder"},
		"a file for a folder":        {2, d.exporting("--out", filepath.Join(occupied, "{batch}.csv")), "there is no folder"},
		"no name":                    {2, d.exporting("--to", ""), "needs a name"},
		"a name of blanks":           {2, d.exporting("--to", "  "), "needs a name"},
		"an unknown column":          {2, d.exporting("--columns", "invoiceNmber"), "invoiceNumber"},
		"an unknown field":           {2, d.exporting("--where", "invoiceStats=Approved"), "invoiceStatus"},
		"half a filter":              {2, d.exporting("--where", "invoiceStatus"), "invoiceStatus"},
		"an unknown group":           {2, d.exporting("--where", "invoiceStatus=@approvd"), "@approvd"},
		"a limit below none":         {2, d.exporting("--limit", "-1"), "--limit -1"},
		"a list that is none":        {2, d.exporting("--explode", "invoiceNumber"), "invoiceNumber"},
		"no such command":            {2, d.exporting("--", "no-such-command-anywhere"), "no-such-command-anywhere"},
		"a command without dashes":   {2, d.exporting("true"), "a command stands behind --"},
		"dashes without a command":   {2, d.exporting("--"), "no command stands behind --"},
		"a status of what has none":  {2, []string{"users", "--to", "x", "--out", d.at("{batch}.csv"), "--then-status", "Exported"}, "cannot be set"},
		"a status of a fixed list":   {5, []string{"joborders", "--to", "x", "--out", d.at("{batch}.csv"), "--then-status", "Exported"}, "Exported"},
	} {
		t.Run(name, func(t *testing.T) {
			got := d.do(test.args...)
			got.t = t
			got.refused(test.code, test.says)
			d.collectedNothing(name)
		})
	}
	if sent := d.sent(); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
	entries, err := os.ReadDir(d.folder)
	ok(t, err)
	if len(entries) != 1 {
		t.Errorf("files were made: %v", entries)
	}
}

// TestColumnsThatNoRecordHas: a field that only records could have is known once they are read, and then nothing is
// collected either.
func TestColumnsThatNoRecordHas(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, args := range [][]string{
		{"--columns", "invoiceNumber,invoiceFormData.nothing"}, {"--where", "invoiceFormData.nothing=1"},
	} {
		d.export(args...).refused(2, "invoiceFormData.nothing")
		d.collectedNothing(args[0])
	}
}

// TestUnknownExports: commands that work with what was handed over refuse a name that the ledger does not know, and make
// no ledger to look for it.
func TestUnknownExports(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	answers := d.write("answers.csv", "key,outcome\nINV-00001,ok\n")
	for _, handedOver := range []bool{false, true} {
		if handedOver {
			d.export().went()
		}
		for _, args := range [][]string{
			{"show", "pay"}, {"show", "pay", "1"}, {"changed", "pay"}, {"retry", "pay", "1"}, {"cancel", "pay", "1"},
			{"accept", "pay", "1", "-f", answers}, {"reconcile", "pay", "-f", answers},
		} {
			d.do(args...).refused(2, `nothing was handed over to an export "pay"`, "export list")
		}
		if !handedOver {
			if _, err := os.Stat(filepath.Join(d.variables["XDG_STATE_HOME"], "aimsio", "ledgers")); err == nil {
				t.Error("a folder of ledgers was made")
			}
		}
	}
}

// TestBatchesThatAreNotThere: a number that is none is a usage error, one that was not used is not found.
func TestBatchesThatAreNotThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export().went()
	answers := d.write("answers.csv", "key,outcome\nINV-00001,ok\n")
	for _, verb := range [][]string{{"show"}, {"retry"}, {"cancel"}, {"accept", "-f", answers}, {"reconcile", "-f", answers}} {
		for word, code := range map[string]int{"2": 4, "0": 2, "one": 2, "9223372036854775808": 2, "1.0": 2} {
			d.do(append(verb, "erp", word)...).refused(code, word)
		}
	}
	for _, args := range [][]string{
		{"show"}, {"show", "erp", "1", "2"}, {"changed"}, {"changed", "erp", "1"}, {"retry", "erp"}, {"cancel", "erp"}, {"accept", "erp", "-f", answers},
		{"accept", "erp", "1"}, {"reconcile", "erp"}, {"reconcile", "-f", answers}, {"list", "erp"}, {"backup"}, {"restore"}, {"run"},
		{"retry", "erp", "1", "--out", "x.csv"}, {"retry", "erp", "1", "--", "no-such-command-anywhere"}, {"nonsense"},
	} {
		d.do(args...).refused(2)
	}
	same(t, "batches", d.batches(), "1 done new")
}

// TestAnotherOnes: the ledger of another server or user is refused by all that would use it, and stays as it is.
func TestAnotherOnes(t *testing.T) {
	t.Parallel()
	d, other := newDesk(t), newDesk(t)
	d.export("--mirror", d.at("mirror.db")).went()
	before := d.do("show", "erp", "--mirror", d.at("mirror.db")).went().printed
	answers := d.write("answers.csv", "key,outcome\nINV-00001,ok\n")
	other.variables["AIMSIO_MIRROR"] = d.at("mirror.db")
	for _, args := range [][]string{
		other.exporting(), {"list"}, {"show", "erp"}, {"cancel", "erp", "1"}, {"accept", "erp", "1", "-f", answers}, {"reconcile", "erp", "-f", answers},
	} {
		other.do(args...).refused(2, "holds what", "--mirror names another place")
	}
	delete(other.variables, "AIMSIO_MIRROR")
	other.collectedNothing("another server's")
	if after := d.do("show", "erp", "--mirror", d.at("mirror.db")).went().printed; after != before {
		t.Errorf("it has %s, and had %s", after, before)
	}
	d.variables["AIMSIO_USERNAME"] = "somebody-else"
	d.export("--mirror", d.at("mirror.db")).refused(2, "somebody-else", cmdtest.User)
}

// TestGuards: a status is set only where that is allowed, which is asked before anything is collected.
func TestGuards(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	url := d.variables["AIMSIO_URL"]
	delete(d.variables, "AIMSIO_URL")
	d.configure("environments:\n  - {name: locked, url: '" + url + "', read_only: true}\n  - {name: careful, url: '" + url + "', protected: true}\n")
	for _, environment := range []string{"locked", "careful"} {
		d.variables["AIMSIO_ENV"] = environment
		d.export("--then-status", "Exported").refused(9, map[string]string{"locked": "read-only", "careful": "--confirm"}[environment])
		d.collectedNothing(environment)
	}
	d.export("--then-status", "Exported", "--confirm", "Careful").refused(9)
	d.collectedNothing("another name")
	d.export("--then-status", "Exported", "--confirm", "careful").went()
	d.variables["AIMSIO_ENV"] = "locked"
	d.export().refused(9, `of the environment "careful"`, "once more")
	d.export("--to", "bi", "--out", d.at("bi-{batch}.csv")).went() // where no status is set, nothing is written
	if bodies := d.sent(); len(bodies) != 1 || strings.Count(bodies[0], "Exported") != 7 {
		t.Errorf("sent %q", bodies)
	}
}

// TestOneAtATime: while another process works on an export, a second one leaves.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--limit", "1").went()
	release, err := d.ledger().Lock(t.Context(), "erp", false, nil)
	ok(t, err)
	answers := d.write("answers.csv", "key,outcome\nINV-00001,ok\n")
	for _, args := range [][]string{d.exporting(), {"cancel", "erp", "1"}, {"retry", "erp", "1"}, {"accept", "erp", "1", "-f", answers}} {
		d.do(args...).refused(9, `the export "erp" is being worked on by`, "--wait")
	}
	d.do("show", "erp").went() // who only looks waits for nobody
	d.export("--to", "another", "--out", d.at("other-{batch}.csv")).went()
	same(t, "batches", d.batches(), "1 done new")
	release()
	d.export("--wait").went()
	same(t, "batches", d.batches(), "1 done new", "2 done new")
}

// TestAnotherEntity: an export has records of one entity for ever.
func TestAnotherEntity(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export().went()
	d.do("joborders", "--to", "erp", "--out", d.at("jobs-{batch}.csv")).refused(2, `"erp" hands over invoices`, "choose another name")
	same(t, "batches", d.batches(), "1 done new")
}

// TestNewExportsThatAreSlips: a name that looks like that of another export, or an environment that was given a new name, would
// hand over everything once more.
func TestNewExportsThatAreSlips(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export().went()
	d.export("--to", "ERP", "--out", d.at("other-{batch}.csv")).refused(9, `there is an export "erp"`)
	for _, name := range []string{"erp ", "e\u200brp", "erp\n", "Lo\u0308hne", strings.Repeat("e", 101)} {
		d.export("--to", name, "--out", d.at("other-{batch}.csv")).refused(2, "the name of an export has")
	}
	url := d.variables["AIMSIO_URL"]
	delete(d.variables, "AIMSIO_URL")
	d.configure("environments:\n  - {name: renamed, url: '" + url + "'}\n  - {name: elsewhere, url: '" + url + "', username: somebody-else}\n")
	d.variables["AIMSIO_ENV"] = "renamed"
	for _, more := range [][]string{nil, {"--dry-run"}} {
		d.export(append(more, "--out", d.at("other-{batch}.csv"))...).refused(9, `the environment "sandbox", of the same server and user, has an export "erp"`, "move that file to ")
	}
	d.export("--to", "bi", "--out", d.at("bi-{batch}.csv")).went()
}
