"""The kernels in C. Made by `python -m app.search.whoosh_engine.kernels.build`.

A query works in scratch memory of its own, at whose beginning it leaves its answer; the
interpreter's lock is free meanwhile.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.search.interface import FacetValue, SearchRequest
from app.search.whoosh_engine.answer import Answer, Position, Told
from app.search.whoosh_engine.kernels import reference
from app.search.whoosh_engine.kernels.library import LIBRARY, address
from app.search.whoosh_engine.kernels.program import (
    BareWords,
    Program,
    fits,
    is_simple,
    order_of,
    words_of,
)
from app.search.whoosh_engine.planning.plan import Plan
from app.search.whoosh_engine.segments.arrays import ArrayFile, ArrayFileError
from app.search.whoosh_engine.segments.snapshot import CollectionSnapshot

ABI: Final = 18
_SCRATCH_BYTES: Final = 4 << 20
_ANSWER_BYTES: Final = 64 << 10
_DOES_NOT_FIT: Final = -1
_CUT_OFF: Final = -3
_POPULATED_AT_ONCE: Final = 8 << 20
_N_HEADER: Final = 8
_NOTHING: Final[dict[str, Any]] = {}


class _Scratch:
    """Memory that one query works in; pages that no query needed are never there."""

    def __init__(self, n_answer: int = _ANSWER_BYTES) -> None:
        self.sizes = (n_answer, n_answer + _SCRATCH_BYTES)
        self.memory = np.empty(self.sizes[1] // 8, np.int64)
        self.at = address(self.memory)
        self.text = memoryview(self.memory.data).cast("B")[:n_answer]
        self.numbers = self.text.cast("q")


class CompiledKernels:
    """Same functions as in `reference`. Raises OSError when the library is not there or is another's."""

    def __init__(self, library: Path = LIBRARY) -> None:
        found = ctypes.CDLL(str(library))
        found.onrecord_abi.restype = ctypes.c_int64
        if found.onrecord_abi() != ABI:
            raise OSError("the compiled kernels are of another version")
        self._run, self._words, self.state_of = _functions(library)
        self._populate = found.onrecord_populate
        self._populate.argtypes = (ctypes.c_void_p, ctypes.c_int64)
        self._populate.restype = ctypes.c_int64
        self._guard, self._unguard = found.onrecord_guard, found.onrecord_unguard
        self._guard.argtypes, self._guard.restype = (ctypes.c_size_t,) * 2, ctypes.c_int64
        self._unguard.argtypes, self._unguard.restype = (ctypes.c_size_t,), None
        self._n_cut = ctypes.c_int64.in_dll(found, "onrecord_n_cut")
        self._idle: list[_Scratch] = []
        self._n_idle = 1

    def keep_scratch(self, n_bytes: int) -> None:
        """How much of their memory queries may leave to those that come after, and at least one's."""
        self._n_idle = max(1, n_bytes // (_ANSWER_BYTES + _SCRATCH_BYTES))
        del self._idle[self._n_idle :]

    @property
    def n_cut(self) -> int:
        """How often something was read of a guarded file that had been cut off."""
        return self._n_cut.value

    def guard(self, file: ArrayFile) -> None:
        """Has reading a file that was cut off while it is mapped counted, which else ends the process."""
        if not self._guard(file.base, file.n_bytes):
            file.before_close(self._unguard, file.base)

    def populate(self, file: ArrayFile) -> None:
        """Has a file's pages mapped before a query waits for them, which takes longer than the query."""
        for at in range(0, file.n_bytes, _POPULATED_AT_ONCE):
            if self._populate(file.base + at, min(_POPULATED_AT_ONCE, file.n_bytes - at)):
                return

    def run(
        self,
        snapshot: CollectionSnapshot,
        plan: Plan,
        request: SearchRequest,
        deadline: float,
        after: Position | None = None,
        words: BareWords | None = None,
    ) -> Answer:
        """See `reference.run`; `words`: what `words_of` says of the plan, if it is known."""
        if after is None and is_simple(request):
            words = words or words_of(snapshot, plan)
            answer = words and self._answer_words(snapshot, words, request, deadline)
            if answer:
                return answer
        if not fits(request):
            return reference.run(snapshot, plan, request, deadline, after)
        return self._any_answer(snapshot, plan, request, deadline, after, 0)

    def places(
        self, snapshot: CollectionSnapshot, plan: Plan, request: SearchRequest, deadline: float
    ) -> NDArray[Any]:
        """See `reference.places`."""
        if not fits(request):
            return reference.places(snapshot, plan, request, deadline)
        found = np.empty(snapshot.n_docs, np.uint32)
        answer = self._any_answer(snapshot, plan, request, deadline, None, address(found))
        return found[: answer.total].astype(np.int64)

    def _answer_words(
        self,
        snapshot: CollectionSnapshot,
        words: BareWords,
        request: SearchRequest,
        deadline: float,
    ) -> Answer | None:
        """None where there is no room for them."""
        try:
            own = self._idle.pop()
        except IndexError:
            own = _Scratch()
        order, column, _ = order_of(snapshot, request)
        found = self._words(
            snapshot.table_at,
            own.at,
            *own.sizes,
            deadline,
            request.limit + 1,
            order,
            column,
            *words,
        )
        self._leave(own)
        return _answer(found) if type(found) is tuple else None

    def _any_answer(
        self,
        snapshot: CollectionSnapshot,
        plan: Plan,
        request: SearchRequest,
        deadline: float,
        after: Position | None,
        places_at: int,
    ) -> Answer:
        try:
            usual = self._idle.pop()
        except IndexError:
            usual = _Scratch()
        own = usual
        found: Any = _DOES_NOT_FIT
        while found == _DOES_NOT_FIT:
            program = Program(snapshot, request, deadline)
            encoded = program.encode(plan, after, places_at, own.sizes)
            found = self._run(snapshot.table_at, encoded, own.at)
            if found == _DOES_NOT_FIT:
                own = _Scratch(4 * own.sizes[0])
        if found == _CUT_OFF:
            raise ArrayFileError("a segment was cut off")
        if type(found) is int:
            raise MemoryError("there is no memory for this search")
        answer = _answer(found)
        if request.facets or program.prefixes:
            _read_more(answer, own, program)
        self._leave(usual)
        return answer

    def _leave(self, scratch: _Scratch) -> None:
        """Leaves memory to the queries that come after."""
        if len(self._idle) < self._n_idle:
            self._idle.append(scratch)


def _answer(found: tuple[Any, ...]) -> Answer:
    total, ids, keys, scores, places, more, has_unknown, is_partial = found
    return Answer(
        total, ids, keys, scores, places, more, _NOTHING, _NOTHING, has_unknown > 0, is_partial > 0
    )


def _functions(library: Path) -> list[Callable[..., Any]]:
    """Those of `binding.c`. Raises OSError where Python lacks what they need."""
    function = ctypes.PyDLL(str(library)).onrecord_function
    function.argtypes, function.restype = (ctypes.c_int64,), ctypes.py_object
    return [function(i) for i in range(3)]


def _read_more(answer: Answer, own: _Scratch, program: Program) -> None:
    """Facets, and what prefixes stand for."""
    numbers, n = own.numbers, len(answer.ids)
    text_at, text_end = numbers[3:5].tolist()
    strings = own.text[text_at:text_end].tobytes().split(b"\xff")[n:]
    at = _N_HEADER + 4 * n
    facets = {}
    for name in program.facets:
        n = numbers[at]
        counts = numbers[at + 1 : at + 1 + n].tolist()
        values = [each.decode("utf-8", "surrogatepass") for each in strings[:n]]
        facets[name] = tuple(map(FacetValue, values, counts))
        at += 1 + n
        del strings[:n]
    told = {}
    for label in program.prefixes:
        n, is_cut = numbers[at : at + 2].tolist()
        forms = tuple([each.decode("utf-8", "surrogatepass") for each in strings[:n]])
        told[label] = Told(forms, is_cut > 0)
        at += 2
        del strings[:n]
    answer.facets, answer.told = facets, told
