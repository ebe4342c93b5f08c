package output

import (
	"bytes"
	"fmt"

	"github.com/aimsio-cli/aimsio/internal/api"
)

// index makes an index as the API answers it; a million stubs are 93 MB.
func index(n int) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"dtype":"JobOrder","guid":"%08x-0000-4000-8000-000000000000","updatedAt":%d}`, i, 1764000000000+i)
	}
	b.WriteByte(']')
	return b.Bytes()
}

func stubs() []api.Field {
	return []api.Field{
		{Name: "dtype", Type: api.String}, {Name: "guid", Type: api.String}, {Name: "updatedAt", Type: api.Time},
	}
}
