package api

import (
	"cmp"
	"slices"
	"strings"
)

// Nearest finds the choices that a mistyped word may have meant, best first and at most so many:
// those that hold the word or are held by it, and those a few letters away. Letter case and hyphens
// do not count.
func Nearest(word string, choices []string, most int) []string {
	type match struct {
		choice string
		score  int
	}
	var matches []match
	plain := Simplify(word)
	for _, choice := range choices {
		if score, ok := closeness(plain, Simplify(choice)); ok {
			matches = append(matches, match{choice, score})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(a.score, b.score) })
	var out []string
	for _, m := range matches[:min(len(matches), max(most, 0))] {
		out = append(out, m.choice)
	}
	return out
}

// Simplify also cuts the word short, so that comparing costs little whatever was typed.
func Simplify(word string) []rune {
	const longest = 64
	runes := []rune(strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(word)))
	return runes[:min(len(runes), longest)]
}

// closeness scores two words, 0 being best. A word inside the other ranks behind a slip of one
// letter and before a slip of two: "status" means jobStatus.
func closeness(word, choice []rune) (score int, ok bool) {
	const shortest, inside = 3, 15
	slips := Distance(word, choice)
	if slips <= max(1, min(len(word), len(choice))/3) {
		score, ok = 10*slips, true
	}
	short, long := string(word), string(choice)
	if len(word) > len(choice) {
		short, long = long, short
	}
	if min(len(word), len(choice)) >= shortest && strings.Contains(long, short) && (!ok || score > inside) {
		score, ok = inside, true
	}
	return score, ok
}

// Distance counts the letters to add, drop, replace or swap with their neighbour to make b of a.
func Distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+change)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
