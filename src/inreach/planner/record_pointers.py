"""Named tuples of arrays as one address each, so that compiled functions pass on a number and not hundreds.

numba takes a named tuple apart at every call: seven numbers for each array, some five hundred for a state and its
problem, put together again in the function that is called. Most of the time of compiling went into that. Here it is
written down once where every array of a named tuple is and how long its axes are; compiled functions look it up.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import (
    NativeValue,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import populate_array
from numba.np.numpy_support import from_dtype

WORD = 8  # bytes
NamedRecord = types.NamedTuple | types.NamedUniTuple  # numba's type of a named tuple
KNOWN = 16  # named tuples whose addresses are remembered: those of a search and of a proof


class Address:
    """Where the arrays of a named tuple are; they stay where they are for as long as this object is there."""

    def __init__(self, record: tuple[Any, ...]) -> None:
        self.record = record
        self.words = np.array(list(_words(record)), dtype=np.int64)
        self.place = self.words.ctypes.data
        self.pointer = _pointer(type(record), _layout(record))


def _words(record: tuple[Any, ...]) -> Iterator[int]:
    for item in record:
        if isinstance(item, np.ndarray):
            yield item.__array_interface__["data"][0]
            yield from item.shape
        else:
            yield from _words(item)


def _layout(record: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what the type of a named tuple depends on."""
    return tuple(
        (item.dtype.str, item.ndim, item.flags.c_contiguous, item.flags.writeable)
        if isinstance(item, np.ndarray)
        else (type(item), _layout(item))
        for item in record
    )


@lru_cache
def _pointer(kind: type, layout: tuple[Any, ...]) -> Pointer:
    return Pointer(_type(kind, layout))


def _type(kind: type, layout: tuple[Any, ...]) -> NamedRecord:
    inner = [
        _type(*item)
        if len(item) == 2
        else types.Array(
            from_dtype(np.dtype(item[0])), item[1], "C" if item[2] else "A", readonly=not item[3]
        )
        for item in layout
    ]
    made: NamedRecord = types.BaseTuple.from_types(inner, kind)
    return made


class _Same:
    """A named tuple that equals itself alone; comparing its arrays would take long."""

    def __init__(self, record: tuple[Any, ...]) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.record is other.record


@lru_cache(KNOWN)
def _address(same: _Same) -> Address:
    return Address(same.record)


def addressed(record: tuple[Any, ...]) -> Address:
    """Return the address of a named tuple of contiguous arrays, or of further such tuples."""
    return _address(_Same(record))


class Pointer(types.Type):
    """The type of an address of a named tuple."""

    def __init__(self, record: NamedRecord) -> None:
        self.record = record
        self.fields: dict[str, tuple[Pointer | types.Array, int]] = {}
        self.words = 0
        for name, kind in zip(record.fields, record.types, strict=True):
            seen = Pointer(kind) if isinstance(kind, NamedRecord) else kind
            self.fields[name] = seen, WORD * self.words
            self.words += seen.words if isinstance(seen, Pointer) else self._length(name, kind)
        super().__init__(f"Pointer({record.instance_class.__name__})")

    @staticmethod
    def _length(name: str, kind: types.Type) -> int:
        if not isinstance(kind, types.Array) or kind.layout != "C":
            raise TypingError(f"{name}: only contiguous arrays are passed on by address, not {kind}.")
        return 1 + kind.ndim

    @property
    def key(self) -> NamedRecord:
        """What makes two pointers the same type."""
        return self.record


@register_model(Pointer)
class _PointerModel(models.OpaqueModel):
    """An address without a type, because a type is written out in full wherever it is named."""


@typeof_impl.register(Address)
def _type_of_address(address: Address, _context: Any) -> Pointer:
    return address.pointer


def _place(_kind: Pointer, address: Any, c: Any) -> NativeValue:
    number = c.pyapi.object_getattr_string(address, "place")
    place = c.pyapi.long_as_voidptr(number)
    c.pyapi.decref(number)
    return NativeValue(place, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


unbox(Pointer)(_place)


@infer_getattr
class _Fields(AttributeTemplate):
    key = Pointer

    def generic_resolve(  # type: ignore[override]  # numba declares a constant that is to be replaced
        self, pointer: Pointer, field: str
    ) -> types.Type | None:
        return pointer.fields[field][0] if field in pointer.fields else None


def _field(context: Any, builder: Any, pointer: Pointer, place: Any, field: str) -> Any:
    kind, offset = pointer.fields[field]
    if isinstance(kind, Pointer):
        return cgutils.pointer_add(builder, place, offset, place.type)
    word = context.get_value_type(types.intp)

    def load(at: int, what: Any) -> Any:
        value = builder.load(cgutils.pointer_add(builder, place, offset + WORD * at, what.as_pointer()))
        value.set_metadata(
            "invariant.load", builder.module.add_metadata([])
        )  # arrays stay while functions run
        return value

    number = context.get_data_type(kind.dtype)
    data = load(0, number.as_pointer())
    shape = [load(1 + axis, word) for axis in range(kind.ndim)]
    size = context.get_abi_sizeof(number)
    strides = [word(size)]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length, flags=["nsw"]))
    array = context.make_array(kind)(context, builder)
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()


lower_getattr_generic(Pointer)(_field)
