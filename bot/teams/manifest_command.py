"""`python -m bot manifest teams`: write the app package to upload to Teams."""
# ruff: noqa: T201 - this is the output of the command

import argparse
import sys

from bot.settings import Settings
from bot.teams.manifest import Publisher
from bot.teams.package import package
from handlers import features


def run(parsed: argparse.Namespace, settings: Settings) -> int:
    """Write the package and return the exit status."""
    app_id = parsed.app_id or settings.teams_client_id or ""
    if not parsed.url:
        print("Teams needs Attune's address: --url https://attune.example.com", file=sys.stderr)
        return 1
    try:
        made = package(
            features.registry(),
            app_id=app_id,
            url=parsed.url,
            version=parsed.version,
            publisher=Publisher(
                settings.publisher,
                settings.website_url,
                settings.privacy_url,
                settings.terms_url,
                settings.support_contact,
            ),
        )
        parsed.out.write_bytes(made)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{parsed.out} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    print(
        f"{parsed.out} is ready: upload it at https://admin.teams.microsoft.com, under Teams apps, "
        "Manage apps."
    )
    return 0
