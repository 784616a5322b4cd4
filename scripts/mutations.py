# SPDX-License-Identifier: Apache-2.0
"""Edits of bytes for mutate.py: blind ones, and careful ones that let a reader get further into the data."""

import pickletools
import re
import struct

INTERESTING = [0, 1, 0x7F, 0x80, 0xFF]


def flip(rng, data):
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1:]


def set_byte(rng, data):
    at = rng.randrange(len(data))
    return data[:at] + bytes([rng.choice(INTERESTING)]) + data[at + 1:]


def set_number(rng, data):
    at = rng.randrange(len(data))
    number = rng.choice([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, len(data), rng.randrange(1 << 32)])
    return data[:at] + struct.pack("<I", number) + data[at + 4:]


def cut(rng, data):
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randint(1, 64):]


def truncate(rng, data):
    return data[:rng.randrange(len(data))]


def repeat(rng, data):
    at = rng.randrange(len(data))
    piece = data[at:at + rng.randint(1, 64)]
    return data[:at] + piece * rng.randint(2, 50) + data[at:]


def move(rng, data):
    a, b = rng.randrange(len(data)), rng.randrange(len(data))
    return data[:a] + data[b:b + rng.randint(1, 64)] + data[a:]


def swap_words(rng, data):
    """For code and debug records: replaces one word by another of the record."""
    words = data.split(b" ")
    if len(words) < 2:
        return flip(rng, data)
    a, b = rng.randrange(len(words)), rng.randrange(len(words))
    words[a] = words[b]
    return b" ".join(words)


EDITS = [flip, set_byte, set_number, cut, truncate, repeat, move, swap_words]

OPCODES = [opcode.code.encode("latin-1") for opcode in pickletools.opcodes if opcode.proto <= 2]


def edit_opcode(rng, data):
    """Replaces, removes or repeats one opcode of a pickle, inserts a copy of another, or edits its argument."""
    try:
        starts = [at for _, _, at in pickletools.genops(data)] + [len(data)]
    except (ValueError, IndexError, KeyError, UnicodeDecodeError):
        return flip(rng, data)
    chosen = rng.randrange(len(starts) - 1)
    begin, end = starts[chosen], starts[chosen + 1]
    other = rng.randrange(len(starts) - 1)
    kind = rng.randrange(5)
    if kind == 0:
        return data[:begin] + rng.choice(OPCODES) + data[begin + 1:]
    if kind == 1:
        return data[:begin] + data[end:]
    if kind == 2:
        return data[:end] + data[begin:end] * rng.randint(1, 3) + data[end:]
    if kind == 3:
        return data[:begin] + data[starts[other]:starts[other + 1]] + data[end:]
    argument = data[begin + 1:end]
    return data[:begin + 1] + (edited_bytes(rng, argument) if argument else b"\x00") + data[end:]


TOKEN = re.compile(rb"[A-Za-z_][\w.]*|\d[\w.]*|\s+|\"(?:[^\"\\\n]|\\.)*\"|[^\w\s]")
STRANGE = [b"-1", b"9223372036854775807", b"1e999", b"None", b"self", b"Tensor", b"Dict[str, int]", b"()", b"[]", b"{}", b'""',
           b"CONSTANTS.c0", b"CONSTANTS.c99", b"forward", b"annotate", b"unchecked_cast", b"ops.prim.unchecked_unwrap_optional",
           b"prim", b"while", b"lambda", b"class", b"__torch__", b"float", b"int", b"torch"]


def edit_token(rng, data):
    """Replaces one word, number or sign of code by another of the record or by a strange one, removes it or doubles
    it."""
    tokens = TOKEN.findall(data)
    solid = [at for at, token in enumerate(tokens) if token.strip()]
    if not solid:
        return flip(rng, data)
    at = rng.choice(solid)
    tokens[at] = rng.choice([tokens[rng.choice(solid)], rng.choice(STRANGE), b"", tokens[at] + b" " + tokens[at]])
    return b"".join(tokens)


VALUE = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9]+|true|false|null')


def swap_values(rng, data):
    """For JSON: replaces one value by another of the record, or by a strange one."""
    values = list(VALUE.finditer(data))
    if not values:
        return flip(rng, data)
    at = rng.choice(values)
    strange = [b"null", b"[]", b"{}", b"-1", b"9223372036854775808", b"1e999", b"NaN", b'""']
    new = rng.choice([rng.choice(values)[0], rng.choice(values)[0], *strange])
    return data[:at.start()] + new + data[at.end():]


def edited_bytes(rng, data):
    return rng.choice(EDITS)(rng, data)


# Edits that keep a record well-formed reach deeper into its reader than edits that break it.
CAREFUL = {"pickle": edit_opcode, "debug": edit_opcode, "constants": edit_opcode, "bytecode": edit_opcode, "code": edit_token,
           "program": swap_values, "weights": swap_values}


def edited(rng, data, careful=None):
    for _ in range(rng.choice([1, 1, 1, 2, 4, 16])):
        edit = careful if careful and rng.random() < 0.5 else rng.choice(EDITS)
        data = edit(rng, data) if data else bytes([rng.randrange(256)])
    return data
