package work

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"

	"atlante/geo"
)

// maxDownload bounds a file fetched from outside.
const maxDownload = 1 << 30

// Download fetches an address of the configuration into a folder and gives the
// file's path. What an earlier attempt has left is gone on with, when the server
// can; a finished file takes its name only when it is whole.
func Download(ctx context.Context, client *http.Client, address, folder string, progress Progress) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	name := filepath.Join(folder, path.Base(address))
	part, err := os.OpenFile(name+".part", os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return "", err
	}
	defer part.Close()
	have, err := part.Seek(0, io.SeekEnd)
	if err != nil {
		return "", err
	}
	resp, err := request(ctx, client, address, have)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusPartialContent:
	case http.StatusOK: // the server begins anew
		have = 0
		if err := part.Truncate(0); err != nil {
			return "", err
		}
	case http.StatusRequestedRangeNotSatisfiable: // a leftover longer than the file
		return "", errors.Join(geo.Invalid("%s: il resto di uno scaricamento non combacia; riprova / stale partial download, try again", address), os.Remove(name+".part"))
	default:
		return "", fmt.Errorf("%s risponde %s / answers %s", address, resp.Status, resp.Status)
	}
	if err := receive(part, resp, have, progress); err != nil {
		return "", err
	}
	return name, os.Rename(name+".part", name)
}

func request(ctx context.Context, client *http.Client, address string, have int64) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	if have > 0 {
		req.Header.Set("Range", "bytes="+strconv.FormatInt(have, 10)+"-")
	}
	return client.Do(req)
}

// receive writes the body behind what is there and checks that all has come.
func receive(part *os.File, resp *http.Response, have int64, progress Progress) error {
	total := have + resp.ContentLength // the length is -1 when the server does not say
	if total > maxDownload {
		return geo.Invalid("%s: %d MB sono troppi / too large", part.Name(), total>>20)
	}
	counter := &counting{done: have, total: total, tell: progress}
	n, err := io.Copy(io.MultiWriter(part, counter), io.LimitReader(resp.Body, maxDownload-have))
	if err != nil {
		return err
	}
	if resp.ContentLength >= 0 && n != resp.ContentLength {
		return fmt.Errorf("scaricamento interrotto a %d byte su %d: riprova, riparte da lì / cut off, try again", have+n, total)
	}
	return part.Sync()
}

type counting struct {
	done, total int64
	tell        Progress
}

func (c *counting) Write(p []byte) (int, error) {
	c.done += int64(len(p))
	c.tell(int(c.done>>10), int(max(c.total, c.done)>>10))
	return len(p), nil
}
