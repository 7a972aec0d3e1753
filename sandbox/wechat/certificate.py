"""WeChat's platform certificate (平台证书), for merchants that do not yet know it by its public key alone."""

import hashlib
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

VALID_FROM, VALID_TO = datetime(2025, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)


def certificate_serial(key: RSAPrivateKey) -> str:
    """Forty hexadecimal digits, always the same for one key."""
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"5{hashlib.sha256(public).hexdigest()[:39]}".upper()


def certificate(key: RSAPrivateKey) -> bytes:
    """The certificate in PEM. Whoever gets it over a channel they trust need not ask who issued it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com sign")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int(certificate_serial(key), 16))
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM)
