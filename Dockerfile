# Two stages: the first installs the pinned dependencies, the second carries only Python and the result.
ARG PYTHON_VERSION=3.12

FROM docker.io/library/python:${PYTHON_VERSION}-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/onrecord
COPY requirements.lock /build/
RUN /opt/onrecord/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r /build/requirements.lock
COPY pyproject.toml README.md LICENSE /build/
COPY app /build/app
COPY migrations /build/migrations
WORKDIR /build
RUN /opt/onrecord/bin/python -m pip install --quiet --no-deps --no-build-isolation .
# The search kernels are compiled here; the compiler stays in this stage.
COPY requirements-kernels.lock /build/
RUN python -m venv /opt/compiler \
 && /opt/compiler/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-kernels.lock \
 && cd / && PYTHONPATH=$(echo /opt/compiler/lib/python3.*/site-packages) \
    /opt/onrecord/bin/python -m app.search.whoosh_engine.kernels.build
# What running does not need stays behind. Bytecode is compiled once, since the root is read-only, and never
# checked against its source again.
RUN /opt/onrecord/bin/python -m pip uninstall --quiet --yes setuptools wheel pip \
 && find /opt/onrecord/lib -type d -name tests -prune -exec rm -rf {} + \
 && find /opt/onrecord/lib -type f \( -name '*.pyi' -o -name '*.c' -o -name '*.h' -o -name '*.pyx' -o -name '*.pxd' \) -delete \
 && /opt/onrecord/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/onrecord/lib

FROM docker.io/library/python:${PYTHON_VERSION}-slim-bookworm
LABEL org.opencontainers.image.title="Onrecord" \
      org.opencontainers.image.description="A self-hosted archive of news articles that knows who said what" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/onrecord /opt/onrecord
COPY data/sample /opt/onrecord/sample
# Page faults on temporary arrays cost two to four times without these two (docs/search-engine.md).
ENV PATH=/opt/onrecord/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_MMAP_THRESHOLD_=268435456 \
    MALLOC_TRIM_THRESHOLD_=268435456 \
    ONRECORD_DATA_DIR=/data \
    ONRECORD_HOST=0.0.0.0 \
    ONRECORD_ACCESS=full
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
VOLUME /data
WORKDIR /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["onrecord"]
CMD ["serve"]
