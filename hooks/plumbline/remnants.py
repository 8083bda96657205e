"""What is left of values that were let go for the memory: digests, or the values packed."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Mapping

from plumbline.graph_json import digest
from plumbline.memo import ABSENT, Memo
from plumbline.query import Keep, Key, find_query

__all__ = ["Remnants"]


class Remnants:
    """What is left of values that this process has computed and no longer holds.

    Attributes:
        digests: digests of those of which no more than that outlives the process.
        packed: those that will be asked for once more, as bytes: they take a fifth to a twelfth of
            the room, and lie by themselves, so that a process which was forked does not have them
            copied before it asks.
    """

    def __init__(self) -> None:
        self.digests: dict[Key, bytes] = {}
        self.packed: dict[Key, bytes] = {}

    def let_go(self, memo: Memo[object]) -> None:
        """Give up a value, unless it outlives the process."""
        keep = find_query(memo.key[0]).keep
        if keep is Keep.VALUE:
            return
        self.packed.pop(memo.key, None)
        if memo.value is ABSENT:
            return
        if keep is Keep.DIGEST and memo.key not in self.digests:
            found = digest(memo.key[0], memo.value)
            if found is None:
                return
            self.digests[memo.key] = found
        memo.value = ABSENT

    def pack(self, memo: Memo[object]) -> None:
        """Keep a value as bytes."""
        if memo.value is not ABSENT:
            plain = pickle.dumps(memo.value, pickle.HIGHEST_PROTOCOL)
            self.packed[memo.key] = zlib.compress(plain, zlib.Z_BEST_SPEED)
            memo.value = ABSENT

    def unpack(self, memo: Memo[object]) -> None:
        """Bring a value back, if it is packed."""
        packed = self.packed.pop(memo.key, None)
        if packed is not None:
            plain = zlib.decompress(packed)
            memo.value = pickle.loads(plain)  # noqa: S301  (packed by this program)

    def is_known(self, key: Key) -> bool:
        """Return whether the digest of a value is known that was let go."""
        return key in self.digests

    def is_same(self, key: Key, value: object) -> bool:
        """Return whether a value has the digest of the one that was let go."""
        return digest(key[0], value) == self.digests[key]

    def forget(self, key: Key) -> None:
        """Forget what is left of a value: another takes its place."""
        self.digests.pop(key, None)
        self.packed.pop(key, None)

    def tell(self, numbers: Mapping[Key, int], *, values: bool) -> Mapping[str, dict[int, bytes]]:
        """Return what is left of some values, for `hear` in another process.

        Args:
            numbers: queries with their numbers.
            values: tell the packed ones too.
        """
        digests = {n: self.digests[key] for key, n in numbers.items() if key in self.digests}
        told = self.packed if values else {}
        packed = {n: told[key] for key, n in numbers.items() if key in told}
        return {"digests": digests, "packed": packed}

    def hear(self, key: Key, number: int, told: Mapping[str, dict[int, bytes]]) -> None:
        """Take over what is left of a value in another process."""
        if number in told["digests"]:
            self.digests[key] = told["digests"][number]
        if number in told["packed"]:
            self.packed[key] = told["packed"][number]
