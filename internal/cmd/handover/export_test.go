package handover

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/handover"
)

// numbersIn gives the first cells of a CSV file, without its header.
func numbersIn(content string) []string {
	var numbers []string
	for line := range strings.Lines(content) {
		number, _, _ := strings.Cut(strings.TrimSpace(line), ",")
		numbers = append(numbers, number)
	}
	return numbers[1:]
}

// TestExportOnce: what matches is handed over in one batch, with a manifest that is true of the file, gets its status
// and is never handed over again.
func TestExportOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	row := only[batchRow](d.export("--then-status", "Exported", "--results", d.at("results.ndjson")).went("batch 1 of erp (new) is done: 7 records", "sum of invoiceAmount "+sumOfApproved))
	content := d.read("b-1.csv")
	same(t, "handed over", numbersIn(content), approved()...)
	if row.Export != "erp" || row.Batch != 1 || row.Kind != "new" || row.Entity != "invoices" || row.State != "done" || row.Records != 7 || row.Unmarked != 0 ||
		row.File != d.at("b-1.csv") || row.Format != "csv" || row.Size != int64(len(content)) || row.ThenStatus != "Exported" ||
		row.MadeAt == nil || row.WrittenAt == nil || row.DeliveredAt == nil || row.MarkedAt == nil || row.DoneAt == nil || row.CancelledAt != nil ||
		row.Delivery != "succeeded" || !slices.Equal(row.Where, []string{"invoiceStatus=Approved"}) || len(row.Columns) != 3 {
		t.Errorf("%+v", row)
	}
	var manifest handover.Manifest
	ok(t, json.Unmarshal([]byte(d.read("b-1.csv.manifest.json")), &manifest))
	hash := sha256.Sum256([]byte(content))
	if manifest.SHA256 != hex.EncodeToString(hash[:]) || manifest.SHA256 != row.SHA256 || manifest.Size != row.Size || manifest.File != "b-1.csv" ||
		manifest.Batch != 1 || manifest.Export != "erp" || manifest.Environment != "sandbox" || manifest.Server != d.variables["AIMSIO_URL"]+"/" ||
		manifest.ThenStatus != "Exported" || manifest.Records != 7 || manifest.SumOf("invoiceAmount") != sumOfApproved ||
		!slices.Equal(manifest.Days, []handover.DayRange{{Field: "invoiceDate", First: "2026-01-22", Last: "2026-10-02"}}) {
		t.Errorf("the manifest says %+v", manifest)
	}
	if bodies := d.sent(); len(bodies) != 1 || strings.Count(bodies[0], `"invoiceStatus":"Exported"`) != 7 {
		t.Errorf("sent %q", bodies)
	}
	if lines := strings.Split(strings.TrimSpace(d.read("results.ndjson")), "\n"); len(lines) != 7 || !strings.Contains(lines[0], `"batch":1`) {
		t.Errorf("the results are %q", lines)
	}
	again := d.export("--then-status", "Exported", "--where", "invoiceStatus=Exported").went("there is nothing to hand over to erp")
	if again.printed != "" || len(d.sent()) > 0 {
		t.Errorf("a second run printed %s", again.printed)
	}
}

// TestExportInParts: a limit cuts batches, which together have each record once.
func TestExportInParts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var all []string
	for number, count := range []int{3, 3, 1} {
		got := d.export("--limit", "3").went()
		if row := only[batchRow](got); row.Batch != int64(number+1) || row.Records != int64(count) {
			t.Errorf("%+v", row)
		}
		if told := strings.Contains(got.said, "the limit of 3 records is reached"); told != (count == 3) {
			t.Errorf("batch %d: told of the limit: %v", number+1, told)
		}
	}
	for _, name := range []string{"b-1.csv", "b-2.csv", "b-3.csv"} {
		all = append(all, numbersIn(d.read(name))...)
	}
	same(t, "handed over", all, approved()...)
	d.export("--limit", "3").went("there is nothing")
}

