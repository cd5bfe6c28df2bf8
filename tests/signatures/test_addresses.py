import pytest
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address

from core.addresses import deliverable, usable_address
from signatures import addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@example.org", "ana@example.org"),
        ("  MARIA.Perez@EXAMPLE.com\u00a0", "MARIA.Perez@EXAMPLE.com"),
        ("\u200bana+letter@example.net", "ana+letter@example.net"),
        ("julia@periódico.example.mx", "julia@periódico.example.mx"),
        ("o'brien_x@sub.example.co.uk", "o'brien_x@sub.example.co.uk"),
    ],
)
def test_address_is_taken_as_typed(text: str, address: str) -> None:
    assert usable_address(text) == address


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("not an address", "no @ sign"),
        ("someone@", "missing before"),
        ("@example.org", "missing before"),
        ("x y@example.org", "no spaces"),
        ("two@example.org, three@example.org", "only one"),
        ("jlópez@example.mx", "accents"),
        ('"x"@example.org', "quotation marks"),
        ('"><script>alert(1)</script>"@example.com', "quotation marks"),
        ("a@b", "public mail domain"),
        ("a@localhost", "public mail domain"),
        ("a@printer.local", "public mail domain"),
        ("a@[127.0.0.1]", "public mail domain"),
        ("a@127.0.0.1", "public mail domain"),
        ("x" * 65 + "@example.org", "too long"),
        ("x@" + "a." * 125 + "example.org", "too long"),
        ("a..b@example.org", "not a complete mail address"),
        ("a@example..org", "not a complete mail address"),
        ("a\x00b@example.org", "characters"),
        ("\ud800@example.org", "characters"),
        ("=?utf-8?q?a=0Ab?=@example.org", "No mail can be sent"),
        ("=?utf-8?q?ana?=@example.net", "No mail can be sent"),
        ("=?utf-8?b?YW5h?=@example.net", "No mail can be sent"),
        ("ana=?x@example.net", "No mail can be sent"),
    ],
)
def test_each_fault_has_its_own_sentence(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        usable_address(text)

    assert words in caught.value.messages[0]


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Ana.M@Straße.example.org", "Ana.M@xn--strae-oqa.example.org"),
        ("p@א1.example.org", "p@xn--1-zhc.example.org"),
        ("o'brien+{x}@EXAMPLE.org", "o'brien+{x}@example.org"),
    ],
)
def test_mail_goes_to_the_domain_that_was_compared(typed: str, sent: str) -> None:
    address = deliverable(usable_address(typed))

    assert address == sent
    assert sanitize_address(address, "utf-8") == sent
    assert addresses.canonical(typed).endswith(sent.partition("@")[2])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MARIA@EXAMPLE.org", "maria@example.org"),
        ("maria+tag@example.org", "maria@example.org"),
        ("m.a.r.i.a+x@gmail.com", "Maria@GoogleMail.com"),
        ("julia@periódico.example.mx", "JULIA@xn--peridico-y3a.example.mx"),
    ],
)
def test_spellings_of_one_mailbox_have_one_key(one: str, other: str) -> None:
    assert addresses.email_key(one) == addresses.email_key(other)


def test_dots_matter_elsewhere() -> None:
    assert addresses.email_key("m.a@example.org") != addresses.email_key(
        "ma@example.org"
    )


@pytest.mark.parametrize(
    "text", ["", "@", "a@", "\ud800@\ud800.org", "x@xn--.org", "@" * 400]
)
def test_stored_rubbish_never_raises(text: str) -> None:
    assert len(addresses.email_key(text)) == 64
    assert addresses.flags(text) == set()


def test_addresses_worth_a_look_are_flagged() -> None:
    assert addresses.flags("x@mailinator.com") == {"disposable"}
    assert addresses.flags("x@mail.mailinator.com") == {"disposable"}
    assert addresses.flags("user@exаmple.com") == {"lookalike"}
    assert addresses.flags("ana@example.org") == set()
    assert addresses.flags("x@пример.рф") == set()
