"""A second opinion on a picture, by zbar, with the bytes as they were printed.

pyzbar's own ``decode`` lets zbar guess an encoding, which takes Vietnamese UTF-8 for
Shift-JIS or Big5. zbar 0.23 has a binary setting that gives the bytes instead; pyzbar does
not offer it, but its bindings do.
"""

import ctypes
import functools
import importlib
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

_GREY = int.from_bytes(b"Y800", "little")
_ENABLE = 0
_BINARY = 4
"""``ZBAR_CFG_BINARY`` of zbar.h, since 0.23.1."""
_EVERY = 0
_SYMBOLOGIES = {64: "QR", 128: "Code128", 13: "EAN13", 8: "EAN8"}
"""``zbar_symbol_type_t`` of zbar.h."""


@dataclass(frozen=True, slots=True)
class Seen:
    symbology: str
    data: bytes
    corners: tuple[tuple[int, int], ...]


def available() -> bool:
    """Whether zbar's shared library (Debian package libzbar0) is installed."""
    return _bindings() is not None


def look(grey: NDArray[np.uint8]) -> tuple[Seen, ...]:
    """QR, Code 128, EAN-13 and EAN-8 in a grey picture; nothing where the library is missing."""
    bindings = _bindings()
    if bindings is None:
        return ()
    pixels = grey.tobytes()
    height, width = grey.shape
    scanner = bindings.zbar_image_scanner_create()
    image = bindings.zbar_image_create()
    try:
        bindings.zbar_image_scanner_set_config(scanner, _EVERY, _ENABLE, 0)
        for symbology in _SYMBOLOGIES:
            bindings.zbar_image_scanner_set_config(scanner, symbology, _ENABLE, 1)
        bindings.zbar_image_scanner_set_config(scanner, 64, _BINARY, 1)
        bindings.zbar_image_set_format(image, _GREY)
        bindings.zbar_image_set_size(image, width, height)
        bindings.zbar_image_set_data(
            image, ctypes.cast(ctypes.c_char_p(pixels), ctypes.c_void_p), len(pixels), None
        )
        bindings.zbar_scan_image(scanner, image)
        return _symbols(bindings, image)
    finally:
        bindings.zbar_image_destroy(image)
        bindings.zbar_image_scanner_destroy(scanner)


def _symbols(bindings: ModuleType, image: object) -> tuple[Seen, ...]:
    found = []
    symbol = bindings.zbar_image_first_symbol(image)
    while symbol:
        symbology = _SYMBOLOGIES.get(symbol.contents.type)
        length = bindings.zbar_symbol_get_data_length(symbol)
        if symbology and length:
            data = ctypes.string_at(bindings.zbar_symbol_get_data(symbol), length)
            corners = tuple(
                (
                    bindings.zbar_symbol_get_loc_x(symbol, i),
                    bindings.zbar_symbol_get_loc_y(symbol, i),
                )
                for i in range(bindings.zbar_symbol_get_loc_size(symbol))
            )
            found.append(Seen(symbology, data, corners))
        symbol = bindings.zbar_symbol_next(symbol)
    return tuple(found)


@functools.cache
def _bindings() -> ModuleType | None:
    """pyzbar's bindings: imported late, as the import fails where the library is missing."""
    try:
        return importlib.import_module("pyzbar.wrapper")
    except ImportError:
        return None