// TestExportPreview: a dry run counts what would be handed over, and makes neither batch nor file; guards are asked as in
// the real run, but nobody has to confirm.
func TestExportPreview(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if got := d.export("--dry-run", "--then-status", "Exported").went("would hand over 7 records"); got.printed != "" && !strings.Contains(got.printed, "7") {
		t.Errorf("printed %s", got.printed)
	}
	d.collectedNothing("a dry run")
	entries, err := os.ReadDir(d.folder)
	ok(t, err)
	if sent := d.sent(); len(entries) > 0 || len(sent) > 0 {
		t.Errorf("a dry run made %v and sent %q", entries, sent)
	}
	d.export("--limit", "5").went()
	d.export("--dry-run").went("would hand over 2 records")
	same(t, "batches", d.batches(), "1 done new")
}

// TestForms: the form of a file is what its ending says, or the one that is named.
func TestForms(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for name, test := range map[string]struct {
		args   []string
		begins string
	}{
		"a.json":   {nil, "["},
		"a.ndjson": {nil, `{"invoiceNumber":"INV-00001"`},
		"a.yaml":   {nil, "- invoiceNumber: INV-00001"},
		"a.xlsx":   {nil, "PK"},
		"a.md":     {nil, "| "},
		"a.txt":    {[]string{"--format", "ndjson"}, `{"invoiceNumber"`},
		"b.csv":    {[]string{"--excel"}, "\ufeffinvoiceNumber,"},
		"c.csv":    {[]string{"--no-header"}, "INV-00001,178865.85,2026-10-02"},
		"d.csv":    {[]string{"--time", "epoch"}, "invoiceNumber,invoiceAmount,invoiceDate\nINV-00001,178865.85,1790899200000"},
		"e.csv":    {[]string{"--columns", "invoiceJobNumber", "--where", "invoiceAmount<7000"}, "invoiceNumber,invoiceAmount,invoiceDate,invoiceJobNumber\nINV-00005,"},
	} {
		d.export(append([]string{"--to", name, "--out", d.at("{batch}-" + name)}, test.args...)...).went()
		if content := d.read("1-" + name); !strings.HasPrefix(content, test.begins) {
			t.Errorf("%s begins with %.80q", name, content)
		}
	}
}

// TestNames: what a batch is stands in the name of its file, which never leaves its folder.
func TestNames(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	row := only[batchRow](d.export("--to", "../erp two", "--out", d.at("{entity}-{env}-{kind}-{name}-{batch}.csv")).went())
	if filepath.Dir(row.File) != d.folder || !strings.HasPrefix(filepath.Base(row.File), "invoices-sandbox-new-") || !strings.HasSuffix(row.File, "-1.csv") {
		t.Errorf("the file is %s", row.File)
	}
}

// TestFilesInTheWay: a file that is there already is of somebody else, and nothing is collected.
func TestFilesInTheWay(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"b-1.csv", "b-1.csv.manifest.json"} {
		d := newDesk(t)
		d.write(name, "mine")
		d.export("--then-status", "Exported").refused(9, name+" is there already", "nothing was collected")
		d.collectedNothing(name)
		if sent := d.sent(); d.read(name) != "mine" || len(sent) > 0 {
			t.Errorf("it has %q, sent %q", d.read(name), sent)
		}
	}
}

// TestConfigured: an export of the configuration is run by its name, and a flag takes the place of what stands there.
func TestConfigured(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	out := d.at("c-{batch}.csv")
	d.configure(`exports:
  - {name: erp, entity: invoices, where: [invoiceStatus=Approved], columns: [invoiceNumber], out: '` + out + `', then_status: Exported}
  - {name: nothing, out: '` + out + `'}
  - {name: dinosaurs, entity: dinosaurs, out: '` + out + `'}
  - {name: numberless, entity: invoices, out: x.csv}
`)
	for _, test := range []struct {
		name, says string
	}{
		{"erpp", `no export "erpp"`}, {"nothing", "names no entity"}, {"dinosaurs", `unknown entity "dinosaurs"`}, {"numberless", "{batch}"},
	} {
		d.do("run", test.name).refused(2, test.says)
	}
	d.do("run", "erp", "--columns", "invoiceNmber").refused(2, "invoiceNmber")
	d.do("run", "erp", "--where", "invoiceStats=x").refused(2, "invoiceStats")
	d.do("run", "erp", "--", "no-such-command-anywhere").refused(2, "no-such-command-anywhere")
	d.collectedNothing("what the configuration says wrong")

	if row := only[batchRow](d.do("run", "erp", "--limit", "2").went()); row.Records != 2 || row.State != "done" || row.ThenStatus != "Exported" {
		t.Errorf("%+v", row)
	}
	if got := d.read("c-1.csv"); got != "invoiceNumber\nINV-00001\nINV-00002\n" {
		t.Errorf("handed over %q", got)
	}
	d.do("run", "erp", "--out", d.at("d-{batch}.csv"), "--then-status", "").went()
	if got := d.read("d-2.csv"); strings.Count(got, "\n") != 6 {
		t.Errorf("handed over %q", got)
	}
	if bodies := d.sent(); len(bodies) != 1 || strings.Count(bodies[0], "Exported") != 2 {
		t.Errorf("sent %q", bodies)
	}
}

