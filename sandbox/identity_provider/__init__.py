"""The city's identity provider: OpenID Connect, sign-in by password, SMS code, QR, certificate."""
