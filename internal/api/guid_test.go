package api_test

import (
	"testing"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// TestSameID: letter case does not tell GUIDs apart, and tells all other identifiers apart.
func TestSameID(t *testing.T) {
	t.Parallel()
	const guid = "0a1b2c3d-4e5f-6789-abcd-ef0123456789"
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{guid, guid, true},
		{guid, "0A1B2C3D-4E5F-6789-ABCD-EF0123456789", true},
		{"0A1b2c3d-4e5f-6789-abcd-EF0123456789", "0a1B2C3D-4E5F-6789-ABCD-ef0123456789", true},
		{guid, "0a1b2c3d-4e5f-6789-abcd-ef012345678a", false},
		{"J-1", "J-1", true},
		{"J-1", "j-1", false},
		{"0a1b2c3d4e5f6789abcdef0123456789", "0A1B2C3D4E5F6789ABCDEF0123456789", false},
		{"0a1b2c3d-4e5f-6789-abcd-ef012345678x", "0A1B2C3D-4E5F-6789-ABCD-EF012345678X", false},
		{"", "", true},
		{"", guid, false},
	} {
		if api.SameID(tt.a, tt.b) != tt.same || api.SameID(tt.b, tt.a) != tt.same || (api.PlainID(tt.a) == api.PlainID(tt.b)) != tt.same {
			t.Errorf("%q and %q: want %v", tt.a, tt.b, tt.same)
		}
	}
}
