"""The command ``toolkit``.

Commands are imported only when they are used: the table below has all that ``--help`` needs.
"""

from __future__ import annotations

import sys
from importlib import import_module

import click

from toolkit.version import __version__
from tui.exits import explained
from tui.startup import hurry, leave

COMMANDS = {
    "advise": ("tui.commands.advise", "Say where a case stands and what comes next."),
    "ask": ("tui.commands.ask", "Answer a question from the rules (on trial)."),
    "case": ("tui.commands.case", "Begin a case file, add events to it, list those allowed."),
    "check": ("tui.commands.check", "Check procedures: the text, the rules, the lock."),
    "compare": ("tui.commands.compare", "Compare how procedures treat the same thing."),
    "deadline": ("tui.commands.deadline", "Work out a clause's time limits, day by day."),
    "diagram": ("tui.commands.diagram", "Draw a procedure as Mermaid or SVG."),
    "diff": ("tui.commands.diff", "Compare two versions of a procedure."),
    "evaluate": ("tui.commands.evaluate", "Score the search by labelled queries."),
    "faults": ("tui.commands.faults", "List the faults in the policy's text."),
    "guide": ("tui.commands.guide", "Find the answer by answering one question at a time."),
    "letters": ("tui.commands.letters", "List, make, check and write letters."),
    "pack": ("tui.commands.pack", "Make the letters of a step, with all that goes with them."),
    "procedures": ("tui.commands.procedures", "List the procedures."),
    "search": ("tui.commands.search", "Find the clauses that answer a question."),
    "tui": ("tui.commands.tui", "Open the full-screen app."),
    "walk": ("tui.commands.walk", "List every path of a procedure, to be checked and signed."),
    "serve": ("tui.commands.serve", "Show the app in a browser on this machine."),
    "show": ("tui.commands.show", "Show clauses word for word, with their rules."),
}
"""The commands: the module of each, and its line in the help."""


class LazyGroup(click.Group):
    """A group that imports a command only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the commands, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command, or give ``None`` where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none of that name, suggest the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from toolkit.problem import did_you_mean

            hint = did_you_mean(args[0], COMMANDS)
            ctx.fail(f"there is no command '{args[0]}'" + (f"; {hint}" if hint else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command, and explain what is wrong with its input."""
        with explained():
            return super().invoke(ctx)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 nothing found or refused, 2 wrong use, 3 bad data.",
    invoke_without_command=True,
)
@click.version_option(__version__, message="procedure-toolkit %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Run a disciplinary or authorisation procedure correctly.

    Every answer quotes the clauses that it rests on. Commands that read take --json. Without a
    command, in a terminal, the app opens.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if ctx.invoked_subcommand is None:
        from tui.commands.tui import refusal, run_app

        if refusal():
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        run_app()


def run() -> None:
    """Run the command ``toolkit``, as the console script does."""
    hurry()
    code: object = 0
    try:
        main(prog_name="toolkit")
    except SystemExit as stop:
        code = stop.code or 0
    leave(code)
