"""From linked pairs to people: pairs are joined in order of strength, and never into a contradiction.

Plain connected components would let a chain join what no pair may: A with B, B with C, though A and C
carry two NHS numbers or are known twins. Here a pair that would bring such two together is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence


class Clusters:
    """People in the making. Nodes are 0 ... n - 1; each begins as a person of its own."""

    def __init__(self, identifiers: Sequence[Sequence[int]], apart: Iterable[tuple[int, int]]) -> None:
        """`identifiers`: for each kind, each node's value (0 unknown, -1 several); `apart`: nodes that
        are two people."""
        size = len(identifiers[0]) if identifiers else 0
        self._parent = list(range(size))
        self._identifiers = [list(values) for values in identifiers]
        self._members: dict[int, list[int]] = {}
        self._apart: defaultdict[int, list[int]] = defaultdict(list)
        for left, right in apart:
            self._apart[left].append(right)
            self._apart[right].append(left)

    def of(self, node: int) -> int:
        """The person (named by one of its nodes) to whom a node belongs."""
        while self._parent[node] != node:
            self._parent[node] = self._parent[self._parent[node]]
            node = self._parent[node]
        return node

    def join(self, left: int, right: int) -> bool:
        """Make the persons of two nodes one; False, and nothing changes, where they contradict."""
        left, right = self.of(left), self.of(right)
        if left == right:
            return True
        small, large = sorted((left, right), key=lambda person: (len(self._of_person(person)), person))
        if self._contradict(small, large):
            return False
        self._members[large] = self._of_person(large) + self._of_person(small)
        self._members.pop(small, None)
        self._parent[small] = large
        for values in self._identifiers:
            values[large] = values[large] or values[small]
        return True

    def _of_person(self, person: int) -> list[int]:
        return self._members.get(person) or [person]

    def _contradict(self, small: int, large: int) -> bool:
        for values in self._identifiers:
            one, other = values[small], values[large]
            if one and other and (one != other or one == -1):
                return True
        return any(
            self.of(other) == large for node in self._of_person(small) for other in self._apart.get(node, ())
        )
