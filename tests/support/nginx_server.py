"""The real nginx with the files of deploy/nginx, filled in as its container does."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "deploy" / "nginx"


class Nginx:
    """environment: of the service nginx. directory: for all that it writes."""

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self.directory, self._environment = directory, environment
        (directory / "conf.d").mkdir(parents=True)
        main = (FILES / "nginx.conf").read_text().replace("/tmp/", f"{directory}/")
        (directory / "nginx.conf").write_text(main)
        site = filled_in((FILES / "chatsite.conf.template").read_text(), environment)
        (directory / "conf.d" / "chatsite.conf").write_text(site)

    @property
    def log(self) -> str:
        """What it says of requests."""
        return Path(self._environment["ACCESS_LOG"]).read_text()

    @property
    def errors(self) -> str:
        return (self.directory / "error.log").read_text()

    @contextmanager
    def running(self) -> Iterator[None]:
        with (self.directory / "error.log").open("wb") as log:
            process = subprocess.Popen(self._command("daemon off;"), stderr=log)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)

    def check(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True, check=False)

    def _command(self, more: str = "") -> list[str]:
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        assert program is not None, "nginx is missing: `make test` installs it"
        # Started by root it gives its workers to somebody who may not look into our directory.
        stays = f"user root; {more}" if os.geteuid() == 0 else more
        where = ["-p", str(self.directory), "-c", str(self.directory / "nginx.conf")]
        return [program, *where, "-e", "stderr", "-g", stays]


def filled_in(template: str, environment: Mapping[str, str]) -> str:
    """As `envsubst` does for names that it is given; nginx' own are in small letters."""
    return re.sub(r"\$\{([A-Z_0-9]+)\}", lambda found: environment[found[1]], template)


def make_certificate(directory: Path, name: str) -> Path:
    """Self-signed, as fullchain.pem and privkey.pem in that directory. Return the former."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    directory.mkdir(parents=True, exist_ok=True)
    pem = serialization.Encoding.PEM
    (directory / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    chain = directory / "fullchain.pem"
    chain.write_bytes(certificate.public_bytes(pem))
    return chain
