"""Exit 0 if the web process of this container answers: the image's HEALTHCHECK."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

if __name__ == "__main__":
    port = os.environ.get("PORT") or "8000"
    site = os.environ.get("SITE_URL") or f"http://127.0.0.1:{port}"
    # The public host, because ALLOWED_HOSTS may refuse any other.
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": urlsplit(site).netloc}
    )
    try:
        urllib.request.urlopen(request, timeout=4).close()  # noqa: S310  http, above
    except OSError as error:
        sys.exit(str(error))
