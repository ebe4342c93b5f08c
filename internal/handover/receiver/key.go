package receiver

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Key brings the text by which a record is named to the form in which two of them are compared: blanks around it do not
// count, nor how Unicode writes a letter; zeros in front do.
func Key(text string) string { return norm.NFC.String(strings.TrimSpace(text)) }

// stripped is a key as a sheet leaves it that takes it for a number: without zeros in front. It is false for what no
// sheet takes for one.
func stripped(key string) (bare string, ok bool) {
	if key == "" || strings.Trim(key, "0123456789") != "" {
		return "", false
	}
	if bare = strings.TrimLeft(key, "0"); bare == "" {
		bare = "0"
	}
	return bare, true
}

// Keys finds what keys stand for: places, which are numbers of the caller's own.
type Keys struct {
	places map[string][]int
	bare   map[string][]string
}

// NewKeys makes an empty set.
func NewKeys() *Keys { return &Keys{places: map[string][]int{}, bare: map[string][]string{}} }

// Add says that a key stands for a place. An empty key stands for none.
func (k *Keys) Add(key string, place int) {
	if key = Key(key); key == "" {
		return
	}
	if slices.Contains(k.places[key], place) {
		return
	}
	if len(k.places[key]) == 0 {
		if bare, ok := stripped(key); ok {
			k.bare[bare] = append(k.bare[bare], key)
		}
	}
	k.places[key] = append(k.places[key], place)
}

// Places gives what a key stands for.
func (k *Keys) Places(key string) []int { return k.places[Key(key)] }

// WithZeros gives the keys that a key may have been before a sheet took the zeros in front of it away.
func (k *Keys) WithZeros(key string) []string {
	key = Key(key)
	bare, ok := stripped(key)
	if !ok || bare != key {
		return nil
	}
	var with []string
	for _, has := range k.bare[bare] {
		if has != key {
			with = append(with, has)
		}
	}
	return with
}
