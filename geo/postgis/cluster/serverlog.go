package cluster

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
)

// serverLog passes the lines of PostgreSQL on to slog and keeps the last ones,
// to say why a start failed.
type serverLog struct {
	log *slog.Logger

	mu       sync.Mutex
	stopping bool
	level    slog.Level
	lines    []string
}

// logLinesKept is enough for an error with its details.
const logLinesKept = 8

func newServerLog(log *slog.Logger) *serverLog { return &serverLog{log: log, level: slog.LevelDebug} }

func (l *serverLog) read(ctx context.Context, r io.ReadCloser) {
	defer r.Close()
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		if line = strings.TrimRight(line, "\n"); line != "" {
			l.log.Log(ctx, l.keep(line), "PostgreSQL: "+line)
		}
		if err != nil {
			return
		}
	}
}

// keep remembers a line and gives its level. Details and continued lines have
// the level of the line that they explain.
func (l *serverLog) keep(line string) slog.Level {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
	l.lines = l.lines[max(0, len(l.lines)-logLinesKept):]
	if level, ok := severity(line); ok {
		l.level = level
	}
	if l.stopping {
		return slog.LevelDebug // every session that we end ourselves would be FATAL
	}
	return l.level
}

// severity: an ERROR of a statement reaches its caller, who decides whether it
// matters, so here it is only a detail.
func severity(line string) (slog.Level, bool) {
	word, _, ok := strings.Cut(line, ":")
	if !ok {
		return 0, false
	}
	switch word {
	case "PANIC":
		return slog.LevelError, true
	case "FATAL", "WARNING":
		return slog.LevelWarn, true
	case "LOG", "ERROR", "NOTICE", "INFO":
		return slog.LevelDebug, true
	}
	return 0, false
}

func (l *serverLog) quiet() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stopping = true
}

func (l *serverLog) last() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}
