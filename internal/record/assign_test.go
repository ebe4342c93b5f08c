package record_test

import (
	"errors"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/record"
)

func TestAssign(t *testing.T) {
	t.Parallel()
	const held = `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3} ], "n": null, "o": {"0": 1}}`
	for _, test := range []struct {
		path string
		grow bool
		want string // empty where there is no such element
	}{
		{path: "l.0.x", want: `{"a": 1, "l": [ {"x": 9, "y": 2}, {"x": 3} ], "n": null, "o": {"0": 1}}`},
		{path: "l.1.z", want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3,"z":9} ], "n": null, "o": {"0": 1}}`},
		{path: "l.1", want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, 9 ], "n": null, "o": {"0": 1}}`},
		{path: "l.2.x"}, {path: "l.2.x", grow: true, want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3},{"x":9} ], "n": null, "o": {"0": 1}}`},
		{path: "l.3.x", grow: true}, {path: "l.-1.x"}, {path: "l.-1.x", grow: true}, {path: "l.x"}, {path: "l.x", grow: true},
		{path: "l.99999999999999999999.x", grow: true}, {path: "l.1e0", grow: true}, {path: "l. 0"},
		{path: "n.0"}, {path: "n.0.x", grow: true, want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3} ], "n": [{"x":9}], "o": {"0": 1}}`},
		{path: "m.0.x"}, {path: "m.1.x", grow: true},
		{path: "m.k.0.x", grow: true, want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3} ], "n": null, "o": {"0": 1},"m":{"k":[{"x":9}]}}`},
		{path: "o.0", want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3} ], "n": null, "o": {"0": 9}}`},
		{path: "l.0.k.0", grow: true, want: `{"a": 1, "l": [ {"x": 1.10, "y": 2,"k":[9]}, {"x": 3} ], "n": null, "o": {"0": 1}}`},
		{path: "l.0.k.0"},
		{path: "new", want: `{"a": 1, "l": [ {"x": 1.10, "y": 2}, {"x": 3} ], "n": null, "o": {"0": 1},"new":9}`},
	} {
		r, err := record.New(record.Value(held))
		if err != nil {
			t.Fatal(err)
		}
		got, err := record.Assign(r, record.ParsePath(test.path), record.Value("9"), test.grow)
		if missing := errors.Is(err, record.ErrNoElement); missing != (test.want == "") || err != nil && !missing {
			t.Errorf("%s (grow %t): %v", test.path, test.grow, err)
			continue
		}
		if string(got.Raw()) != test.want {
			t.Errorf("%s (grow %t) = %s, want %s", test.path, test.grow, got.Raw(), test.want)
		}
	}
}
