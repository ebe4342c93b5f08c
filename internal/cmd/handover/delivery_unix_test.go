//go:build unix

package handover

import (
	"net/http"
	"os"
	"strings"
	"testing"
)

// TestFailedDelivery: what a command did not take stays written and is not marked; the next run delivers the same bytes
// under the same number, wherever their file went, before anything else.
func TestFailedDelivery(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	row := only[batchRow](d.export("--then-status", "Exported", "--limit", "6", "--", "sh", "-c", "exit 3").failed(1, "batch 1 of erp stays written", "code 3"))
	if row.State != "written" || row.Delivery != "failed with exit code 3" || row.DeliveredAt != nil || row.Unmarked != 6 || len(d.sent()) > 0 {
		t.Errorf("%+v", row)
	}
	content := d.read("b-1.csv")
	ok(t, os.Remove(d.at("b-1.csv")))
	ok(t, os.Remove(d.at("b-1.csv.manifest.json")))
	d.export("--then-status", "Exported").failed(2, "a command is to deliver its 6 records (it was made for sh)", "behind --")
	same(t, "batches", d.batches(), "1 written new")

	got := d.export("--then-status", "Exported", "--", "sh", "-c", `cat >"$0" && cmp "$0" "$1"`, d.at("received-{batch}"), "{file}")
	rows := rowsOf[batchRow](got.went("finishing batch 1 of erp first, which is written: 6 records, with the same number and the same bytes"))
	if len(rows) != 2 || rows[0].State != "done" || rows[1].State != "done" || rows[1].Records != 1 {
		t.Errorf("%+v", rows)
	}
	if d.read("received-1") != content || d.read("b-1.csv") != content {
		t.Errorf("delivered %q, it was %q", d.read("received-1"), content)
	}
	same(t, "handed over", append(numbersIn(d.read("received-1")), numbersIn(d.read("received-2"))...), approved()...)
}

// TestWhatCommandsGet: the words of a batch in the arguments, the path behind them where none of them has it, and the
// variables.
func TestWhatCommandsGet(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	script := `printf '%s|' "$@" "$AIMSIO_EXPORT_NAME" "$AIMSIO_EXPORT_BATCH" "$AIMSIO_EXPORT_KIND" "$AIMSIO_EXPORT_FILE" "$AIMSIO_EXPORT_MANIFEST" "${AIMSIO_PASSWORD-none}" >"$0"`
	d.export("--limit", "1", "--", "sh", "-c", script, d.at("got"), "{batch}-{kind}-{name}").went()
	file := d.at("b-1.csv")
	if got, want := d.read("got"), strings.Join([]string{"1-new-erp", file, "erp", "1", "new", file, file + ".manifest.json", "none", ""}, "|"); got != want {
		t.Errorf("it got  %s\nand not %s", got, want)
	}
	d.export("--limit", "1", "--", "sh", "-c", `echo "from the command"; echo "$@" >"$0"`, d.at("got"), "-m", "{manifest}", "in {file}.").went("from the command")
	if got := d.read("got"); got != "-m "+d.at("b-2.csv.manifest.json")+" in "+d.at("b-2.csv")+".\n" {
		t.Errorf("it got %s", got)
	}
}

// TestRetry: one batch goes on from where it stands, with the command that is given or configured.
func TestRetry(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--then-status", "Exported", "--limit", "2", "--", "false").failed(1)
	d.do("retry", "erp", "1").failed(2, "a command is to deliver its 2 records")
	d.do("retry", "erp", "1", "--", "sh", "-c", "exit 7").failed(1, "code 7", "stays written")
	if sent := d.sent(); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
	if row := only[batchRow](d.do("retry", "erp", "1", "--", "cp", "{file}", d.at("received")).went()); row.State != "done" || row.Unmarked != 0 || row.Delivery != "succeeded" {
		t.Errorf("%+v", row)
	}
	if d.read("received") != d.read("b-1.csv") || len(d.sent()) != 1 {
		t.Error("not delivered or not marked")
	}
	ok(t, os.Remove(d.at("received")))
	copying := []string{"--", "cp", "{file}", d.at("received")}
	d.do(append([]string{"retry", "erp", "1"}, copying...)...).went("is done: --deliver hands it over once more")
	if _, err := os.Stat(d.at("received")); err == nil {
		t.Error("delivered once more without being asked")
	}
	d.do(append([]string{"retry", "erp", "1", "--deliver"}, copying...)...).went()
	if d.read("received") != d.read("b-1.csv") || len(d.sent()) > 0 {
		t.Error("not delivered again, or marked again")
	}
	d.do("retry", "erp", "1", "--deliver", "--", "false").failed(1, "code 1")
	same(t, "batches", d.batches(), "1 done new")
}

