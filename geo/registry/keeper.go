package registry

import (
	"time"

	"github.com/google/uuid"

	"atlante/geo/access"
)

// Keeper is a steward as those may know him who may dismiss him.
type Keeper struct {
	Person uuid.UUID
	Email  string // to other stewards masked, see access.MaskEmail
	Role   access.Role
	Since  time.Time
}
