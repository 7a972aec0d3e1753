"""Whose a network address is, for limits of how often somebody may ask."""

from ipaddress import ip_address, ip_network


def network_of(address: str) -> str:
    """An address; of the new kind (IPv6) the network, for whoever has one of its addresses has them all."""
    asked = ip_address(address or "0.0.0.0")  # noqa: S104 - not bound to
    return str(ip_network((asked, 64), strict=False) if asked.version == 6 else asked)
