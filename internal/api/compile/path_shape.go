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
		path = plainPath(prefix + path)
		at := strings.LastIndexByte(path, '/')
		switch {
		case at < 0 || paths.items[i].get("get") == nil:
		case isParameter(path[at+1:]):
			known[strings.ToLower(path[:at])] = true
		default:
			known[strings.ToLower(path)] = true
		}
	}
	return known
}

// plainPath is a path without what says nothing: a slash at its end, the ending .json.
func plainPath(path string) string {
	return strings.TrimSuffix(strings.TrimRight(path, "/"), ".json")
}

// pathShape is a path taken apart.
type pathShape struct {
	collection, parameter string
	// parameters counts those behind the fixed ones; atEnd says that the path ends in the one that there is,
	// status that it ends in a word about the status.
	parameters    int
	atEnd, status bool
}

// pathShape takes a path apart, whose first parameters are the same for all records.
func (k collections) pathShape(method, path string, fixed int) pathShape {
	path = plainPath(path)
	w := pathShape{parameters: strings.Count(path, "{") - fixed}
	steps := strings.Split(path, "/")
	last := len(steps) - 1
	if last > 0 && method != http.MethodGet && k.saysStatus(steps) {
		w.status = true
		steps, last = steps[:last], last-1
	}
	if w.parameters > 0 && isParameter(steps[last]) {
		w.atEnd = !w.status
		w.parameter = strings.Trim(steps[last], "{}")
		steps = steps[:last]
	}
	if last = len(steps) - 1; w.parameters == 0 && method == http.MethodGet && saysAll(steps[last]) && k.known(steps[:last]) {
		steps = steps[:last]
	}
	w.collection = strings.Join(steps, "/")
	if strings.Count(w.collection, "{") > fixed { // a parameter before the end, or only a part of a step
		w.atEnd, w.status = false, false
	}
	return w
}

// saysStatus tells whether a path is that of a record or a collection, with a word about its status.
func (k collections) saysStatus(steps []string) bool {
	last := len(steps) - 1
	return !isParameter(steps[last]) && aboutStatus(steps[last]) && (isParameter(steps[last-1]) || k.known(steps[:last]))
}

// saysAll tells whether a step says only that all records are meant: jobs/list.
func saysAll(step string) bool {
	return strings.EqualFold(step, "list") || strings.EqualFold(step, "all")
}

// known tells whether records are read at a path.
func (k collections) known(steps []string) bool {
	return k[strings.ToLower(strings.Join(steps, "/"))]
}

// aboutStatus tells whether a step of a path speaks of a status: status, updateStatus, set-state.
func aboutStatus(step string) bool {
	return slices.ContainsFunc(words(step), func(word string) bool { return word == "status" || word == "state" })
}

// fewestFixed is how many paths a parameter must stand in front of to be one that is the same for all.
const fewestFixed = 3

// fixedPrefix finds the start of most paths that ends in a parameter, such as /v2/tenant/{tenant}, behind which
// whole collections lie: who calls is meant by it, not a record. "" where there is none.
func fixedPrefix(paths *value, prefix string) string {
	behind, deep := map[string]int{}, map[string]bool{}
	for _, path := range paths.names {
		path = plainPath(prefix + path)
		for end := range len(path) - 1 {
			if front := path[:end+1]; strings.HasSuffix(front, "}") && path[end+1] == '/' {
				behind[front]++
				deep[front] = deep[front] || isParameter(lastStep(path))
			}
		}
	}
	longest := ""
	for front, count := range behind {
		if count >= fewestFixed && 2*count > len(paths.names) && deep[front] && len(front) > len(longest) {
			longest = front
		}
	}
	return longest
}
