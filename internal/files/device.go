package files

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// refuseDevice refuses a name that Windows keeps for a device, such as AUX or COM1, and on older ones CON.csv: what is written there
// is gone, and nothing says so. NUL alone is meant so.
func refuseDevice(name string) error {
	base := filepath.Base(name)
	if runtime.GOOS != "windows" || strings.EqualFold(base, "NUL") || strings.HasPrefix(base, ".") || filepath.IsLocal(base) {
		return nil
	}
	return fmt.Errorf("%s is the name of a device on Windows: choose another one", name)
}
