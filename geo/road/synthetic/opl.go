package synthetic

import (
	"bufio"
	"context"
	"io"
	"slices"
	"strconv"
)

// Date is the day that files of synthetic networks bear, so that equal networks
// are equal files: RFC 3339.
const Date = "2026-01-01T00:00:00Z"

// WriteOPL writes the network as OPL (https://osmcode.org/opl-file-format), an
// object a line, nodes before ways, by ascending id. It calls progress, which may
// be nil, with the objects written of all. Writing ends early with the error of w
// or of the context.
func (d *Drawing) WriteOPL(ctx context.Context, w io.Writer, progress func(done, total int)) error {
	s := d.sheet
	out := bufio.NewWriterSize(w, 1<<16)
	total := len(s.nodes) + len(s.ways)
	var line []byte
	for i := range total {
		if i%50000 == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if progress != nil {
				progress(i, total)
			}
		}
		if i < len(s.nodes) {
			line = s.appendNode(line[:0], i)
		} else {
			line = s.appendWay(line[:0], i-len(s.nodes))
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	if progress != nil {
		progress(total, total)
	}
	return out.Flush()
}

// appendNode gives a node with fields for id, version, time, tags, longitude and
// latitude.
func (s *sheet) appendNode(b []byte, i int) []byte {
	b = strconv.AppendInt(append(b, 'n'), int64(i+1), 10)
	b = append(b, " v1 t"+Date...)
	tags := slices.Clone(s.notes[int32(i)])
	slices.SortFunc(tags, byKey)
	b = appendTags(b, tags)
	b = appendDegrees(append(b, " x"...), s.nodes[i].lon)
	b = appendDegrees(append(b, " y"...), s.nodes[i].lat)
	return append(b, '\n')
}

func (s *sheet) appendWay(b []byte, i int) []byte {
	b = strconv.AppendInt(append(b, 'w'), int64(i+1), 10)
	b = append(b, " v1 t"+Date...)
	b = appendTags(b, s.tagsOf(i))
	b = append(b, " N"...)
	for k, n := range s.nodesOf(s.ways[i]) {
		if k > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, 'n'), int64(n)+1, 10)
	}
	return append(b, '\n')
}

func appendTags(b []byte, tags []Tag) []byte {
	for i, t := range tags {
		if i == 0 {
			b = append(b, " T"...)
		} else {
			b = append(b, ',')
		}
		b = appendEscaped(append(appendEscaped(b, t.Key), '='), t.Value)
	}
	return b
}

// appendEscaped writes all but letters, digits and a few signs as %hex%.
func appendEscaped(b []byte, text string) []byte {
	for _, r := range text {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == ':', r == '_', r == '-', r == '.', r == '\'':
			b = append(b, byte(r))
		default:
			b = append(strconv.AppendInt(append(b, '%'), int64(r), 16), '%')
		}
	}
	return b
}

// appendDegrees writes 1e-7 degrees as degrees.
func appendDegrees(b []byte, e7 int32) []byte {
	if e7 < 0 {
		b, e7 = append(b, '-'), -e7
	}
	b = strconv.AppendInt(b, int64(e7/1e7), 10)
	b = append(b, '.')
	for part, unit := e7%1e7, int32(1e6); unit > 0; part, unit = part%unit, unit/10 {
		b = append(b, byte('0'+part/unit))
	}
	return b
}
