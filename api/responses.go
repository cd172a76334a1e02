package api

import (
	"net/http"

	"atlante/api/wire"
)

// The headers of answers, by their names among the components.
const (
	tagHeader      = "ETag"
	cacheHeader    = "CacheRevalidate"
	freshHeader    = "CacheNone"
	locationHeader = "Location"
	retryHeader    = "RetryAfter"
	limitHeader    = "RateLimit"
	leftHeader     = "RateRemaining"
	resetHeader    = "RateReset"
)

// names are those of the headers on the wire.
var names = map[string]string{
	tagHeader: "ETag", cacheHeader: "Cache-Control", freshHeader: "Cache-Control", locationHeader: "Location", retryHeader: "Retry-After",
	limitHeader: wire.HeaderLimit, leftHeader: wire.HeaderRemaining, resetHeader: wire.HeaderReset,
}

// headers describes them. Those that are required come with every answer that
// names them.
func headers() schema {
	text := func(it, en string, of schema) schema {
		return schema{"description": it + " / " + en, "required": true, "schema": of}
	}
	return schema{
		tagHeader:      text("etichetta forte: rimandala in If-None-Match", "strong tag: send it back in If-None-Match", schema{"type": "string", "pattern": `^"[^"]+"$`, "maxLength": 64}),
		cacheHeader:    text("public, max-age=0, must-revalidate: si può tenere, ma va richiesta con If-None-Match prima di usarla di nuovo", "may be kept, but must be checked with If-None-Match before it is used again", schema{"type": "string", "maxLength": 100}),
		freshHeader:    text("no-store: vale solo adesso", "no-store: true only now", schema{"type": "string", "maxLength": 100}),
		locationHeader: text("l'altro indirizzo", "the other address", schema{"type": "string", "format": "uri-reference"}),
		retryHeader:    text("secondi da attendere", "seconds to wait", whole(0, 86_400)),
		limitHeader:    text("richieste che un indirizzo può fare in un intervallo", "requests that an address may make in a window", whole(1, wire.RateLimit)),
		leftHeader:     text("richieste che restano nell'intervallo", "requests left in the window", whole(0, wire.RateLimit)),
		resetHeader:    text("secondi alla fine dell'intervallo", "seconds until the window ends", whole(1, int(wire.RateWindow.Seconds()))),
	}
}

// carried are the headers of an answer: those named, and what is left of the
// budget, which every answer tells.
func carried(more ...string) schema {
	out := schema{}
	for _, name := range append(more, limitHeader, leftHeader, resetHeader) {
		out[names[name]] = ref("headers", name)
	}
	return out
}

// answer is one that went well.
func answer(text string, content schema, more ...string) schema {
	return schema{"description": text, "content": content, "headers": carried(more...)}
}

func unchanged() schema {
	return schema{"description": "Non è cambiato / not modified", "headers": carried(tagHeader, cacheHeader)}
}

// problemNames are the names of problems among the components.
var problemNames = map[int]string{
	http.StatusBadRequest:          "Invalid",
	http.StatusNotFound:            "NotFound",
	http.StatusNotAcceptable:       "NotAcceptable",
	http.StatusConflict:            "Conflict",
	http.StatusGone:                "Gone", // of what people have seen
	http.StatusTooManyRequests:     "TooManyRequests",
	http.StatusInternalServerError: "Internal",
	http.StatusServiceUnavailable:  "Busy",
}

func problemResponses() schema {
	texts := map[int]string{}
	for _, k := range wire.ProblemKinds() {
		if _, first := texts[k.Status]; !first {
			texts[k.Status] = k.Title.IT + " / " + k.Title.EN
		}
	}
	out := schema{}
	for status, name := range problemNames {
		more := []string{freshHeader}
		if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
			more = append(more, retryHeader)
		}
		out[name] = answer(texts[status], schema{wire.ProblemType: schema{"schema": ref("schemas", "Problem")}}, more...)
	}
	return out
}