// TestStatusesRefused: where the server does not set the status of some, the batch stays delivered, and a later run sets
// it without another delivery.
func TestStatusesRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.refusing(http.MethodPost, "", http.StatusBadRequest)
	row := only[batchRow](d.export("--then-status", "Exported").failed(6, "7 records delivered, but without the status"))
	if row.State != "delivered" || row.Unmarked != 7 || row.DeliveredAt == nil || row.MarkedAt != nil {
		t.Errorf("%+v", row)
	}
	if records := rowsOf[recordRow](d.do("show", "erp", "1").went()); len(records) != 7 || records[0].Status != "refused" || !strings.Contains(records[0].StatusReason, "not today") {
		t.Errorf("%+v", records)
	}
	ok(t, os.Remove(d.at("b-1.csv")))
	d.refusesNothing()
	if row := only[batchRow](d.export().went("finishing batch 1 of erp first, which is delivered: 7 records")); row.State != "done" || row.Unmarked != 0 {
		t.Errorf("%+v", row)
	}
	if _, err := os.Stat(d.at("b-1.csv")); err == nil {
		t.Error("what was delivered was written again")
	}
	if bodies := d.sent(); len(bodies) != 1 || strings.Count(bodies[0], "Exported") != 7 {
		t.Errorf("sent %q", bodies)
	}
}

// TestServersThatStop: what the server does not answer is never marked, and the ledger knows that nobody knows.
func TestServersThatStop(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.variables["AIMSIO_MAX_WAIT"] = "1ms"
	d.refusing(http.MethodGet, "/Invoice", http.StatusServiceUnavailable)
	d.export().refused(7)
	d.collectedNothing("a server that is away")
	d.refusing(http.MethodPost, "", http.StatusServiceUnavailable)
	if row := only[batchRow](d.export("--then-status", "Exported").failed(7, "batch 1 of erp stays delivered")); row.State != "delivered" || row.Unmarked != 7 {
		t.Errorf("%+v", row)
	}
	d.refusesNothing()
	d.export().went("finishing batch 1")
	same(t, "batches", d.batches(), "1 done new")
}

// TestRecordsWithoutARow: a record of which the file would have no row is not handed over, not counted and not marked, and is named.
func TestRecordsWithoutARow(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	const list = "timecardFormData.formDataFieldDataList"
	args := []string{"timecards", "--to", "bi", "--explode", list, "--columns", "timecardNumber," + list + ".fieldDataValue", "--out", d.at("t-{batch}.csv"), "--then-status", "Exported"}
	planned := only[batchRow](d.do(append(args, "--dry-run")...).went("with nothing in " + list))
	row := only[batchRow](d.do(args...).went("with nothing in "+list, "TC-0000"))
	in := numbersIn(d.read("t-1.csv"))
	slices.Sort(in)
	in = slices.Compact(in)
	if row.Records == 0 || row.Records == 20 || int(row.Records) != len(in) || planned.Records != row.Records {
		t.Errorf("%d records planned, %d handed over, %d in the file", planned.Records, row.Records, len(in))
	}
	// One of them has the status already.
	if bodies := strings.Join(d.sent(), ""); strings.Count(bodies, `"timecardStatus":"Exported"`) != len(in)-1 {
		t.Errorf("%d in the file, and sent %s", len(in), bodies)
	}
}
