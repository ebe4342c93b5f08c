package paging

import (
	"net/http"
	"testing"
)

func TestNextLink(t *testing.T) {
	for header, want := range map[string]string{
		`</x?p=2>; rel="next"`:                           "/x?p=2",
		`</x?p=1>; rel=prev, </x?p=3>; rel=next`:         "/x?p=3",
		`</x?p=1>; rel="prev",</x?p=3>; REL="Next last"`: "/x?p=3",
		`</a,b>; title="a, b"; rel=next`:                 "/a,b",
		`</x?p=1>; rel="prev"`:                           "",
		`</x>; rel="nextish"`:                            "",
		`</x>; xrel="next"`:                              "",
		`/x; rel="next"`:                                 "",
		`</x; rel="next"`:                                "",
		``:                                               "",
	} {
		if got := nextLink(http.Header{"Link": {header}}); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
}
