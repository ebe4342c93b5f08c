package mirror

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// nullable makes an empty text no value at all.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// storable makes of a text one that every database takes: PostgreSQL refuses the character U+0000 and
// bytes that are not UTF-8.
func storable(text string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", "\uFFFD"), "\uFFFD")
}

// hashOf tells one content from another.
func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
