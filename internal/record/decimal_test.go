package record

import "testing"

// Numbers have one order and one form, however they are written and however large they are.
func TestDecimals(t *testing.T) {
	ascending := []string{"-1e400", "-10.5", "-10", "-0.001", "0", "1e-999999999999999999999", "0.001", "0.01", "9.99", "10", "10.000000000000000001", "9007199254740992", "9007199254740993", "1e400", "1e999999999999999999999"}
	for i, a := range ascending {
		for j, b := range ascending {
			x, okX := ParseDecimal(a)
			y, okY := ParseDecimal(b)
			want := min(1, max(-1, i-j))
			if got := x.Compare(y); !okX || !okY || got != want || (x == y) != (want == 0) {
				t.Errorf("%s against %s gives %d", a, b, got)
			}
		}
	}
	for _, same := range [][2]string{{"-0", "0"}, {"10.10", "10.1"}, {"1E+2", "100"}, {"0.5e1", "5"}, {"0e5", "0"}, {"0012", "12"}} {
		x, _ := ParseDecimal(same[0])
		y, _ := ParseDecimal(same[1])
		if x.Compare(y) != 0 || x != y {
			t.Errorf("%s and %s differ", same[0], same[1])
		}
	}
	for _, bad := range []string{"", "-", "1.", ".5", "1e", "0x1", "1 2", "1e+", "1e1.5", "1_000", "١", "NaN", "--1"} {
		if _, ok := ParseDecimal(bad); ok {
			t.Errorf("%q is a number", bad)
		}
	}
}
