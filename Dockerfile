FROM python:3.12-slim AS packages

RUN python -m venv /venv
COPY requirements.txt /tmp/
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.txt


FROM python:3.12-slim

# Pango, PangoFT2 and HarfBuzz-Subset lay out the PDF and put only the used glyphs
# into it; the Noto fonts cover the scripts in which people write their names.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends \
    fontconfig \
    fonts-noto-cjk \
    fonts-noto-core \
    libharfbuzz-subset0 \
    libpango-1.0-0 \
    libpangoft2-1.0-0 \
  && rm -rf /var/lib/apt/lists/*

RUN useradd --uid 10001 --create-home --home-dir /home/app app \
  && install --directory --owner app --group app --mode 700 /data
COPY --from=packages /venv /venv
COPY . /app
WORKDIR /app
ENV DATA_DIR=/data \
  PATH=/venv/bin:$PATH \
  PYTHONDONTWRITEBYTECODE=1 \
  PYTHONUNBUFFERED=1 \
  STATIC_DIR=/app/static-collected

# The secrets of this step are made up in a folder that goes with it.
RUN DATA_DIR=/tmp/build python manage.py collectstatic --no-input --verbosity 0 \
  && rm -rf /tmp/build

USER app
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "--bind", "0.0.0.0:8000", "config.wsgi"]
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "-m", "config.healthcheck"]
