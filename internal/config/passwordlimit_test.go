package config

import (
	"errors"
	"runtime"
	"strings"
	"testing"
)

// A password of absurd length is refused wherever it comes from, and is neither given nor kept.
func TestPasswordsThatAreTooLong(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the password command is written for sh")
	}
	longest := strings.Repeat("s3cr", longestPassword/4)
	for _, from := range []string{"variable AIMSIO_MY_ENV_PASSWORD", "variable AIMSIO_PASSWORD", "command printf", "keyring", "file "} {
		for _, password := range []string{longest, longest + "s", strings.Repeat(longest, 100)} {
			w := configured(t, oneEnvironment)
			kept := w.environment("my.env").Credentials()
			switch {
			case strings.HasPrefix(from, "variable"):
				w.variables[strings.TrimPrefix(from, "variable ")] = password
			case strings.HasPrefix(from, "command"):
				w.write(strings.Replace(oneEnvironment, "}", ", password_command: [printf, '"+password+"']}", 1))
			case from == "keyring":
				w.keyring = memoryKeyring{kept.keyringAccount(): password}
			default:
				if _, err := kept.storeInFile(t.Context(), password); err != nil {
					t.Fatal(err)
				}
			}
			got, _, err := w.environment("my.env").Password(t.Context())
			if len(password) <= longestPassword {
				if err != nil || got != password {
					t.Errorf("%s, %d bytes: %v", from, len(password), err)
				}
				continue
			}
			if !errors.Is(err, ErrInvalid) || got != "" || !strings.Contains(err.Error(), from) || strings.Contains(err.Error(), "s3cr") {
				t.Errorf("%s, %d bytes: gives %d bytes and %v", from, len(password), len(got), err)
			}
			for _, insecure := range []bool{true, false} {
				if _, err := kept.Store(t.Context(), password, insecure); !errors.Is(err, ErrInvalid) {
					t.Errorf("storing %d bytes: %v", len(password), err)
				}
			}
		}
	}
}
