# docker build -t policytest . && docker run --rm -v "$PWD:/work:ro" policytest scan exports --policies policies
FROM node:22-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --no-audit --no-fund \
  && npm pack --ignore-scripts --pack-destination /tmp \
  && mkdir /policytest && tar -xzf /tmp/policytest-*.tgz --strip-components=1 -C /policytest

# No shell, no package manager; the package has its dependencies inside.
FROM gcr.io/distroless/nodejs22-debian12:nonroot
COPY --from=build /policytest /policytest
WORKDIR /work
ENTRYPOINT ["/nodejs/bin/node", "/policytest/bin/policytest.js"]
