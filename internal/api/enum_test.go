package api

import "testing"

func TestInEnum(t *testing.T) {
	for _, tt := range []struct {
		kind Type
		enum []string
		text string
		want bool
	}{
		{String, []string{"DIRECT_HIRE", " SUBCONTRACTOR"}, "SUBCONTRACTOR", true},
		{String, []string{"DIRECT_HIRE", "SUBCONTRACTOR"}, " SUBCONTRACTOR", true},
		{String, []string{"SUB CONTRACTOR"}, "SUBCONTRACTOR", false},
		{String, []string{"1.50"}, "1.5", false},
		{String, []string{"a"}, "A", false},
		{Number, []string{"1.50", "2"}, "1.5", true},
		{Number, []string{"1e3"}, "1000", true},
		{Integer, []string{"0x10"}, "16", true},
		{Integer, []string{"1", "2"}, "3", false},
		{Integer, []string{"no number"}, "", false},
	} {
		if got := InEnum(tt.enum, tt.kind, tt.text); got != tt.want {
			t.Errorf("%q in %q as %s: %v", tt.text, tt.enum, tt.kind, got)
		}
	}
}
