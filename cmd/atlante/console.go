package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// console is where a command speaks: results to out, progress to err.
type console struct{ out, err io.Writer }

// say writes one line of result.
func (c *console) say(format string, args ...any) { fmt.Fprintf(c.out, format+"\n", args...) }

// progress gives a function to call with what is done of a total: a bar on a
// terminal, a line every few seconds when piped.
func (c *console) progress(title string) func(done, total int) {
	if f, ok := c.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		var bar *progressbar.ProgressBar
		return func(done, total int) {
			if bar == nil {
				bar = progressbar.NewOptions(total, progressbar.OptionSetDescription(title), progressbar.OptionSetWriter(c.err),
					progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
			}
			bar.ChangeMax(total)
			_ = bar.Set(done)
		}
	}
	last := time.Now()
	return func(done, total int) {
		if time.Since(last) < 2*time.Second {
			return
		}
		last = time.Now()
		fmt.Fprintf(c.err, "%s: %d di %d\n", title, done, total)
	}
}
