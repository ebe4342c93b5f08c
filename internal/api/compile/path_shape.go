package compile

import (
	"net/http"
	"slices"
	"strings"
)

// collections are the paths that a file reads records at, in lower case, so that JobOrder/status is told
// apart from a collection of the name of JobOrderStatus.
type collections map[string]bool

func readCollections(paths *value, prefix string) collections {
	known := collections{}
	for i, path := range paths.names {
		path = strings.TrimRight(prefix+path, "/")
		at := strings.LastIndexByte(path, '/')
		switch {
		case at < 0 || paths.items[i].get("get") == nil:
		case isParameter(path[at+1:]):
			known[strings.ToLower(path[:at])] = true
		case !strings.Contains(path, "{"):
			known[strings.ToLower(path)] = true
		}
	}
	return known
}

// pathShape is a path taken apart.
type pathShape struct {
	collection, parameter string
	// parameters counts all; atEnd says that the path ends in the one that there is, status that it
	// ends in a word about the status.
	parameters    int
	atEnd, status bool
}

func (k collections) pathShape(method, path string) pathShape {
	w := pathShape{parameters: strings.Count(path, "{")}
	steps := strings.Split(strings.TrimRight(path, "/"), "/")
	last := len(steps) - 1
	if last > 0 && method != http.MethodGet && k.saysStatus(steps) {
		w.status = true
		steps, last = steps[:last], last-1
	}
	if isParameter(steps[last]) {
		w.atEnd = !w.status
		w.parameter = strings.Trim(steps[last], "{}")
		steps = steps[:last]
	}
	if last = len(steps) - 1; last > 1 && w.parameters == 0 && emptyWord(steps[last]) && k.known(steps[:last]) {
		steps = steps[:last]
	}
	w.collection = strings.Join(steps, "/")
	if strings.Contains(w.collection, "{") { // a parameter before the end, or only a part of a step
		w.atEnd, w.status = false, false
	}
	return w
}

// saysStatus tells whether a path is that of a record or a collection, with a word about its status.
func (k collections) saysStatus(steps []string) bool {
	last := len(steps) - 1
	return !isParameter(steps[last]) && aboutStatus(steps[last]) && (isParameter(steps[last-1]) || k.known(steps[:last]))
}

// known tells whether records are read at a path.
func (k collections) known(steps []string) bool {
	return k[strings.ToLower(strings.Join(steps, "/"))]
}

// emptyWord tells whether a step of a path says only what is done there: jobs/list, jobs/bulk.
func emptyWord(step string) bool {
	return slices.Contains([]string{"list", "all", "create", "save", "bulk", "batch", "upsert", "add", "update"}, strings.ToLower(step))
}

// aboutStatus tells whether a step of a path speaks of a status: status, updateStatus, set-state.
func aboutStatus(step string) bool {
	return slices.ContainsFunc(words(step), func(word string) bool { return word == "status" || word == "state" })
}
