"""``toolkit serve``: the app in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.problem import Problem, Refused


@click.command("serve")
@click.option("--port", type=click.IntRange(1024, 65535), default=8631, show_default=True)
@click.option(
    "--cases",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with your cases; by default that of your settings, else this one.",
)
def command(port: int, cases: Path | None) -> None:
    """Show the app in a browser, for the user of this machine alone.

    It listens on 127.0.0.1 and nowhere else, asks for a key that only the printed address has, and
    its page loads nothing from outside. It needs the extra: pip install 'procedure-toolkit[web]'
    """
    try:
        from tui.web.server import LocalServer, app_command
    except ImportError as error:
        raise Refused(
            [
                Problem(
                    "no-web", f"showing the app in a browser needs {error.name}, which is not here",
                    suggestion="install it with: pip install 'procedure-toolkit[web]'",
                )
            ]
        ) from None  # fmt: skip
    _free(port)
    LocalServer(app_command(cases.absolute() if cases else None), port).serve()


def _free(port: int) -> None:
    """Refuse a port that somebody else uses."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(
                [
                    Problem(
                        "port-in-use", f"port {port} is in use",
                        suggestion="choose another with --port, such as 8632",
                    )
                ]
            ) from None  # fmt: skip
