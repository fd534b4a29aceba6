"""What the wheel and the sdist must hold, and what they must not."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

TYPED: Final = ("allo_ext/py.typed", "allo_v1/py.typed")
STATED: Final = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
"""What stands in the wheel's .dist-info folder."""
SDIST: Final = (
    *("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "PKG-INFO", "README.md", "SECURITY.md"),
    *("constraints.txt", "generator-config.yml", "llms.txt", "mkdocs.yml", "pyproject.toml", "schemathesis.toml"),
    *("allo_ext/__init__.py", "generated/allo_v1/__init__.py", "tests/conftest.py"),
    *("openapi/allo-v1.yaml", "openapi/released/allo-v1.json", "benchmarks/bench.py"),
    *(".github/workflows/release.yml", "docs/decisions.md", "examples/receive_asgi.py", "scripts/spec_json.py"),
)
"""What whoever has only the sdist needs, to build, to test and to go on."""
ONLY_IN_GIT: Final = (".ci/", ".gitignore", ".gitattributes")
"""What is of use in the repository alone."""
UNWANTED: Final = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".git", ".venv", ".env")
UNWANTED_ENDINGS: Final = (".pyc", ".pyo", ".pem", ".key", ".p12", ".orig", ".rej", ".swp", ".part", ".sqlite", ".db")
SECRETS: Final = (
    re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(rb"\b(?:gh[opsu]_|github_pat_)[A-Za-z0-9_]{30,}"),
    re.compile(rb"\bpypi-[A-Za-z0-9_-]{60,}"),
    re.compile(rb"\bAKIA[0-9A-Z]{16}\b"),
    # Keys of Allo. Made-up ones in tests and docs are shorter, or words without a digit.
    re.compile(rb"(?<![A-Za-z0-9])[as]k_live_(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{16,}"),
    # Chance seldom makes a key without a digit, but then its letters are of both cases.
    re.compile(rb"(?<![A-Za-z0-9])[as]k_(?:live|test)_(?=[A-Z]*[a-z])(?=[a-z]*[A-Z])[A-Za-z]{20,}"),
    re.compile(rb"(?<![A-Za-z0-9])[as]k_test_(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}"),
)
SIGNING_SECRET: Final = re.compile(rb"(?<![A-Za-z0-9])whsec_([A-Za-z0-9+/_-]{24,}={0,2})")

Files = Mapping[str, bytes]


def wheel_faults(wheel: Files, sources: Iterable[str]) -> list[str]:
    """Hold a wheel against the source files of its packages.

    Args:
        wheel: Its files.
        sources: The paths of the files in the packages' folders, as they should be in the wheel.

    Returns:
        A sentence for each fault.
    """
    stated = {path.partition(".dist-info/")[2] for path in wheel if ".dist-info/" in path}
    packaged = {path for path in wheel if ".dist-info/" not in path}
    expected = {path for path in sources if not is_unwanted(path)}
    return [
        *(f"the wheel lacks {path}" for path in sorted(expected - packaged)),
        *(f"the wheel should not hold {path}" for path in sorted(packaged - expected)),
        *(
            f"the wheel lacks {path}: type checkers would not look into the package"
            for path in TYPED
            if path not in wheel
        ),
        *(f"the wheel's .dist-info lacks {name}" for name in STATED if name not in stated),
        *(f"the wheel's .dist-info should not hold {name}" for name in sorted(stated - set(STATED))),
        *_common("wheel", wheel),
    ]


def sdist_faults(sdist: Files, tracked: Iterable[str] = ()) -> list[str]:
    """Hold an sdist against what it is needed for.

    Args:
        sdist: Its files, without the folder that they are in.
        tracked: What git knows, where there is git.

    Returns:
        A sentence for each fault.
    """
    wanted = {path for path in tracked if not path.startswith(ONLY_IN_GIT)} | set(SDIST)
    return [*(f"the sdist lacks {path}" for path in sorted(wanted - set(sdist))), *_common("sdist", sdist)]


def uncommitted(sdist: Files, tracked: Iterable[str]) -> list[str]:
    """Return what the sdist holds and git does not know."""
    return sorted(set(sdist) - set(tracked) - {"PKG-INFO"})


def is_unwanted(path: str) -> bool:
    """Tell whether a path is of the kind that no one wants to be sent."""
    return path.endswith(UNWANTED_ENDINGS) or bool(set(PurePosixPath(path).parts) & set(UNWANTED))


def holds_secret(content: bytes) -> bool:
    """Tell whether a file holds what looks like a key, a token or a signing secret."""
    if b"\0" in content:  # UTF-16 has a NUL beside each character of a key
        content += b"\n" + content.replace(b"\0", b"")
    if any(pattern.search(content) for pattern in SECRETS):
        return True
    return any(not _is_made_up(secret) for secret in SIGNING_SECRET.findall(content))


def _is_made_up(secret: bytes) -> bool:
    """Tell whether a signing secret is the base64 of words: those of tests are, and chance never is."""
    padded = secret.rstrip(b"=") + b"=" * (-len(secret.rstrip(b"=")) % 4)
    try:
        return (
            base64.b64decode(padded, altchars=b"-_" if set(secret) & set(b"-_") else None).decode("ascii").isprintable()
        )
    except ValueError:
        return False


def _common(archive: str, files: Files) -> list[str]:
    return [
        *(f"the {archive} should not hold {path}" for path in sorted(files) if is_unwanted(path)),
        *(
            f"{path} in the {archive} holds what looks like a secret"
            for path, content in sorted(files.items())
            if holds_secret(content)
        ),
    ]
