package main

import (
	"strings"
	"testing"
)

// found gives what the program prints of the module in testdata.
func found(t *testing.T, most limits, patterns ...string) string {
	t.Helper()
	var printed strings.Builder
	over, err := run(&printed, "testdata/house", most, patterns)
	if err != nil {
		t.Fatal(err)
	}
	if (over > 0) != (printed.Len() > 0) {
		t.Fatalf("%d findings, but printed was %q", over, printed.String())
	}
	return printed.String()
}

func TestKnots(t *testing.T) {
	ring := "example.org/house/ring: a knot of 4 files, and 3 may be in one\n" +
		"\tcall.go:4 uses door.open of door.go\n" +
		"\tdoor.go:5 uses room.size of room.go\n" +
		"\troom.go:5 uses call of call.go\n" +
		"\tyard.go:3 uses door of door.go\n"
	pair := "example.org/house/pair: a knot of 2 files, and 1 may be in one\n" +
		"\tleft.go:4 uses right of right.go\n" +
		"\tright.go:8 uses lefty of left.go\n"
	for _, test := range []struct {
		name     string
		most     int
		patterns []string
		want     string
	}{
		{"over the limit", 3, nil, ring},
		{"at the limit", 4, nil, ""},
		{"every package", 1, nil, pair + strings.Replace(ring, "3 may", "1 may", 1)},
		{"one package", 1, []string{"./pair"}, pair},
		{"no limit", 0, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := found(t, limits{knot: test.most}, test.patterns...); got != test.want {
				t.Errorf("printed\n%s\nwanted\n%s", got, test.want)
			}
		})
	}
}

func TestLines(t *testing.T) {
	for _, test := range []struct {
		name string
		most limits
		want string
	}{
		{"files, but no test and no generated one", limits{file: 22}, "example.org/house/long: long.go has 23 lines, and a file may have 22\n" +
			"example.org/house/long: other.go has 24 lines, and a file may have 22\n"},
		{"a file for other systems", limits{file: 23}, "example.org/house/long: other.go has 24 lines, and a file may have 23\n"},
		{"files at the limit", limits{file: 24}, ""},
		{"a package", limits{pkg: 70}, "example.org/house/long: the package has 71 lines, and one may have 70\n"},
		{"a package at the limit", limits{pkg: 71}, ""},
		{"no limit", limits{}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := found(t, test.most, "./long"); got != test.want {
				t.Errorf("printed\n%s\nwanted\n%s", got, test.want)
			}
		})
	}
}

func TestHalfAPackageIsNotMeasured(t *testing.T) {
	for dir, pattern := range map[string]string{"testdata/house": "./nothing", "testdata/broken": "./..."} {
		var printed strings.Builder
		if _, err := run(&printed, dir, limits{knot: 1}, []string{pattern}); err == nil {
			t.Errorf("%s of %s was measured: %q", pattern, dir, printed.String())
		}
	}
}
