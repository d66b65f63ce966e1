"""Address policy: what may be asked, of which machine, and what of an address may be seen."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetching.address_policy import (
    allowed,
    is_own_server,
    redirected,
    refuse_own_names,
    target_of,
)
from feeds.fetching.fetched import Ask, FetchError
from feeds.fetching.machines import IPAddress, kind_of
from feeds.shown import shown

PRIVATE = [
    ip_network(net) for net in ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10")
]
private_ips = st.sampled_from(PRIVATE).flatmap(
    lambda net: st.integers(int(net[0]) + 1, int(net[-1]) - 1).map(IPv4Address)
)


def spellings(ip: IPv4Address) -> list[str]:
    """How the old resolvers let an IPv4 address be written."""
    a, b, c, d = ip.packed
    return [
        str(ip),
        str(int(ip)),
        hex(int(ip)),
        f"0{int(ip):o}",
        f"{a}.{b}.{c * 256 + d}",
        f"{a:#x}.{b * 65_536 + c * 256 + d}",
        f"0{a:o}.0{b:o}.{c:#x}.{d}",
        f"[::ffff:{ip}]",
        f"[64:ff9b::{ip}]",
        f"[2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1]",
    ]


@given(private_ips, st.data())
def test_no_spelling_of_a_private_address_is_let_through(
    ip: IPv4Address, draw: st.DataObject
) -> None:
    spelling = draw.draw(st.sampled_from(spellings(ip)))
    target = target_of(f"http://{spelling}/feed")
    assert target.literal is not None
    with pytest.raises(FetchError, match="leads to") as caught:
        allowed(target, [target.literal], allow_private=False)
    assert caught.value.refusal == "address"
    assert allowed(target, [target.literal], allow_private=True)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("8.8.8.8", ""),
        ("2a00:1450:4001:800::200e", ""),
        ("::ffff:8.8.8.8", ""),
        ("64:ff9b::808:808", ""),
        ("127.0.0.1", "this machine itself"),
        ("::1", "this machine itself"),
        ("10.1.2.3", "a private network"),
        ("192.168.1.1", "a private network"),
        ("169.254.169.254", "a private network"),
        ("fe80::1", "a private network"),
        ("fd00::1", "a private network"),
        ("fec0::1", "a private network"),
        ("100.64.0.1", "a private network"),
        ("192.0.0.8", "a private network"),
        ("192.0.2.1", "a private network"),
        ("198.18.0.1", "a private network"),
        ("64:ff9b:1::1", "a private network"),
        ("2001:db8::1", "a private network"),
        ("3fff::1", "a private network"),
        ("5f00::1", "a private network"),
        ("100::1", "a private network"),
        ("0.0.0.0", "no machine"),
        ("::", "no machine"),
        ("255.255.255.255", "no machine"),
        ("240.0.0.1", "no machine"),
        ("224.0.0.1", "many machines at once"),
        ("ff0e::1", "many machines at once"),
    ],
)
def test_every_kind_of_machine_is_known(address: str, kind: str) -> None:
    assert kind_of(ip_address(address)) == kind


@given(st.integers(0, 2**128 - 1).map(IPv6Address) | st.integers(0, 2**32 - 1).map(IPv4Address))
def test_what_python_calls_not_global_is_never_open(ip: IPAddress) -> None:
    if not ip.is_global or ip.is_multicast:
        inner = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
        assert kind_of(ip) != "" or (inner is not None and inner.is_global)


@pytest.mark.parametrize("address", ["0.0.0.0", "224.0.0.1", "255.255.255.255", "ff02::1"])
def test_what_is_no_single_machine_may_not_be_allowed_by_name(address: str) -> None:
    with pytest.raises(FetchError, match="check the address"):
        allowed(target_of("http://wire.local/"), [ip_address(address)], allow_private=True)


def test_of_a_name_with_both_only_the_open_addresses_are_kept() -> None:
    both = [ip_address("10.0.0.1"), ip_address("8.8.8.8")]
    assert allowed(target_of("http://a.example/"), both, allow_private=False) == both[1:]
    assert allowed(target_of("http://a.example/"), both, allow_private=True) == both


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("file:///etc/passwd", "only http and https are fetched"),
        ("ftp://post.example/", "only http and https are fetched"),
        ("post.example/feed", "only http and https are fetched"),
        ("http:///feed", "names no host that can be"),
        ("http://a b/", "names no host that can be"),
        ("http://%31%32%37.0.0.1/", "names no host that can be"),
        ("http://a..b/", "names no host that can be"),
        ("http://[fe80::1%25eth0]/", "names no host that can be"),
        ("http://" + "a" * 300 + ".example/", "names no host that can be"),
        ("http://post.example:99999/", "port 99999 is not one of the web's"),
        ("http://post.example:0/", "port 0 is not one of the web's"),
        ("http://post.example:25/", "port 25 is not one of the web's"),
        ("http://post.example:x/", "is no address that can be read"),
        ("http://post.example\x00/", "is no address that can be read"),
        ("", "only http and https are fetched"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str, words: str) -> None:
    with pytest.raises(FetchError) as caught:
        target_of(address)
    assert words in str(caught.value)


def test_a_target_says_what_is_asked_of_whom() -> None:
    target = target_of(" https://Gäste:pass%20word@Пошта.example:8443/a b?x=1#top ")
    assert (target.scheme, target.host, target.port) == ("https", "xn--80a1acn3a.example", 8443)
    assert (target.path, target.shown) == (
        "/a%20b?x=1",
        "https://xn--80a1acn3a.example:8443/a%20b?x=…",
    )
    assert target.address == "https://xn--80a1acn3a.example:8443/a%20b?x=1"
    assert target.authorization == "Basic R8Okc3RlOnBhc3Mgd29yZA=="
    assert "word" not in repr(target)


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for address in (text, f"http://{text}", f"https://post.example{text}"):
        shown(address)
        try:
            target = target_of(address)
        except FetchError:
            continue
        assert target.scheme in ("http", "https")
        assert target_of(target.address).address == target.address
        assert target.path.isascii()


SECRET = "hunter2"


@pytest.mark.parametrize(
    "address",
    [
        f"https://me:{SECRET}@post.example/feed",
        f"https://{SECRET}@post.example/feed",
        f"https://post.example/feed?key={SECRET}",
        f"https://post.example/feed?{SECRET}",
        f"https://post.example/feed?a=1&token={SECRET}#x",
        f"https://post.example/feed#{SECRET}",
        f"https://a:b@c:{SECRET}@post.example/",
        f"http://me:{SECRET}@[::1/",
        f"me:{SECRET}@post.example/",
        f"ftp://me:{SECRET}@post.example/",
    ],
)
def test_no_secret_of_an_address_is_shown(address: str) -> None:
    assert SECRET not in shown(address)
    assert SECRET not in repr(Ask(address=address, headers=(("X-Key", SECRET),)))
    try:
        seen = target_of(address).shown
    except FetchError as error:
        seen = str(error)
    assert SECRET not in seen


def test_a_long_address_is_shown_short_and_on_one_line() -> None:
    assert shown("http://a.example/" + "b" * 900).endswith("b…")
    assert shown("http://a.example/\x1b[31m\nb") == "http://a.example/[31mb"


@pytest.mark.parametrize(
    ("location", "address"),
    [
        ("/b?c", "https://post.example/b?c"),
        ("b", "https://post.example/a/b"),
        ("//other.example/", "https://other.example/"),
        ("https://me:word@other.example/x#y", "https://other.example/x"),
    ],
)
def test_a_redirect_leads_on(location: str, address: str) -> None:
    found = redirected(target_of("https://me:word@post.example/a/feed"), location)
    assert (found.address, found.authorization) == (address, None)


def test_no_redirect_leads_from_https_to_http() -> None:
    with pytest.raises(FetchError, match="from https to plain http") as caught:
        redirected(target_of("https://post.example/feed"), "http://post.example/feed")
    assert caught.value.refusal == "redirect"
    assert redirected(target_of("http://post.example/"), "https://post.example/").scheme == "https"


@pytest.mark.parametrize(
    ("asked", "target", "is_own"),
    [
        ("http://wire.local/", "https://wire.local/feed", True),
        ("http://wire.local:8000/", "http://wire.local:8000/feed", True),
        ("http://wire.local:8000/", "http://wire.local:9000/feed", False),
        ("http://wire.local/", "http://wire.local:9000/", False),
        ("http://wire.local/", "http://other.local/", False),
    ],
)
def test_what_is_allowed_for_a_server_holds_for_that_server(
    asked: str, target: str, is_own: bool
) -> None:
    assert is_own_server(target_of(asked), target_of(target)) == is_own


@pytest.mark.parametrize(
    "host", ["localhost", "a.localhost", "wire.local", "db.internal", "intranet"]
)
def test_behind_a_proxy_the_names_of_private_networks_are_refused(host: str) -> None:
    with pytest.raises(FetchError, match="names a host of a private network"):
        refuse_own_names(target_of(f"http://{host}/"))
    refuse_own_names(target_of("http://post.example/"))
