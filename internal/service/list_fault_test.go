package service_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/aimsio-cli/aimsio/internal/client"
	"github.com/aimsio-cli/aimsio/internal/record"
	"github.com/aimsio-cli/aimsio/internal/service"
	"github.com/aimsio-cli/aimsio/internal/service/paging"
)

// What is wrong with a list is told from a call that failed and from a fault of this machine, however deep it stands.
func TestListFault(t *testing.T) {
	for _, fault := range []error{
		&record.ArrayError{Element: 2, Err: errors.New("cut off")}, &paging.Error{Number: 3, Problem: "it is empty"}, &service.RepeatedError{Number: 2},
	} {
		if got := service.ListFault(fmt.Errorf("reading: %w", fault)); !errors.Is(got, fault) || got.Error() != fault.Error() {
			t.Errorf("of %v it is %v", fault, got)
		}
	}
	for _, other := range []error{nil, errors.New("no disk"), &client.Error{Kind: client.Unavailable}} {
		if got := service.ListFault(other); got != nil {
			t.Errorf("of %v it is %v", other, got)
		}
	}
}
