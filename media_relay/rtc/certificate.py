"""The certificate that the relay shows in DTLS: its own, new with each process, known by its fingerprint only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

# The fingerprint travels over the signalling channel and is all that anybody checks; the dates are there because the
# format wants them. A day back for clocks that differ.
_LIFE = timedelta(days=365)
_SLACK = timedelta(days=1)


@dataclass(frozen=True)
class Certificate:
    """A self-signed ECDSA P-256 certificate (what RFC 8827, section 6.5 has everyone support) and its key."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def generate(cls) -> "Certificate":
        """Make a new one."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "WebRTC")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _SLACK)
            .not_valid_after(now + _LIFE)
            .sign(key, SHA256())
        )
        return cls(key, certificate)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the certificate as SDP writes it (RFC 8122): ``AB:CD:…``, 32 bytes."""
        return self.certificate.fingerprint(SHA256()).hex(":").upper()
