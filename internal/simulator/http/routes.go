package http

import (
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// routes maps paths to operations. Letter case counts, as the vendor's does.
type routes struct {
	// exact holds paths without a parameter, below those with one, in whose place a mark stands.
	exact, below map[string]methods
	// fixed are the starts of paths up to a parameter that is the same for all records, any value of which will do.
	fixed []string
	// endings are what stands behind parameters in their step, such as .json; "" is one of them.
	endings []string
}

// methods holds what can be done at a path, by HTTP method.
type methods map[string]route

type route struct {
	entity    *api.Entity
	operation *api.Operation
}

// match is a route as one call found it.
type match struct {
	route
	id    string
	other methods
}

func newRoutes(c *api.Catalog) routes {
	rs := routes{exact: map[string]methods{}, below: map[string]methods{}}
	for _, e := range c.Entities {
		for i := range e.Operations {
			op := &e.Operations[i]
			path := "/" + strings.TrimPrefix(op.Path, "/")
			rs.noteFixed(op, path)
			table := rs.exact
			if op.NamesOne() {
				table, path = rs.below, "/"+strings.TrimPrefix(op.Fill(parameterMark), "/")
				_, behind, _ := strings.Cut(path, parameterMark)
				if ending, _, _ := strings.Cut(behind, "/"); !slices.Contains(rs.endings, ending) {
					rs.endings = append(rs.endings, ending)
				}
			}
			if table[path] == nil {
				table[path] = methods{}
			}
			if _, taken := table[path][op.Method]; !taken {
				table[path][op.Method] = route{entity: e, operation: op}
			}
		}
	}
	return rs
}

// parameterMark stands for the parameter of a path. No escaped path has a bare brace.
const parameterMark = "{}"

// findBelow tries each step of a path as the parameter, the last one first.
func (rs routes) findBelow(path string) (methods, string) {
	for end := len(path); end > 0; {
		start := strings.LastIndexByte(path[:end], '/') + 1
		for _, ending := range rs.endings {
			step, has := strings.CutSuffix(path[start:end], ending)
			found := rs.below[path[:start]+parameterMark+ending+path[end:]]
			id, err := url.PathUnescape(step)
			if has && found != nil && err == nil && id != "" {
				return found, id
			}
		}
		end = start - 1
	}
	return nil, ""
}

// noteFixed remembers where the fixed parameters of a path end.
func (rs *routes) noteFixed(op *api.Operation, path string) {
	end := 0
	for range op.Fixed {
		end += strings.IndexByte(path[end:], '}') + 1
	}
	if start := path[:end]; end > 0 && !slices.Contains(rs.fixed, start) {
		rs.fixed = append(rs.fixed, start)
	}
}

// unfilled puts the names of fixed parameters in the place of their values.
func (rs routes) unfilled(path string) string {
	steps := strings.Split(path, "/")
	for _, fixed := range rs.fixed {
		own := strings.Split(fixed, "/")
		if len(own) > len(steps) {
			continue
		}
		same := true
		for i, step := range own {
			same = same && (step == steps[i] || strings.HasPrefix(step, "{") && steps[i] != "")
		}
		if same {
			return strings.Join(append(slices.Clone(own), steps[len(own):]...), "/")
		}
	}
	return path
}

// find gives the route of a call and 200, or 404 or 405.
func (rs routes) find(r *http.Request) (match, int) {
	var found methods
	var id string
	// As it is first: what is the same for all of one kind of record may name one of another.
	for _, path := range []string{r.URL.EscapedPath(), rs.unfilled(r.URL.EscapedPath())} {
		if found, id = rs.exact[path], ""; found == nil {
			found, id = rs.findBelow(path)
		}
		if found != nil {
			break
		}
	}
	if found == nil {
		return match{}, http.StatusNotFound
	}
	way, possible := found[r.Method]
	if !possible {
		return match{other: found}, http.StatusMethodNotAllowed
	}
	return match{route: way, id: id}, http.StatusOK
}

// allow lists the methods of a path for the Allow header.
func (m match) allow() string {
	names := make([]string, 0, len(m.other))
	for name := range m.other {
		names = append(names, name)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}
