// Package guard keeps work in the background from ending the program.
package guard

import (
	"fmt"
	"runtime/debug"
)

// Do calls f. A panic is an error, with the stack where it came from: of work that
// nobody waits for, one row that nobody thought of must not take the service down.
func Do(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return f()
}
