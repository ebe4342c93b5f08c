package record

import "testing"

func TestScalars(t *testing.T) {
	r, err := New(Value(`{"text":"a\/b","empty":"","number":9007199254740993,"null":null,"no":false,"list":["x"],"":"nameless"}`))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"text": "a/b", "number": "9007199254740993", "empty": "", "null": "", "no": "", "list": "", "absent": "", "": "",
	} {
		if got := FirstScalar(r, name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	if got := FirstScalar(r, "absent", "null", "empty", "number", "text"); got != "9007199254740993" {
		t.Errorf("the first is %q", got)
	}
}
