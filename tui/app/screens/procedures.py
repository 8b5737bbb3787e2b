"""The screen Procedures: the sections of the policies beside their text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static, Tree
from textual.widgets.tree import TreeNode

from toolkit.procedure.procedure import Procedure
from tui.app import about_clause
from tui.app.actions import bindings
from tui.app.copied import Copied
from tui.app.page import Page
from tui.app.places import Place
from tui.app.pointing import PointedTree
from tui.app.process import Box, process
from tui.app.reader import Reader, ReaderPane
from tui.app.reading import SIGNS, Reading, marks
from tui.app.sections import Section, sections
from tui.app.shelf import text_of, titles


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a line of the tree leads: a procedure, and a clause in it or its beginning."""

    procedure: str
    ref: str = ""


class ProceduresScreen(Page):
    """Shows policies: sections on the left, text on the right."""

    SCOPE = "procedures"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("procedures")]
    CSS_PATH = "procedures.tcss"
    AUTO_FOCUS = "Reader"

    class Opened(Message):
        """A procedure has been read."""

        def __init__(self, procedure: Procedure, reading: Reading, place: Place) -> None:
            super().__init__()
            self.procedure, self.reading, self.place = procedure, reading, place

    class Listed(Message):
        """The names of all procedures are known."""

        def __init__(self, titles: dict[str, str]) -> None:
            super().__init__()
            self.titles = titles

    def __init__(self) -> None:
        super().__init__()
        self.procedure: Procedure | None = None
        self._roots: dict[str, TreeNode[Goal]] = {}
        self._section_of: dict[str, TreeNode[Goal]] = {}
        self._wanted: Place | None = None

    def body(self) -> ComposeResult:
        """Put the sections beside the text."""
        with Horizontal(id="panes"):
            tree: Tree[Goal] = PointedTree("", id="sections")
            tree.show_root = False
            tree.guide_depth = 2
            yield tree
            yield ReaderPane(id="text")

    def on_mount(self) -> None:
        """Begin to list the procedures."""
        self._list()

    # -- places

    def show(self, place: Place) -> None:
        """Open a procedure at a clause; without a name, that which was open, or the first."""
        if not place.what and self.procedure is not None:
            return
        if self.procedure is not None and self.procedure.id == place.what:
            self._at(place.detail)
            return
        self._wanted = place
        self._open(place)

    def here(self) -> Place:
        """Give the clause that is read."""
        if self._wanted is not None:
            return self._wanted
        if self.procedure is None:
            return Place(self.SCOPE)
        ref = self._pane.reader.ref
        return Place(self.SCOPE, self.procedure.id, ref, ref)

    def copied(self) -> Copied | None:
        """Give the chosen clause."""
        ref = self._pane.reader.ref
        return about_clause.copied(self.procedure, ref) if self.procedure and ref else None

    def step_back(self) -> bool:
        """Close the line for finding."""
        return self._pane.close_find()

    @property
    def _pane(self) -> ReaderPane:
        return self.query_one(ReaderPane)

    @property
    def _tree(self) -> Tree[Goal]:
        return self.query_one("#sections", Tree)

    # -- reading procedures, off the screen's own thread

    @work(thread=True, exclusive=True, exit_on_error=False, group="open-procedure")
    def _open(self, place: Place) -> None:
        from toolkit.procedure.library import procedure_ids
        from tui.opening import open_procedure

        known = procedure_ids()
        procedure = open_procedure(place.what or (known[0] if known else ""))
        self.post_message(self.Opened(procedure, text_of(procedure), place))

    @work(thread=True, exclusive=True, exit_on_error=False, group="list-procedures")
    def _list(self) -> None:
        self.post_message(self.Listed(titles()))

    @on(Listed)
    def _fill_list(self, event: Listed) -> None:
        for name, title in event.titles.items():
            if name not in self._roots:
                self._roots[name] = self._tree.root.add(Text(title), Goal(name))
        if self.procedure is not None:
            self._fill_sections(self.procedure)

    @on(Opened)
    def _show_opened(self, event: Opened) -> None:
        if self._wanted is not None and not self._wanted.same(event.place):
            return
        self._wanted = None
        self.procedure = event.procedure
        header = event.procedure.header
        self._pane.title = header.title
        self._pane.reader.read(event.reading, event.place.detail)
        self._pane.show_state()
        self._fill_sections(event.procedure)

    def _fill_sections(self, procedure: Procedure) -> None:
        """Put the sections of a procedure under its name."""
        root = self._roots.get(procedure.id)
        if root is None:
            return
        for name, node in self._roots.items():
            if name != procedure.id:
                node.collapse()
        if not root.children:
            faults = marks(procedure)
            for section in sections(procedure):
                self._add(root, section, procedure, faults)
        root.expand()
        self.call_after_refresh(self._pane.reader.tell)

    def _add(
        self,
        above: TreeNode[Goal],
        section: Section,
        procedure: Procedure,
        faults: dict[str, dict[str, str]],
    ) -> None:
        count = sum(
            SIGNS["contradiction"] in faults.get(ref, {}).values() for ref in section.all_refs()
        )
        # Before the title, since the end of a long one is cut off.
        name = f"‼{count} {section.title}" if count else section.title
        goal = Goal(procedure.id, section.refs[0] if section.refs else section.all_refs()[0])
        if section.parts:
            node = above.add(Text(name), goal)
            for part in section.parts:
                self._add(node, part, procedure, faults)
        else:
            node = above.add_leaf(Text(name), goal)
        self._section_of |= dict.fromkeys(section.refs, node)

    def _at(self, ref: str) -> None:
        if ref:
            self._pane.reader.go_to(ref)
        self._pane.reader.focus()

    # -- the tree

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[Goal]) -> None:
        goal = event.node.data
        if goal is None:
            return
        if self.procedure is None or goal.procedure != self.procedure.id:
            self.toolkit.go(Place(self.SCOPE, goal.procedure, goal.ref))
        elif goal.ref:
            self._pane.reader.go_to(goal.ref)
            self._to_text()

    def action_sections(self) -> None:
        """Go from the sections to the text, and back."""
        if self.has_class("-sections") or self._tree.has_focus:
            self._to_text()
        else:
            self.add_class("-sections")
            self._tree.focus()

    def _to_text(self) -> None:
        self.remove_class("-sections")
        self._pane.reader.focus()

    @on(Reader.Moved)
    def _follow_in_tree(self, event: Reader.Moved) -> None:
        """Point at the section of the chosen clause, or at what hides it."""
        node = self._section_of.get(event.ref)
        above = node.parent if node is not None else None
        while above is not None and above.parent is not None:
            if not above.is_expanded:
                node = above
            above = above.parent
        if node is not None and not self._tree.has_focus:
            self._tree.move_cursor(node)

    # -- what the reader asks for

    @on(Reader.Do)
    def _do(self, event: Reader.Do) -> None:
        if self.procedure is None:
            return
        if event.what == "follow":
            self._follow(event.ref)
        elif event.what == "rules":
            lines = about_clause.rules(self.procedure, event.ref)
            none = "No rule stands under this clause, and none cites it."
            self.toolkit.say(f"Rules under {event.ref}", *(lines or [none]))
        elif event.what == "fault":
            lines = about_clause.faults(self.procedure, event.ref, min(self.size.width, 110) - 8)
            none = "No fault of this clause is on record."
            self.toolkit.say(f"Faults of {event.ref}", *(lines or [none]), large=bool(lines))

    def _follow(self, ref: str) -> None:
        assert self.procedure is not None
        reader = self._pane.reader
        name = self.procedure.id
        if ref:
            self.toolkit.go(Place(self.SCOPE, name, ref, ref))
            return
        links = reader.reading.links_of(reader.clause)
        if not links:
            self.notify(f"{reader.ref} refers to no other clause.")
            return
        self.toolkit.choose(
            f"{reader.ref} refers to",
            [(link.ref, link.ref) for link in links],
            lambda chosen: self.toolkit.go(Place(self.SCOPE, name, chosen, chosen)),
        )

    def action_process(self) -> None:
        """Show the steps."""
        if self.procedure is None:
            return
        name = self.procedure.id

        def chosen(ref: str | None) -> None:
            if ref:
                self.toolkit.go(Place(self.SCOPE, name, ref, ref))

        self.app.push_screen(ProcessScreen(self.procedure), chosen)


