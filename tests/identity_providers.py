"""Two organisations' sign-in, small enough to run in a test: OpenID Connect on the loopback, and SAML as a function."""

import base64
import json
import threading
import urllib.parse
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

CLIENT = "accord-at-vale"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class OpenIDProvider:
    """Discovery, authorisation, tokens, keys. What it says of the person is `claims`; what it was sent, `asked`."""

    claims: dict[str, Any]
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    published: rsa.RSAPrivateKey | None = None
    userinfo: dict[str, Any] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    changed: dict[str, Any] = field(default_factory=dict)

    def configuration(self) -> dict[str, Any]:
        ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            **{f"{name}_endpoint": f"{self.address}/{path}" for name, path in ends.items()},
        }

    def keys(self) -> dict[str, Any]:
        public = (self.published or self.key).public_key()
        one = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
        return {"keys": [one | {"kid": "1", "alg": "RS256", "use": "sig"}]}

    def token(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        said = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + timedelta(minutes=5), **self.claims}
        signed = jwt.encode(said | self.changed, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "once", "token_type": "Bearer", "id_token": signed}

    def answer(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        self.asked.append({"path": path, **form})
        return {
            "/.well-known/openid-configuration": self.configuration,
            "/keys": self.keys,
            "/token": self.token,
            "/userinfo": lambda: self.userinfo or self.claims,
        }[path]()


@contextmanager
def serving(provider: OpenIDProvider) -> Iterator[OpenIDProvider]:
    """The provider at an address of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(provider.answer(self.path.partition("?")[0], {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._say(provider.answer(self.path, dict(urllib.parse.parse_qsl(body))))

        def _say(self, answer: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()


def certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example.org")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{id}" Version="2.0" \
IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer><saml:Subject><saml:NameID \
Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID><saml:SubjectConfirmation \
Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="{request}" \
NotOnOrAfter="{later}" Recipient="{recipient}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions \
NotBefore="{before}" NotOnOrAfter="{later}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>\
</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="1">\
<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute \
Name="mail"><saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>\
</saml:Assertion>"""
SIGNED_INFO = """<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod \
Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><ds:SignatureMethod \
Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#{id}"><ds:Transforms>\
<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform \
Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms><ds:DigestMethod \
Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>\
</ds:SignedInfo>"""
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="{now}" \
Destination="{recipient}" InResponseTo="{request}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>\
<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""


def saml_response(asked_at: str, key: rsa.RSAPrivateKey, *, email: str, issuer: str) -> str:
    """What an identity provider posts back, in answer to the request in the address `asked_at`."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(asked_at).query)
    request = etree.fromstring(zlib.decompress(base64.b64decode(query["SAMLRequest"][0]), -15))
    now = datetime.now(UTC)
    stamps = {"now": now, "before": now - timedelta(minutes=5), "later": now + timedelta(minutes=5)}
    values = {name: f"{stamp:%Y-%m-%dT%H:%M:%SZ}" for name, stamp in stamps.items()} | {
        "id": "_a1",
        "issuer": issuer,
        "subject": "person-7",
        "email": email,
        "request": request.get("ID"),
        "recipient": request.get("AssertionConsumerServiceURL"),
        "audience": request.findtext("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer"),
    }
    signed = _sign(ASSERTION.format(**values), key)
    return base64.b64encode(RESPONSE.format(assertion=signed, **values).encode()).decode()


def _sign(assertion: str, key: rsa.RSAPrivateKey) -> str:
    """An enveloped signature, after the issuer."""
    info = SIGNED_INFO.format(id="_a1", digest=_sha256(_canonical(assertion)))
    value = base64.b64encode(key.sign(_canonical(info), padding.PKCS1v15(), hashes.SHA256())).decode()
    signature = (
        f'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{info}'
        f"<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>"
    )
    return assertion.replace("</saml:Issuer>", f"</saml:Issuer>{signature}", 1)


def _canonical(xml: str) -> bytes:
    return bytes(etree.tostring(etree.fromstring(xml), method="c14n", exclusive=True))


def _sha256(data: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return base64.b64encode(digest.finalize()).decode()
