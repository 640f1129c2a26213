# The image of the program: docker build -t seat-dealer .
# It is built and runs on Debian 12, so that it finds the C library and the MySQL client library that it was
# linked with.

# The bill of materials includes the lock files, because a binary does not contain its dependencies' names.
ARG BUILDKIT_SBOM_SCAN_CONTEXT=true

FROM node:24.18.1-bookworm-slim@sha256:235600a8101ab264e117b1768e925532262668dc9b581ef1dd7d96ced463b8e7 AS node

FROM rust:1.95.0-slim-bookworm@sha256:d7482085ff5b415f84dba5647ae71606650bdef00db7aeb69f4b3d170c3e4082 AS tools
# The packages are those of Debian's stable release at the time of the build. Pinned versions would keep their
# vulnerabilities.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl libmariadb-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
# Tailwind CSS and wasm-opt, which build the web app, are Node packages.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /src
# This layer is rebuilt only when a tool, a dependency or the compiler changes.
COPY Cargo.lock rust-toolchain.toml ./
COPY tools tools
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc frontend/
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    tools/setup-rust && tools/install-tool just && tools/setup-web

FROM tools AS build
COPY . .
# The cache mount keeps compiled dependencies between builds. CI: Cargo.lock must be complete.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/src/target,sharing=locked \
    CI=true ./just build && install -D target/release/seat-dealer /out/seat-dealer

# Only the program, for a release: docker build --target binary --output out .
FROM scratch AS binary
COPY --from=build /out/seat-dealer /

FROM debian:bookworm-slim@sha256:abd67ffcfa541b485a3dff59865ab629aa048a6c613e639d36e7456b0b229241
# A distroless base would lack two things: the client library needs its plugins for MySQL's passwords, and the
# health check needs a shell. The program contains the certificate authorities.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmariadb3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin seat-dealer \
    && install -d -o seat-dealer -g seat-dealer -m 0700 /data
COPY --chmod=0755 infra/docker/is-ready /usr/local/bin/is-ready
COPY LICENSE /usr/share/doc/seat-dealer/LICENSE
COPY --from=build /out/seat-dealer /usr/local/bin/seat-dealer
# The server is public, so it starts only with the settings that .env.example lists for that.
ENV BIND_ADDR=0.0.0.0:8080 \
    DB_CONN_STRING=sqlite:/data/seat-dealer.db
USER 10001:10001
WORKDIR /data
# The only writable path; everything else may be mounted read-only.
VOLUME /data
EXPOSE 8080
# A worker has no port: run it with --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["is-ready"]
ENTRYPOINT ["seat-dealer"]
CMD ["serve"]
