"""A stand-in for whoever is outside: an HTTP server in this process that answers as a test says,
and signatures made and checked with `cryptography` alone, without any code of the clients.
"""

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


Answer = tuple[int, bytes | str]


@dataclass
class Outside:
    """`answer` is what the next requests get; `asked` is what came."""

    url: str
    answer: Callable[[Asked], Answer] = lambda asked: (500, "")
    asked: list[Asked] = field(default_factory=list)

    def says(self, status: int, body: bytes | str = "") -> None:
        self.answer = lambda asked: (status, body)


class Pair:
    """An RSA key pair, in memory for the stand-in and in files for the product."""

    def __init__(self, folder: Path, name: str) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = serialization.Encoding.PEM
        self.private_file = folder / f"{name}_private.pem"
        self.private_file.write_bytes(
            self.private.private_bytes(
                pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        self.public_file = folder / f"{name}_public.pem"
        self.public_file.write_bytes(
            self.private.public_key().public_bytes(
                pem, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )

    def sign(self, content: str) -> str:
        signature = self.private.sign(content.encode(), padding.PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signature).decode()

    def check(self, content: str, signature: str) -> None:
        """Raises InvalidSignature when the owner did not sign this."""
        self.private.public_key().verify(
            base64.b64decode(signature), content.encode(), padding.PKCS1v15(), hashes.SHA256()
        )


def serve() -> tuple[Outside, ThreadingHTTPServer]:
    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            outside.asked.append(asked)
            status, content = outside.answer(asked)
            content = content.encode() if isinstance(content, str) else content
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if status != 204:
                self.wfile.write(content)

        do_GET = do_POST = do_DELETE = handle_any

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    outside = Outside(url=f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
    return outside, server
