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

_HOME: tuple[Row, ...] = (
    ("home.down", "Next line", "Home", "down", "Goes to the next line below."),
    ("home.up", "Line before", "Home", "up", "Goes to the line above."),
    ("home.other", "Answer or search", "Home", "f8",
     "Answers what is typed; or searches for it, where Enter would answer.",
     "Ask/search"),
)  # fmt: skip

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
    ),
    (
        "search.answer",
        "Answer it instead",
        "Search",
        "f8",
        "Takes the words as a question, and answers it from the rules.",
        "Answer",
    ),
)

_GUIDE: tuple[Row, ...] = (
    ("guide.previous", "Take the last answer back", "Guide", "b,ctrl+b",
     "Undoes the last answer, or the last thing said to have happened.", "Undo"),
    ("guide.why", "Why is this asked?", "Guide", "w,ctrl+o",
     "Shows what turns on the answer, and the clauses word for word.", "Why?"),
    ("guide.results", "Show what can be done with the answer", "Guide", "d,ctrl+g",
     "Asks no more: start a case, make the pack, copy, export, change an answer.", "Done"),
    ("guide.change", "Change an answer", "Guide", "c", "Lists the answers and changes one."),
    ("guide.happened", "Say what has been done", "Guide", "n",
     "Records something that has happened, among what the procedure allows."),
    ("guide.begin-anew", "Begin anew", "Guide", "ctrl+n", "Forgets all answers and begins again."),
    ("guide.switch", "Question or answer", "Guide", "a,ctrl+t",
     "Goes from the question to the answer so far and back; in a narrow terminal one is shown."),
    ("guide.clause", "Open the clause in the policy", "Guide", "o",
     "Opens the first clause of the chosen line in the reader."),
)  # fmt: skip

_CASES: tuple[Row, ...] = (
    ("cases.new", "Begin a case", "Cases", "n,ctrl+n",
     "Begins a case with the guided lookup.", "New case"),
    ("cases.again", "Read the folder again", "Cases", "r,ctrl+r",
     "Reads the folder of cases again.", "Reload"),
)  # fmt: skip

_CASE: tuple[Row, ...] = (
    ("case.add-event", "Add an event", "Case", "n",
     "Records something that has happened, among what the procedure allows here.", "Add"),
    ("case.what-if", "What if?", "Case", "w",
     "Shows the advice as if something had happened, without recording it.", "What if"),
    ("case.make-pack", "Make the pack", "Case", "p",
     "Makes the letters, copies, enclosures and drafts that are due.", "Pack"),
    ("case.today", "Advice of today", "Case", "1", "Shows where the case stands and what is next."),
    ("case.timeline", "Timeline", "Case", "2", "Shows what has happened, in order."),
    ("case.deadlines", "Deadlines", "Case", "3",
     "Shows each deadline day by day, with the days that do not count named."),
    ("case.preview", "Pack preview", "Case", "4",
     "Shows who gets which document by which way, and what is missing."),
    ("case.letters", "Letters of this case", "Case", "l",
     "Shows the letters of the case as text, and fills in what is missing."),
    ("case.ask", "Ask about this case", "Case", "slash,f8",
     "Asks a question that is answered for this case as it stands today."),
    ("case.clause", "Open the clause in the policy", "Case", "o",
     "Opens the first clause of the chosen line in the reader."),
)  # fmt: skip

_LETTERS: tuple[Row, ...] = (
    ("letters.fill", "Fill in what is missing", "Letters", "f",
     "Asks for the fields that the letter still needs, each checked.", "Fill in"),
    ("letters.make", "Make the letter", "Letters", "m",
     "Writes the letter as a Word file beside the case.", "Make"),
    ("letters.letterhead", "Choose the letterhead", "Letters", "h",
     "Chooses another letterhead for the letters."),
    ("letters.switch", "List or letter", "Letters", "a",
     "Goes from the list to the letter and back; in a narrow terminal one is shown.",
     "Switch"),
)  # fmt: skip

_ANSWER: tuple[Row, ...] = (
    ("answer.search", "Search instead", "Answer", "s,f8",
     "Searches the policies for the words of the question.", "Search"),
    ("answer.guide", "Go through it with the guide", "Answer", "g",
     "Asks one question at a time, under the procedure that answers.", "Guide"),
    ("answer.clause", "Open the clause in the policy", "Answer", "o",
     "Opens the first clause of the chosen line in the reader.", "Clause"),
    ("answer.policy", "Only one policy", "Answer", "p,ctrl+o",
     "Answers from one policy alone, or from all."),
    ("answer.line", "Ask something else", "Answer", "slash",
     "Goes to the line with the question; Enter asks what stands there."),
    ("answer.lines", "To the answer", "Answer", "down",
     "Goes from the line with the question to the answer."),
)  # fmt: skip

_ASK: tuple[Row, ...] = (
    ("ask.unknown", "I don't know", "Questions", "u,f8",
     "Goes on without an answer; nothing is guessed in its place."),
    ("ask.mark", "Mark an answer", "Questions", "space",
     "Marks the line, where several answers may be given."),
    ("ask.to-list", "Go to the list", "Questions", "down", "Goes from the line to the list."),
)  # fmt: skip

_LINES: tuple[Row, ...] = (
    ("lines.unfold-all", "Unfold every line", "Lines", "x",
     "Shows the details and clauses of every line, or hides them all."),
)  # fmt: skip

ROWS: tuple[Row, ...] = (
    *_APP, *_PAGE, *_HOME, *_READER, *_PROCEDURES, *_SEARCH, *_GUIDE, *_CASES, *_CASE, *_LETTERS,
    *_ANSWER, *_ASK, *_LINES,
)  # fmt: skip
"""All rows, in the order of the help."""
