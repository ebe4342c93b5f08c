package mirror

import (
	"crypto/sha256"
	"encoding/hex"
)

// nullable makes an empty text no value at all.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// hashOf tells one content from another.
func hashOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
