package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// knot is files of one package each of which needs each other one, directly or not.
type knot struct {
	pkg   string
	files []string // sorted
	// ties holds for each file one reference to another file of the knot.
	ties map[string]reference
}

// knotsOf gives the knots of a package, the largest first. A file alone is none.
func knotsOf(p *packages.Package) []knot {
	needs := references(p)
	var knots []knot
	for _, files := range components(needs) {
		if len(files) < 2 {
			continue
		}
		k := knot{pkg: p.PkgPath, files: files, ties: map[string]reference{}}
		for _, file := range files {
			for _, other := range files {
				if tie, tied := needs[file][other]; tied {
					k.ties[file] = tie
					break
				}
			}
		}
		knots = append(knots, k)
	}
	slices.SortStableFunc(knots, func(a, b knot) int { return len(b.files) - len(a.files) })
	return knots
}

// describe gives a line for the knot and one for each of its files.
func (k knot) describe(most int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: a knot of %d files, and %d may be in one\n", k.pkg, len(k.files), most)
	for _, file := range k.files {
		tie := k.ties[file]
		fmt.Fprintf(&text, "\t%s:%d uses %s of %s\n", file, tie.line, tie.name, tie.to)
	}
	return text.String()
}

// components gives the strongly connected components of a graph, each sorted, in an order that does
// not change (Tarjan).
func components(needs map[string]map[string]reference) [][]string {
	t := tarjan{needs: needs, number: map[string]int{}, lowest: map[string]int{}, open: map[string]bool{}}
	for _, file := range slices.Sorted(maps.Keys(needs)) {
		if _, seen := t.number[file]; !seen {
			t.visit(file)
		}
	}
	return t.found
}

type tarjan struct {
	needs  map[string]map[string]reference
	number map[string]int  // in the order of visits
	lowest map[string]int  // the lowest number of an open file that can be reached
	open   map[string]bool // files on the stack, whose component is not complete
	stack  []string
	found  [][]string
}

func (t *tarjan) visit(file string) {
	t.number[file], t.lowest[file] = len(t.number), len(t.number)
	t.stack, t.open[file] = append(t.stack, file), true
	for _, next := range slices.Sorted(maps.Keys(t.needs[file])) {
		if _, seen := t.number[next]; !seen {
			t.visit(next)
			t.lowest[file] = min(t.lowest[file], t.lowest[next])
		} else if t.open[next] {
			t.lowest[file] = min(t.lowest[file], t.number[next])
		}
	}
	if t.lowest[file] != t.number[file] {
		return
	}
	start := slices.Index(t.stack, file)
	component := slices.Clone(t.stack[start:])
	t.stack = t.stack[:start]
	for _, done := range component {
		t.open[done] = false
	}
	slices.Sort(component)
	t.found = append(t.found, component)
}
