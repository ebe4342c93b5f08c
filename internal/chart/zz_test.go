package chart

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"testing"
)

func TestZZ(t *testing.T) {
	mk := func(k Kind, cols []string, rows ...[]string) *Data {
		d, err := New(k, cols)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			var cs []Cell
			for i, c := range r {
				cs = append(cs, Cell{Text: c, Number: i > 0, Empty: c == ""})
			}
			if err := d.Add(cs); err != nil {
				t.Fatal(err)
			}
		}
		p, notes, err := d.Prepare(k)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(notes)
		return p
	}
	a := mk(Bar, []string{"s", "jobs"}, []string{"Active", "38"}, []string{"工作", "12.5"}, []string{"Nothing", "0"}, []string{"Null", ""}, []string{"tiny", "0.01"})
	for _, asc := range []bool{false, true} {
		Terminal{60, asc}.Draw(os.Stdout, Bar, a)
	}
	b := mk(Bar, []string{"s", "jobs", "hours"}, []string{"Active", "38", "-3"}, []string{"Assigned", "12.5", "7"})
	for _, asc := range []bool{false, true} {
		Terminal{60, asc}.Draw(os.Stdout, Bar, b)
		Terminal{60, asc}.Draw(os.Stdout, Stacked, b)
	}
	c := mk(Pie, []string{"s", "jobs"}, []string{"Active", "38"}, []string{"A very long name that is longer than half of the width", "12.5"})
	Terminal{60, false}.Draw(os.Stdout, Pie, c)
	var rows [][]string
	for i := range 24 {
		rows = append(rows, []string{"2026-" + strconv.Itoa(i), fmt.Sprintf("%.2f", 100*math.Sin(float64(i)/3)), strconv.Itoa(i*i - i%5)})
	}
	l := mk(Line, []string{"m", "x", "y"}, rows...)
	for _, asc := range []bool{false, true} {
		Terminal{70, asc}.Draw(os.Stdout, Line, l)
	}
	l = mk(Line, []string{"m", "x"}, []string{"a", "1"}, []string{"b", ""}, []string{"c", "5"}, []string{"d", "2"})
	for _, asc := range []bool{false, true} {
		Terminal{70, asc}.Draw(os.Stdout, Line, l)
	}
}
func TestPics(t *testing.T) {
	mk := func(k Kind, cols []string, rows ...[]string) *Data {
		d, err := New(k, cols)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			var cs []Cell
			for i, c := range r {
				cs = append(cs, Cell{Text: c, Number: i > 0, Empty: c == ""})
			}
			if err := d.Add(cs); err != nil {
				t.Fatal(err)
			}
		}
		p, _, err := d.Prepare(k)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	var rows [][]string
	for i := range 24 {
		rows = append(rows, []string{"2026-" + strconv.Itoa(i), fmt.Sprintf("%.2f", 100*math.Sin(float64(i)/3)), strconv.Itoa(i*i - i%5)})
	}
	all := map[string]*Data{
		"bar":     mk(Bar, []string{"s", "jobs"}, []string{"Active & <b>", "38"}, []string{"工作 Ж", "12.5"}, []string{"Nothing at all, with a name that is so very long that it takes more than one line of the picture", "0"}, []string{"Null", ""}, []string{"tiny", "0.01"}),
		"bar2":    mk(Bar, []string{"s", "jobs", "hours"}, []string{"Active", "38", "-3"}, []string{"Assigned", "12.5", "7"}),
		"stacked": mk(Stacked, []string{"s", "jobs", "hours", "x"}, []string{"Active", "38", "-3", "5"}, []string{"Assigned", "12.5", "7", "1"}),
		"pie":     mk(Pie, []string{"s", "jobs"}, []string{"Active", "38"}, []string{"A very long name", "12.5"}, []string{"c", "9"}),
		"line":    mk(Line, []string{"m", "x", "y"}, rows...),
		"line2":   mk(Line, []string{"m", "x"}, []string{"a", "1"}, []string{"b", ""}, []string{"c", "5"}, []string{"d", "2"}),
		"none":    mk(Bar, []string{"m", "x"}),
		"one":     mk(Line, []string{"m", "x"}, []string{"January", "0"}),
	}
	for n, d := range all {
		k, _ := ParseKind(n)
		switch n {
		case "bar2", "none":
			k = Bar
		case "line2", "one":
			k = Line
		}
		f, _ := os.Create("/tmp/h6/try/" + n + ".svg")
		SVG(f, k, d)
		f.Close()
		f, _ = os.Create("/tmp/h6/try/" + n + ".png")
		PNG(f, k, d)
		f.Close()
	}
}
