package config

import "fmt"

// longestPassword is how many bytes a password may have. A longer one is a mistake, such as a whole file, and
// all its forms could not be looked for in what is shown.
const longestPassword = 1024

// PasswordError says that a password is none that can be used. It repeats nothing of it.
type PasswordError struct {
	// From tells where the password came from.
	From string
}

// Error names the place and the limit.
func (e *PasswordError) Error() string {
	return fmt.Sprintf("the password (%s) is longer than 1,024 bytes, which is the most that one may have; is it something else?", e.From)
}

// Is matches ErrInvalid.
func (e *PasswordError) Is(target error) bool { return target == ErrInvalid }

// CheckPassword refuses a password of absurd length with a *PasswordError. From tells where it comes from.
func CheckPassword(password, from string) error {
	if len(password) > longestPassword {
		return &PasswordError{From: from}
	}
	return nil
}
