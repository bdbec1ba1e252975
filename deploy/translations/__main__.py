"""What `make translations` (update) and every installation (compile) run."""

from __future__ import annotations

import os
import sys

from deploy.translations.compiling import compile_all


def update() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatsite.settings")
    import django

    django.setup()
    from deploy.translations.updating import update_all

    missing = update_all()
    compile_all()
    print("\n".join(missing) if missing else "Every sentence is in every language.")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["compile"]:
            compile_all()
        case ["update"]:
            update()
        case _:
            sys.exit("python -m deploy.translations compile|update")
