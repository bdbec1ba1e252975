# Two images of one site:
#   docker build --target web -t chatsite-web .    web processes, web worker, beat, migrations; no torch
#   docker build --target gpu -t chatsite-gpu .    GPU workers
# docs/operations.md says how they are run, docs/decisions/0039-deployment.md why they are so.

# The Python that the tests run on. Debian 13 has the clients of PostgreSQL 17, as deploy/compose.yaml.
ARG PYTHON=python:3.11-slim-trixie
ARG NODE=node:24-trixie-slim

# --- what browsers load from packages -------------------------------------------------------------
FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

# --- our files for browsers, made small, and the words of other languages -------------------------
FROM ${PYTHON} AS files
WORKDIR /app
COPY requirements-web.txt requirements.txt ./
RUN grep -hE '^(babel|celery|zopfli)==' requirements-web.txt requirements.txt > tools.txt \
    && pip install --no-cache-dir --disable-pip-version-check -r tools.txt && rm tools.txt
COPY --from=packages /app/node_modules node_modules
COPY . .
RUN python -m deploy.translations compile \
    && python -m deploy.browser_files \
    && test -d .static \
    && rm -rf node_modules/esbuild node_modules/@esbuild

# --- Python packages ------------------------------------------------------------------------------
FROM ${PYTHON} AS python-web
RUN python -m venv /venv
COPY requirements-web.txt /tmp/
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements-web.txt

FROM python-web AS python-gpu
COPY requirements.txt /tmp/
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /tmp/requirements.txt

# --- what both images have ------------------------------------------------------------------------
FROM ${PYTHON} AS base
RUN groupadd --gid 10001 chatsite \
    && useradd --uid 10001 --gid chatsite --home-dir /var/lib/chatsite --create-home chatsite \
    && install --directory --owner chatsite --group chatsite /var/lib/chatsite/models
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MALLOC_ARENA_MAX=2 \
    VAR_DIR=/var/lib/chatsite
WORKDIR /app
COPY --from=files /app /app

# --- the GPU worker -------------------------------------------------------------------------------
FROM base AS gpu
COPY --from=python-gpu /venv /venv
ENV HF_HOME=/var/lib/chatsite/models
USER 10001:10001
EXPOSE 9100
CMD ["sh", "-c", "exec celery --quiet --no-color -A inference.worker worker -P threads -c ${MAX_IN_FLIGHT:-32} --prefetch-multiplier=1 --without-gossip --without-mingle -n gpu@%h --loglevel ${LOG_LEVEL:-INFO}"]

# --- the web process, the web worker, beat, and manage.py; the last, so what is built by default --
FROM base AS web
# For `manage.py backup` and `restore`.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=python-web /venv /venv
ENV HOST=0.0.0.0 PORT=8000
USER 10001:10001
EXPOSE 8000
CMD ["python", "-m", "chatsite.server"]
