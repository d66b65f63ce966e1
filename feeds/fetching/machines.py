"""Machines: what kind of machine an IP address leads to. Arithmetic alone."""

from ipaddress import IPv4Address, IPv6Address, ip_network

IPAddress = IPv4Address | IPv6Address

THIS_MACHINE = "this machine itself"
PRIVATE = "a private network"
OURS = (THIS_MACHINE, PRIVATE)
"""Kinds that may be asked where their host is allowed by name."""

# Python's own `is_global` differs between its patch versions; these are those of IANA's registries
# of special addresses that it lets pass in one of them.
_SPECIAL_4 = tuple(ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))
_UNICAST_6 = ip_network("2000::/3")
_SPECIAL_6 = tuple(ip_network(net) for net in ("2001::/23", "2001:db8::/32", "3fff::/20"))
_NAT64 = ip_network("64:ff9b::/96")
_IPV4_BITS = 0xFFFF_FFFF


def kind_of(ip: IPAddress) -> str:
    """What kind of address it is where it is not one of the open internet, in words; else ""."""
    inner = _inside(ip)
    if inner is not None:
        return kind_of(inner)
    if ip.is_multicast:
        return "many machines at once"
    if ip.is_unspecified or (ip.is_reserved and ip.version == 4):  # noqa: PLR2004 - IPv4
        return "no machine"
    if ip.is_loopback:
        return THIS_MACHINE
    return "" if _is_open(ip) else PRIVATE


def _is_open(ip: IPAddress) -> bool:
    if isinstance(ip, IPv4Address):
        return ip.is_global and not any(ip in net for net in _SPECIAL_4)
    return ip in _UNICAST_6 and not any(ip in net for net in _SPECIAL_6)


def _inside(ip: IPAddress) -> IPv4Address | None:
    """The IPv4 address to which an IPv6 one leads: mapped, compatible, NAT64, 6to4 or Teredo."""
    if isinstance(ip, IPv4Address):
        return None
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in _NAT64 or (1 < int(ip) <= _IPV4_BITS):
        return IPv4Address(int(ip) & _IPV4_BITS)
    if ip.sixtofour is not None:
        return ip.sixtofour
    return ip.teredo[1] if ip.teredo is not None else None
