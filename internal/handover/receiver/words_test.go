package receiver

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	t.Parallel()
	words, err := NewWords([]string{"Gebucht", "0"}, []string{"Storno "})
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]Outcome{
		"\tPOSTED": Accepted, "true": Accepted, "1": Accepted, "gebucht": Accepted, "0": Accepted, "storno": Refused, "Rejected": Refused, "no": Refused,
		"": "", "pending": "", "accepted?": "",
	} {
		if got, known := words.Outcome(word); got != want || known != (want != "") {
			t.Errorf("%q is %q", word, got)
		}
	}
	if _, err := NewWords([]string{"x"}, []string{"X"}); err == nil {
		t.Error("a word means both")
	}
	for _, word := range AcceptedWords() {
		if slices.Contains(RefusedWords(), word) {
			t.Errorf("%q means both", word)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	for i, key := range []string{"000123", "123A", "He\u0301", "", "55", "055", "0"} {
		keys.Add(key, i)
	}
	keys.Add("000123", 0)
	keys.Add("123A", 9)
	for key, want := range map[string][]int{"000123\u00a0": {0}, "123": nil, "123A": {1, 9}, "H\u00e9": {2}, "": nil, "55": {4}, "123a": nil} {
		if got := keys.Places(key); !slices.Equal(got, want) {
			t.Errorf("%q stands for %v", key, got)
		}
	}
	for key, want := range map[string][]string{"123": {"000123"}, "0123": nil, "123A": nil, "55": {"055"}, "0": nil, "7": nil} {
		if got := keys.WithZeros(key); !slices.Equal(got, want) {
			t.Errorf("%q may be %v", key, got)
		}
	}
}
