"""``python -m kiosk``."""

from kiosk.cli.commands import main

if __name__ == "__main__":
    main()
