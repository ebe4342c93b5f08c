package files

import "testing"

func TestDevicesAreNoFiles(t *testing.T) {
	for name, refused := range map[string]bool{
		"aux": true, `C:\users\com1`: true, "CON": true, "NUL": false, "console.csv": false, `sub\a.csv`: false, ".csv": false,
	} {
		if _, err := Destination(name); (err != nil) != refused {
			t.Errorf("%s: %v", name, err)
		}
	}
}
