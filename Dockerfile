# Atlante as a container. The database is another one: see docker-compose.yml.

# The files that the pages load.
FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY geo/layer/tokens.json /src/geo/layer/
COPY web/ ./
RUN npm run build

# The program. h3 needs cgo, so it is built on the Debian that it runs on.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/dist ./web/dist
ENV CGO_ENABLED=1
RUN go build -trimpath -buildvcs=false -o /out/atlante ./cmd/atlante

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home --home-dir /var/lib/atlante --shell /usr/sbin/nologin atlante \
 && install -d -o atlante -g atlante -m 0750 /var/lib/atlante
COPY --from=build /out/atlante /usr/local/bin/atlante
COPY LICENSE /usr/share/doc/atlante/LICENSE
USER atlante
WORKDIR /var/lib/atlante
ENV ATLANTE_DATA_DIR=/var/lib/atlante
VOLUME /var/lib/atlante
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["atlante"]
CMD ["serve", "--addr", "0.0.0.0:8080"]