// TestRetryElsewhere: a folder that is not on this machine is replaced by one that is named, and bytes of others stay.
func TestRetryElsewhere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	ok(t, os.Mkdir(d.at("gone"), 0o700))
	d.export("--out", d.at("gone/b-{batch}.csv"), "--", "false").failed(1)
	ok(t, os.RemoveAll(d.at("gone")))
	d.do("retry", "erp", "1", "--", "true").failed(1, "there is no folder "+d.at("gone"), "--out")
	d.write("m-1.csv", "mine")
	elsewhere := []string{"retry", "erp", "1", "--out", d.at("m-{batch}.csv"), "--", "true"}
	d.do(elsewhere...).failed(9, "m-1.csv is there already, with other bytes", "move it away")
	if d.read("m-1.csv") != "mine" {
		t.Errorf("it has %q", d.read("m-1.csv"))
	}
	ok(t, os.Remove(d.at("m-1.csv")))
	if row := only[batchRow](d.do(elsewhere...).went("batch 1 is written to " + d.at("m-1.csv"))); row.State != "done" || row.File != d.at("m-1.csv") {
		t.Errorf("%+v", row)
	}
	same(t, "handed over", numbersIn(d.read("m-1.csv")), approved()...)
}

// TestRetryStatuses: a batch that was delivered gets its statuses alone.
func TestRetryStatuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.refusing(http.MethodPost, "", http.StatusBadRequest)
	d.export("--then-status", "Exported", "--", "true").failed(6)
	d.do("retry", "erp", "1", "--", "touch", d.at("again")).failed(6, "without the status")
	d.refusesNothing()
	d.do("retry", "erp", "1", "--", "touch", d.at("again")).went()
	if _, err := os.Stat(d.at("again")); err == nil {
		t.Error("it was delivered again")
	}
	if bodies := d.sent(); len(bodies) != 1 || strings.Count(bodies[0], "Exported") != 7 {
		t.Errorf("sent %q", bodies)
	}
}

// TestLeaveRefused: a batch whose statuses the server refuses ends when the user says so, and not where nobody knows.
func TestLeaveRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.variables["AIMSIO_MAX_WAIT"] = "1ms"
	leave := []string{"retry", "erp", "1", "--leave-refused"}
	d.refusing(http.MethodPost, "", http.StatusServiceUnavailable)
	d.export("--then-status", "Exported").failed(7)
	d.do(leave...).failed(7, "stays delivered", "the next run, or")
	d.refusing(http.MethodPost, "", http.StatusBadRequest)
	d.export().failed(6, "without the status")
	if row := only[batchRow](d.do(leave...).went("7 records of batch 1 without the status, which the server refuses: left so")); row.State != "done" || row.Unmarked != 7 {
		t.Errorf("%+v", row)
	}
	if records := rowsOf[recordRow](d.do("show", "erp", "1").went()); len(records) != 7 || records[0].Status != "refused" {
		t.Errorf("%+v", records)
	}
	d.export().went("nothing to hand over")
	same(t, "batches", d.batches(), "1 done new")
}

// TestCancel: a batch is given up before its delivery, its file goes, its number stays used, and its records are handed
// over again.
func TestCancel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--limit", "2", "--", "false").failed(1)
	if row := only[batchRow](d.do("cancel", "erp", "1").went("batch 1 of erp is cancelled: 2 records")); row.State != "cancelled" || row.CancelledAt == nil {
		t.Errorf("%+v", row)
	}
	for _, name := range []string{"b-1.csv", "b-1.csv.manifest.json"} {
		if _, err := os.Stat(d.at(name)); err == nil {
			t.Errorf("%s is still there", name)
		}
	}
	d.do("cancel", "erp", "1").went("is cancelled already")
	d.do("retry", "erp", "1", "--", "true").failed(2, "is cancelled")
	if row := only[batchRow](d.export("--", "true").went()); row.Batch != 2 || row.Records != 7 {
		t.Errorf("%+v", row)
	}
	same(t, "handed over", numbersIn(d.read("b-2.csv")), approved()...)
	d.do("cancel", "erp", "2").refused(9, "was delivered, so it cannot be cancelled")
	same(t, "batches", d.batches(), "1 cancelled new", "2 done new")
}

// TestCancelWhatMayBeThere: where nobody knows how a delivery ended, the receiver may have the batch; and a file that has
// other bytes now is somebody's.
func TestCancelWhatMayBeThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.export("--", "sh", "-c", "kill -9 $$").failed(1)
	d.write("b-1.csv", "worked on")
	d.do("cancel", "erp", "1").refused(9, "nobody knows how it ended", "--not-delivered")
	if row := only[batchRow](d.do("show", "erp").went()); row.State != "written" || row.Delivery != "unknown" {
		t.Errorf("%+v", row)
	}
	d.do("cancel", "erp", "1", "--not-delivered").went("b-1.csv has other bytes than the batch had, and stays")
	if d.read("b-1.csv") != "worked on" {
		t.Errorf("it has %q", d.read("b-1.csv"))
	}
	same(t, "batches", d.batches(), "1 cancelled new")
}
