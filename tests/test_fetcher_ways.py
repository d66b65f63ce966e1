"""Fetcher and the ways to a server: proxies, https, and servers that others wrote."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest

from feeds.clock import VirtualClock
from feeds.errors import UsageError
from feeds.fetching.fetched import Answer, Ask, FetchError
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.machines import IPAddress
from feeds.fetching.manners import Manners
from tests.loopback import LoopbackServer, Out, Request
from tests.polite_server import PoliteServer

NOW = datetime(2022, 9, 13, 17, 0, tzinfo=UTC)
SECRET = "hunter2"


async def on_loopback(_: str) -> list[IPAddress]:
    return [ip_address("127.0.0.1")]


def fetcher(manners: Manners | None = None) -> Fetcher:
    return Fetcher(manners or Manners(gap_s=0.0), clock=VirtualClock(NOW), look_up=on_loopback)


async def fetched(address: str, **more: object) -> Answer:
    async with fetcher() as one:
        return await one.fetch(Ask(address=address, allow_private=True, **more))  # type: ignore[arg-type]


# A proxy.


class Proxy(LoopbackServer):
    """Answers in the place of whoever is asked."""

    async def answer(self, _: Request, out: Out, /) -> None:
        await out.page(b"from the proxy")


async def test_a_proxy_is_asked_for_all_and_told_its_own_password() -> None:
    async with Proxy() as proxy:
        manners = Manners(proxy=f"http://me:{SECRET}@127.0.0.1:{proxy.port}")
        assert SECRET not in repr(manners)
        async with fetcher(manners) as one:
            answer = await one.fetch(Ask(address="http://post.example/feed"))
            assert "whether a name leads to a private address is left to it" in one.notices[0]
            for inner in ("http://10.0.0.1/", "http://2130706433/", "http://intranet/"):
                with pytest.raises(FetchError, match=r"private network|this machine itself"):
                    await one.fetch(Ask(address=inner))
    assert answer.body == b"from the proxy"
    assert proxy.paths() == ["http://post.example:80/feed"]
    assert proxy.requests[0].headers["proxy-authorization"].startswith("Basic ")


async def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")

    async def nobody(_: str) -> list[IPAddress]:
        raise OSError("no such name")

    async with Fetcher(look_up=nobody) as one:
        with pytest.raises(FetchError, match=r"your proxy in the settings \(http_proxy is not"):
            await one.fetch(Ask(address="http://post.example/"))
    async with PoliteServer() as server:
        server.put("/x", "x")
        assert (await fetched(server.address("/x"))).body == b"x"


@pytest.mark.parametrize("proxy", ["socks5://a:1", "post.example", "http://", f"x://me:{SECRET}@a"])
def test_a_proxy_that_is_none_is_refused(proxy: str) -> None:
    with pytest.raises(UsageError, match="http or https address; write http://host:port") as caught:
        Fetcher(Manners(proxy=proxy))
    assert SECRET not in str(caught.value)


async def test_https_goes_through_a_proxy_without_being_read(
    secure: Callable[[str], str], certificate: tuple[Path, Path]
) -> None:
    asked: list[bytes] = []

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0])
        port = int(asked[-1].split()[1].rpartition(b":")[2])
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await asyncio.gather(pipe(reader, far_writer), pipe(far_reader, writer))

    async with await asyncio.start_server(tunnel, "127.0.0.1", 0) as proxy:
        where = f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
        manners = Manners(proxy=where, certificates=certificate[0], gap_s=0.0)
        async with fetcher(manners) as one:
            address = secure("wire.test")
            assert (await one.fetch(Ask(address=address))).body == b"secure"
    assert asked == [f"CONNECT {address[8:-1]} HTTP/1.1".encode()]


async def test_a_proxy_that_refuses_is_told_in_words() -> None:
    class Refusing(LoopbackServer):
        async def answer(self, _: Request, out: Out, /) -> None:
            await out.page(b"", status="403 Forbidden")

    async with Refusing() as proxy, fetcher(Manners(proxy=proxy.address(""))) as one:
        with pytest.raises(FetchError, match="the proxy does not lead there"):
            await one.fetch(Ask(address="https://post.example/"))


# Servers that others wrote.


async def test_pythons_own_server_is_asked_in_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(b"<rss/>")
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/feed.xml"
        first = await fetched(address)
        again = await fetched(address, etag=first.etag, last_modified=first.last_modified)
        with pytest.raises(FetchError, match=r"nothing at this address \(404\)"):
            await fetched(f"{address}.gone")
        server.shutdown()
    assert (first.body, first.etag, first.content_type) == (b"<rss/>", None, "application/xml")
    assert (again.status, again.body) == (304, None)


NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NGINX_SETTINGS = """
{user}daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes 1;
events {{ }}
http {{
  types {{ application/rss+xml xml; }}
  gzip on; gzip_types application/rss+xml; gzip_min_length 100; access_log off;
  limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m; limit_req_status 429;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port}; root {folder}; expires 2m;
    location /old.xml {{ return 301 /feed.xml; }}
    location /limited/ {{ limit_req zone=one; alias {folder}/; }}
  }}
}}
"""


@pytest.fixture
async def nginx(tmp_path: Path) -> AsyncIterator[str]:
    """The address of one that serves `tmp_path`."""
    if NGINX is None:
        pytest.skip("needs nginx (apt-get install nginx)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings, user = tmp_path / "nginx.conf", "" if os.geteuid() else "user root; "
    settings.write_text(NGINX_SETTINGS.format(folder=tmp_path, port=port, user=user))
    process = await asyncio.create_subprocess_exec(NGINX, "-c", settings, "-p", tmp_path)
    async with asyncio.timeout(60):
        while not (tmp_path / "pid").exists():  # noqa: ASYNC110 - it tells nobody else
            await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    await process.wait()


async def test_nginx_is_asked_by_its_stamps_and_heard(nginx: str, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(b"<rss>" + b"<item>No change at the river.</item>" * 500 + b"</rss>")
    first = await fetched(f"{nginx}/old.xml")
    assert (first.moved_to, first.body) == (f"{nginx}/feed.xml", feed.read_bytes())
    assert (first.max_age, first.wire_bytes < 1_000) == (timedelta(minutes=2), True)
    stamps = {"etag": first.etag, "last_modified": first.last_modified}
    same = await fetched(f"{nginx}/feed.xml", **stamps)
    assert (same.status, same.body) == (304, None)
    feed.write_bytes(b"<rss><item>The bridge is closed.</item></rss>")
    changed = await fetched(f"{nginx}/feed.xml", **stamps)
    assert changed.body == feed.read_bytes()
    await fetched(f"{nginx}/limited/feed.xml")
    with pytest.raises(FetchError, match=r"asked too often \(429\)"):
        await fetched(f"{nginx}/limited/feed.xml")


# Certificates.


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Of wire.test, signed by itself: the certificate and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl, which makes a certificate for this run alone")
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=wire.test", "-addext", "subjectAltName=DNS:wire.test"]
    made = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    files = ["-nodes", "-days", "2", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*made, *files, *subject], check=True, capture_output=True)
    return cert, key


@pytest.fixture
async def secure(certificate: tuple[Path, Path]) -> AsyncIterator[Callable[[str], str]]:
    """A server that speaks https; gives the address under a host's name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    yield lambda host: f"https://{host}:{port}/"
    server.close()


