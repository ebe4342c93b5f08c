package answer

import "testing"

// Of a text that is all there is every word counts; of a message only how it begins, and what it counts.
func TestWhatTextsSay(t *testing.T) {
	for _, tt := range []struct {
		text           string
		whole, message claim
	}{
		{"", silent, silent},
		{"OK", silent, silent},
		{"All records were stored", silent, silent},
		{"No errors", silent, silent},
		{"Stored, errors: 0", silent, silent},
		{"0 failed", silent, silent},
		{"Error: locked", bad, bad},
		{"400 Bad Request", bad, bad},
		{"HTTP/1.1 502 Bad Gateway", bad, bad},
		{"500", bad, bad},
		{"4000 records", silent, silent},
		{"4.5 seconds", silent, silent},
		{"Could not save", bad, bad},
		{"Can't save", bad, bad},
		{"The record wasn’t saved", bad, silent},
		{"Not saved", bad, bad},
		{"The record was not saved", bad, silent},
		{"The record cannot be saved", bad, silent},
		{"The error lamp was mended", bad, silent}, // as all that a server says, this is no success
		{"2 saved, 1 failed", bad, partly},
		{"1 of 2 stored", partly, partly},
		{"2 of 2 stored", silent, silent},
		{"1/2", partly, partly},
		{"Queued", open, open},
		{"It is queued", open, silent},
	} {
		words := textWords()
		if got := words.says(tt.text, true); got.claim != tt.whole || got.claim != silent && got.words == "" {
			t.Errorf("%q as a whole: %+v, want %d", tt.text, got, tt.whole)
		}
		if got := words.says(tt.text, false); got.claim != tt.message {
			t.Errorf("%q as a message: %+v, want %d", tt.text, got, tt.message)
		}
	}
}

// In the place of an error, what says that there is none is none.
func TestTextsInThePlaceOfAnError(t *testing.T) {
	words := textWords()
	for text, want := range map[string]bool{
		"": false, " ": false, "-": false, "[]": false, "none": false, "No errors": false, "null": false, "N/A": false, "ok": false, "0": false,
		"!": true, "locked": true, "E17": true, "no such trade in this company": true, "No trade, and so it failed": true, "false alarm": true,
	} {
		if got := words.speaksUp(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
