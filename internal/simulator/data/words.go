package data

import (
	"embed"
	"strings"
)

// wordFiles are the lists of words that names and texts are made of, one to a line. They hold
// on purpose what breaks careless programs: accents, quotes, commas, emoji, angle brackets,
// leading zeros and a very long name.
//
//go:embed words/*.txt
var wordFiles embed.FS

// words reads a list. A list that is not there is a mistake in this package that any test finds.
func words(list string) []string {
	content, err := wordFiles.ReadFile("words/" + list + ".txt")
	if err != nil {
		panic(err)
	}
	return strings.Split(strings.TrimSpace(string(content)), "\n")
}