class ProcessScreen(ModalScreen[str | None]):
    """The steps of a procedure stage by stage; Enter on one opens its clause."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", show=False)]

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(classes="dialog -large")
        self._title = procedure.header.title
        self._process = process(procedure)

    def compose(self) -> ComposeResult:
        """Show the tree."""
        from textual.containers import Vertical

        with Vertical():
            title = f"{self._title}: steps  (Enter opens the clause, Space unfolds, Esc closes)"
            yield Static(Content(title), classes="title")
            tree: Tree[str] = PointedTree("", id="process")
            tree.show_root = False
            tree.guide_depth = 2
            tree.auto_expand = False
            for stage, boxes in self._process.items():
                node = tree.root.add(Text(stage, "bold"), expand=True)
                for box in boxes:
                    self._add(node, box)
            yield tree
            yield Static(id="whole")

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[str]) -> None:
        """Write the chosen line out whole, as the tree has no room for it."""
        self.query_one("#whole", Static).update(Content(str(event.node.label)))

    def _add(self, stage: TreeNode[str], box: Box) -> None:
        label = Text(f"{box.words} [{box.sort}] {box.ref}")
        if not box.ways:
            stage.add_leaf(label, box.ref)
            return
        node = stage.add(label, box.ref)
        for way in box.ways:
            node.add_leaf(Text(f"→ {way.on + ': ' if way.on else ''}{way.to}"), box.ref)

    def on_tree_node_selected(self, event: Tree.NodeSelected[str]) -> None:
        """Give the clause of the line, or unfold a stage."""
        if event.node.data:
            self.dismiss(event.node.data)
        else:
            event.node.toggle()
