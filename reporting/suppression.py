"""What a table may show outside the federation: small cells hidden, and enough others that they cannot be worked out.

Pure: a table, its sums and what was published before in; the cells to print out. The reader is taken to know every sum
(street + ... = district, category + ... = all), that a printed 0 is 0 and a hidden cell at least 1, and every table
that was published before. He is not to narrow any hidden count down to fewer than WIDTH + 1 consecutive values.

How: in a table of two dimensions with sums, every cell stands in at most two sums, so that what a reader does not know
is a network (sums are its nodes, hidden cells its arcs) and the bounds that he can derive for a cell are exact: it can
grow by as much as can flow back through the other hidden cells, and shrink likewise. A cell that is not protected gets
the cheapest way back hidden too. Between versions nothing may be learned from a difference: a table is published again
only with the same cells hidden, and only if no shown cell moved by a small number; else it is withheld as a whole.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

SMALL = 5  # of so many persons or households on a cell may be shown, unless the table says otherwise
WIDTH = 5  # how many further values a hidden count might have, at the least, for all that a reader can derive
ALL = "all"  # the place of a sum

Key = Hashable
Number = int | Decimal
Shown = dict[Key, Number | None]  # None: hidden


@dataclass(frozen=True)
class Sum:
    """`total` is the sum of `parts` but for a constant that the reader may know (persons in two streets)."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Table:
    """`values` are what is printed, `people` how many persons or households stand behind each (0: nobody), `limit`
    from how many on a cell may be shown; `close`: cells that few are missing from in a larger figure (who is not
    among the employed is seeking work), which are hidden like small ones."""

    values: Mapping[Key, Number]
    people: Mapping[Key, int]
    sums: tuple[Sum, ...]
    limit: int = SMALL
    close: frozenset[Key] = frozenset()

    @property
    def small(self) -> set[Key]:
        return {key for key, count in self.people.items() if 0 < count < self.limit or (count and key in self.close)}


def sums_of(rows: Sequence[Hashable], columns: Sequence[Hashable]) -> tuple[Sum, ...]:
    """The sums of a table whose keys are (row, column), with ALL in the place of every sum; one dimension has none
    but ALL as its columns."""
    down = [Sum((ALL, column), tuple((row, column) for row in rows)) for column in (*columns, ALL)]
    across = [Sum((row, ALL), tuple((row, column) for column in columns)) for row in (*rows, ALL)] if columns else []
    return tuple(down + across)


def published(table: Table, earlier: Iterable[Shown] = ()) -> Shown | None:
    """The cells as they may be printed, hidden ones as None; None when the table has to be withheld this time."""
    before = list(earlier)
    hidden = {key for shown in before for key, value in shown.items() if value is None}
    if not before:
        hidden = hidden_cells(table)
    shown: Shown = {key: None if key in hidden else value for key, value in table.values.items()}
    if before and not _adds_nothing(table, shown, before):
        return None
    return shown


def _adds_nothing(table: Table, shown: Shown, before: list[Shown]) -> bool:
    """Whether the pattern of before still protects, and no shown cell tells of a few people by its difference."""
    hidden = {key for key, value in shown.items() if value is None}
    if table.small - hidden or any(unprotected(table, hidden)):
        return False
    for former in before:
        if former.keys() != shown.keys():
            return False
        for key, value in shown.items():
            then = former[key]
            if value is not None and then is not None:
                if 0 < abs(Decimal(value) - Decimal(then)) < _step(table, key):
                    return False
    return True


def _step(table: Table, key: Key) -> Number:
    """A difference that may be seen: that of `limit` people, or what so many of them have on average."""
    people = table.people.get(key, 0)
    return table.limit * max(Decimal(1), Decimal(table.values[key]) / people) if people else 0


def hidden_cells(table: Table) -> set[Key]:
    """The small cells and the fewest others, roughly, that keep every one of them from being worked out."""
    hidden = table.small
    while weak := next(unprotected(table, hidden), None):
        key, network, need = weak
        hidden |= network.way_back(key, hidden, need)
    return hidden


def unprotected(table: Table, hidden: set[Key]) -> Iterator[tuple[Key, "_Network", Number]]:
    """The hidden cells that a reader can narrow down further than he may, with the range that they need: WIDTH for
    the people behind a cell, half of its value for another number that is printed."""
    networks: list[tuple[_Network, bool]] = [(_Network(table.people, table.sums), True)]
    networks += [(_Network(table.values, table.sums), False)] * (table.values != table.people)
    for network, counts_people in networks:
        for key in sorted(hidden, key=repr):
            need: Number = WIDTH if counts_people else Decimal(table.values[key]) / 2
            if _width(network.bounds(key, hidden)) < need:
                yield key, network, need


def _width(bounds: tuple[Number, Number | None]) -> Number:
    low, high = bounds
    return Decimal("Infinity") if high is None else high - low


