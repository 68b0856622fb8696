# The official image of PostgreSQL with aijri installed:
#
#   docker build -t aijri .
#   docker build -t aijri:18 --build-arg PG_MAJOR=18 .
#
# Then, in a database of it: CREATE EXTENSION aijri;  The target "dashboard" is another
# image, with the dashboard alone; compose.yaml runs both.

ARG PG_MAJOR=17
ARG DEBIAN=bookworm
ARG NODE_MAJOR=22

FROM postgres:${PG_MAJOR}-${DEBIAN} AS build
ARG PG_MAJOR
# The headers must be those of the server in the image, whatever that is now.
# hadolint ignore=DL3008
RUN apt-get update \
	&& apt-get install -y --no-install-recommends \
		gcc libc6-dev make "postgresql-server-dev-${PG_MAJOR}" \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /aijri
COPY . .
RUN make PG_CONFIG="/usr/lib/postgresql/${PG_MAJOR}/bin/pg_config" \
	&& make PG_CONFIG="/usr/lib/postgresql/${PG_MAJOR}/bin/pg_config" DESTDIR=/installed install

FROM node:${NODE_MAJOR}-${DEBIAN}-slim AS dashboard
WORKDIR /aijri/dashboard
COPY dashboard .
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
USER node
ENTRYPOINT ["node", "server.mjs"]

FROM postgres:${PG_MAJOR}-${DEBIAN}
COPY --from=build /installed /