async def test_a_certificate_of_ones_own_is_trusted_where_it_is_named(
    secure: Callable[[str], str], certificate: tuple[Path, Path]
) -> None:
    manners = Manners(certificates=certificate[0], gap_s=0.0)
    async with fetcher(manners) as one:
        answer = await one.fetch(Ask(address=secure("wire.test"), allow_private=True))
        assert answer.body == b"secure"
        with pytest.raises(
            FetchError, match=r"certificate that is not to be trusted \(Hostname mism"
        ):
            await one.fetch(Ask(address=secure("other.test"), allow_private=True))


async def test_a_certificate_that_nobody_knows_is_refused(secure: Callable[[str], str]) -> None:
    with pytest.raises(
        FetchError, match=r"not to be trusted \(self.signed certificate\)"
    ) as caught:
        await fetched(secure("wire.test"))
    assert caught.value.refusal == "unreachable"


async def test_plain_http_where_https_is_asked_is_said() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(FetchError, match="does not speak https as it should"):
            await fetched(f"https://127.0.0.1:{port}/")


def test_a_file_of_certificates_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("no certificate")
    for name, words in (("none.pem", "cannot be read"), ("absent.pem", "no such file")):
        with pytest.raises(UsageError, match=words):
            Fetcher(Manners(certificates=tmp_path / name))
