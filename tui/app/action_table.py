"""The rows of the registry of actions; ``actions.py`` says what the columns are."""

from __future__ import annotations

Row = tuple[str, ...] | tuple[str, str, str, str, str, str, bool]

# id, title, group, keys, help, word in the footer, whether it shares that word with its neighbour

_APP: tuple[Row, ...] = (
    ("app.help", "Help", "App", "f1",
     "Says what can be done here, and with which key.", "Help"),
    ("app.palette", "Find anything", "App", "ctrl+p",
     "Finds a command, a screen, a procedure, a stage, a clause, a letter or a case by its name.",
     "Go to"),
    ("app.home", "Home", "Screens", "f2", "Opens the first screen."),
    ("app.guide", "Guide", "Screens", "f3", "Asks one question at a time and gives the answer."),
    ("app.cases", "Cases", "Screens", "f4", "Lists your cases."),
    ("app.search", "Search", "Screens", "f5", "Searches the policies as you type."),
    ("app.procedures", "Procedures", "Screens", "f6", "Shows a policy's text beside its sections."),
    ("app.letters", "Letters", "Screens", "f7", "Lists and shows letters."),
    ("app.theme", "Change the colours", "App", "f9",
     "Takes the next set of colours and remembers it."),
    ("app.quit", "Quit", "App", "ctrl+q", "Leaves the app; nothing is lost."),
)  # fmt: skip

_PAGE: tuple[Row, ...] = (
    ("page.back", "Back", "App", "escape", "Goes back to where you were.", "Back"),
    ("page.copy", "Copy with citation", "App", "y",
     "Copies what is chosen, with its clause, and says where the copy is."),
)  # fmt: skip

_HOME: tuple[Row, ...] = ()

_READER: tuple[Row, ...] = (
    (
        "reader.next-clause",
        "Next clause",
        "Text",
        "j,right_square_bracket",
        "Goes to the next clause.",
        "Clause",
        True,
    ),
    (
        "reader.previous-clause",
        "Previous clause",
        "Text",
        "k,left_square_bracket",
        "Goes to the clause before.",
        "Clause",
        True,
    ),
    (
        "reader.find",
        "Find in this text",
        "Text",
        "slash",
        "Marks every place where your words stand, and counts them.",
        "Find",
    ),
    ("reader.next-match", "Next place found", "Text", "n", "Goes to the next place found."),
    (
        "reader.previous-match",
        "Previous place found",
        "Text",
        "N",
        "Goes to the place found before.",
    ),
    (
        "reader.follow",
        "Follow a cross-reference",
        "Text",
        "enter",
        "Opens the clause that the chosen clause refers to; Esc comes back.",
    ),
    (
        "reader.rules",
        "Rules under the clause",
        "Text",
        "r",
        "Shows the rules that encode the chosen clause.",
    ),
    (
        "reader.fault",
        "Fault of the text",
        "Text",
        "f",
        "Shows where the chosen clause contradicts another, or leaves something open, and each "
        "reading.",
    ),
)

_PROCEDURES: tuple[Row, ...] = (
    (
        "procedures.sections",
        "Sections or text",
        "Text",
        "s",
        "Goes from the list of sections to the text, and back.",
        "Sections",
    ),
    (
        "procedures.process",
        "Steps of the procedure",
        "Text",
        "d",
        "Shows the steps stage by stage, and where each result leads.",
    ),
)

_SEARCH: tuple[Row, ...] = (
    (
        "search.hits",
        "To the clauses found",
        "Search",
        "down",
        "Goes from the line of words to the clauses found; Enter opens one.",
    ),
    (
        "search.policy",
        "Only one policy",
        "Search",
        "ctrl+o",
        "Lists the hits of one policy, then of the next, then of all.",
        "Policy",
    ),
    (
        "search.kind",
        "Only one kind",
        "Search",
        "ctrl+t",
        "Lists only clauses with steps, then with letters, and so on.",
        "Kind",
    ),
)

_GUIDE: tuple[Row, ...] = ()

_CASES: tuple[Row, ...] = ()

_CASE: tuple[Row, ...] = ()

_LETTERS: tuple[Row, ...] = ()

ROWS: tuple[Row, ...] = (
    *_APP, *_PAGE, *_HOME, *_READER, *_PROCEDURES, *_SEARCH, *_GUIDE, *_CASES, *_CASE, *_LETTERS,
)  # fmt: skip
"""All rows, in the order of the help."""