@dataclass
class _Network:
    """Sums are nodes, cells arcs from one of their sums to the other; a cell in one sum leads out (node -1)."""

    numbers: Mapping[Key, Number]
    sums: Sequence[Sum]
    arcs: dict[Key, tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        signs: dict[Key, list[tuple[int, int]]] = defaultdict(list)
        for node, one in enumerate(self.sums):
            for key, sign in ((one.total, 1), *((part, -1) for part in one.parts)):
                signs[key].append((node, sign))
        turned = _turned(signs, len(self.sums))
        self.arcs = {}
        for key, places in signs.items():
            ends = {sign * turned[node]: node for node, sign in places}
            self.arcs[key] = (ends.get(1, -1), ends.get(-1, -1))

    def bounds(self, key: Key, hidden: set[Key]) -> tuple[Number, Number | None]:
        """The least and the greatest value (None: any) that the reader can derive for a hidden cell."""
        value, least = self.numbers[key], min(1, self.numbers[key])
        if key not in self.arcs:
            return least, None
        tail, head = self.arcs[key]
        others = hidden - {key}
        down = self._flow(tail, head, others, value - least)
        up = self._flow(head, tail, others, None)
        return value - (down or 0), None if up is None else value + up

    def _flow(self, start: int, end: int, cells: set[Key], limit: Number | None) -> Number | None:
        """How much can flow from one node to the other through hidden cells: growing is free (None: without end),
        shrinking goes down to 1."""
        room: dict[tuple[int, int, Key], Number | None] = {}
        leaving: dict[int, list[tuple[int, int, Key]]] = defaultdict(list)
        for key in cells & self.arcs.keys():
            tail, head = self.arcs[key]
            for arc, free in (((tail, head, key), None), ((head, tail, key), max(self.numbers[key] - 1, 0))):
                room[arc] = free
                leaving[arc[0]].append(arc)
        total: Number = 0
        while limit is None or total < limit:
            way = _way(start, end, room, leaving)
            if way is None:
                return total
            finite = [free for arc in way if (free := room[arc]) is not None]
            if limit is not None:
                finite.append(limit - total)
            if not finite:
                return None
            step = min(finite)
            for tail, head, key in way:
                if (free := room[tail, head, key]) is not None:
                    room[tail, head, key] = free - step
                if (back := room[head, tail, key]) is not None:
                    room[head, tail, key] = back + step
            total += step
        return limit

    def way_back(self, key: Key, hidden: set[Key], need: Number) -> set[Key]:
        """The visible cells to hide so that `key` may be greater by `need`: the cheapest way from head to tail."""
        tail, head = self.arcs[key]
        queue: list[tuple[Number, int, int, frozenset[Key]]] = [(0, 0, head, frozenset())]
        done: set[int] = set()
        order = 0
        while queue:
            cost, _order, node, way = heapq.heappop(queue)
            if node == tail and way - hidden:
                return set(way - hidden)
            if node in done:
                continue
            done |= {node} - {tail}
            for other, (start, end) in self.arcs.items():
                if other == key or other in way or self.numbers[other] == 0:
                    continue
                grows, shrinks = start == node, end == node and self.numbers[other] - 1 >= need
                if grows or shrinks:
                    order += 1
                    price = 0 if other in hidden else self.numbers[other] + 1
                    queue_node = end if grows else start
                    heapq.heappush(queue, (cost + price, order, queue_node, way | {other}))
        return {other for other, number in self.numbers.items() if number and other not in hidden}


Room = dict[tuple[int, int, Key], Number | None]


def _way(start: int, end: int, room: Room, leaving: dict[int, list]) -> list[tuple[int, int, Key]] | None:
    """The shortest way with room left, as arcs."""
    came: dict[int, tuple[int, int, Key]] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for arc in leaving[node]:
            if arc[1] not in came and arc[1] != start and room[arc] != 0:
                came[arc[1]] = arc
                waiting.append(arc[1])
        if end in came:
            way = [came[end]]
            while way[-1][0] != start:
                way.append(came[way[-1][0]])
            return way[::-1]
    return None


def _turned(signs: Mapping[Key, list[tuple[int, int]]], count: int) -> dict[int, int]:
    """For every sum 1 or -1, so that each cell leaves one of its two sums and enters the other."""
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for key, places in signs.items():
        if len(places) > 2:
            raise ValueError(f"{key!r} stands in more than two sums: the tables are not of two dimensions")
        if len(places) == 2:
            (one, sign), (other, other_sign) = places
            beside[one].append((other, -sign * other_sign))
            beside[other].append((one, -sign * other_sign))
    turned: dict[int, int] = {}
    for node in range(count):
        waiting = [] if node in turned else [(node, 1)]
        while waiting:
            here, side = waiting.pop()
            if turned.setdefault(here, side) != side:
                raise ValueError("the sums of these tables are no network")
            waiting += [(there, side * turn) for there, turn in beside[here] if there not in turned]
    return turned
