import io
from contextlib import contextmanager
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from config.wsgi import application


@pytest.mark.parametrize("path", ["/en/%00", "/en/?q=a%00b", "/en/letters/a%00b/"])
def test_nul_characters_are_refused(client, path):
    response = client.get(path)

    assert response.status_code == 400
    assert "cannot be used" in response.content.decode()


def answer(method, content_type=None, body=b""):
    """What the whole application says, from where the web server hands it a request."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/robots.txt",
        "QUERY_STRING": "q=a",
        "HTTP_HOST": "testserver",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    if content_type is not None:
        environ["CONTENT_TYPE"] = content_type
    setup_testing_defaults(environ)
    statuses = []
    with connections_left_alone():
        response = application(environ, lambda status, headers: statuses.append(status))
        content = b"".join(response).decode()
        getattr(response, "close", lambda: None)()
    return statuses[0][:3], content


@contextmanager
def connections_left_alone():
    """As Django's test client does: the end of a request would close the test's database."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


CHARSETS = ["rot13", "hex", "utf-7", "idna", "latin-1", "foo", '""']


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_encodings_than_ours_are_refused(method, media, charset):
    status, content = answer(method, f"{media}; charset={charset}", b"name=a")

    assert status == "400"
    assert "UTF-8" in content


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_in_parts_may_not_name_another_encoding(charset):
    body = b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\na\r\n--x--\r\n'

    status, _content = answer(
        "POST", f"multipart/form-data; boundary=x; charset={charset}", body
    )

    assert status == "400"


def test_a_parameter_in_an_unknown_encoding_is_refused():
    assert answer("GET", "text/plain; x*=foo'en'%ff")[0] == "400"


@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "text/plain; charset=UTF-8", 'text/plain; charset="utf8"'],
)
def test_our_own_encoding_passes(content_type):
    assert answer("GET", content_type)[0] == "200"
