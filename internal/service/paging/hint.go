package paging

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/aimsio-cli/aimsio/internal/api"
	"github.com/aimsio-cli/aimsio/internal/record"
)

// hint is what an answer says of further records, whatever the description knows of it: a list that
// comes in parts must not be taken for a whole one.
type hint struct {
	// next is a mark or an address of the next page. Own says that it may as well be that of the
	// page itself, by what it is called.
	next string
	own  bool
	// total is the number of all records, -1 where the answer does not say.
	total int
	// more is what the answer says of whether there are more, nil where it says nothing.
	more *bool
}

// hintOf begins with what stands in the header.
func hintOf(header http.Header) hint {
	h := hint{total: -1, next: header.Get("X-Next-Cursor")}
	if n, err := strconv.Atoi(header.Get("X-Total-Count")); err == nil && n >= 0 {
		h.total = n
	}
	return h
}

// note takes what a member says, by its name.
func (h *hint) note(path record.Path, value jsontext.Value) {
	name := path[len(path)-1]
	if name == "href" && len(path) > 1 {
		name = path[len(path)-2]
	}
	kind := value.Kind()
	switch {
	case api.IsMore(name) && (kind == jsontext.KindTrue || kind == jsontext.KindFalse):
		more := kind == jsontext.KindTrue
		h.more = &more
	case (h.next == "" || h.own) && api.IsNext(name):
		h.next, h.own = record.Scalar(value), !strings.Contains(strings.ToLower(name), "next") && !strings.HasPrefix(name, "continuation")
	case h.total < 0 && api.IsTotal(name):
		if n, err := strconv.Atoi(record.Text(value)); err == nil && n >= 0 {
			h.total = n
		}
	}
}

// says tells whether there are more records than have come.
func (h *hint) says(count int) bool {
	return h.saysMore() || h.more == nil && h.next != "" && !h.own || h.total > count
}

func (h *hint) saysMore() bool { return h.more != nil && *h.more }

// goesOn tells whether the header of an answer speaks of further pages.
func goesOn(header http.Header) bool {
	said := hintOf(header)
	return nextLink(header) != "" || said.next != "" || said.total >= 0
}
