# SPDX-License-Identifier: Apache-2.0
"""Makes malformed archives from a harmless one. A reader of zips must reject them."""

import io
import struct
import zipfile


def records(data: bytes) -> dict:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def build(contents: dict, method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name), data, method, 9)
    return out.getvalue()


def replaced(data: bytes, name_end: str, content: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    return build({name: content if name.endswith(name_end) else old for name, old in records(data).items()}, method)


def deflate_bomb(data: bytes, size: int) -> bytes:
    """Replaces a record by `size` zeros, which deflate to a thousandth of that."""
    return replaced(data, "/data/0", bytes(size), zipfile.ZIP_DEFLATED)


def central_headers(data: bytes) -> list:
    at, found = data.find(b"PK\x01\x02"), []
    while at >= 0:
        found.append(at)
        at = data.find(b"PK\x01\x02", at + 4)
    return found


def overlapping(data: bytes) -> bytes:
    """Replaces the directory's second entry by a copy of the first."""
    plain = build(records(data))
    first, second = central_headers(plain)[:2]
    end = plain.find(b"PK\x05\x06")
    third = central_headers(plain)[2]
    grown = plain[:second] + plain[first:second] + plain[third:end]
    size = len(grown) - first
    return grown + plain[end:end + 12] + struct.pack("<II", size, first) + plain[end + 20:]


def out_of_range(data: bytes) -> bytes:
    plain = bytearray(build(records(data)))
    at = central_headers(plain)[0]
    struct.pack_into("<I", plain, at + 42, 0x7FFFFFF0)
    return bytes(plain)


def absurd_count(data: bytes) -> bytes:
    plain = build(records(data))
    end = plain.find(b"PK\x05\x06")
    directory, size = central_headers(plain)[0], end - central_headers(plain)[0]
    end64 = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, size, directory)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1)
    return plain[:end] + end64 + locator + plain[end:]


def deep_pickle(data: bytes, depth: int) -> bytes:
    return replaced(data, "/data.pkl", b"\x80\x02K\x01" + b"\x85" * depth + b".")


def deep_code(data: bytes, line: bytes) -> bytes:
    """Replaces every code file by `line`."""
    return build({name: line if name.endswith(".py") else old for name, old in records(data).items()})


def pickled_type(data: bytes, depth: int) -> bytes:
    """A pickle with a nested list type: LibTorch parses the type's name when it unpickles the list."""
    name = b"List[" * depth + b"int" + b"]" * depth
    return replaced(data, "/data.pkl", b"\x80\x02ctorch.jit._pickle\nrestore_type_tag\n(]X" + struct.pack("<I", len(name)) + name + b"tR.")


def chained_lists(data: bytes, depth: int) -> bytes:
    """A pickle that first makes empty lists, and then appends each to the one before it."""
    def get(i: int) -> bytes:
        return b"j" + struct.pack("<I", i)

    lists = b"".join(b"]r" + struct.pack("<I", i) for i in range(depth))
    return replaced(data, "/data.pkl", b"\x80\x02" + lists + b"".join(get(i) + b"(" + get(i + 1) + b"e" for i in range(depth - 1)) + get(0) + b".")


def forward(data: bytes, body: bytes) -> bytes:
    """Replaces the body of forward by `body`."""
    head = b"  def forward(self: __torch__.torch.nn.modules.container.Sequential,\n    input: Tensor) -> Tensor:\n"
    code = next(content for name, content in records(data).items() if name.endswith("container.py"))
    return replaced(data, "container.py", code[:code.index(b"  def forward")] + head + body + b"    return input\n", zipfile.ZIP_DEFLATED)


def elifs(count: int) -> bytes:
    arm = b"if bool(input):\n      y = 1\n"
    return b"    " + arm + (b"    el" + arm) * count


def deep_blocks(depth: int) -> bytes:
    return b"".join(b" " * i + b"if True:\n" for i in range(depth)) + b" " * depth + b"pass\n"
