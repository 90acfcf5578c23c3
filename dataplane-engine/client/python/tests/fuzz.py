"""What tests of readers of bytes from outside start from: seeds, what was found once, and mutations of both, the same in every run.

With ``VIREO_FUZZ_SECONDS`` in the environment each test goes on with new mutations for so long.
"""

import os
import pathlib
import random
import time

#: Tries of a plain run.
EXECUTIONS = 2_000
_SEED = 20261123
_LONGEST = 4_096
_INTERESTING = (0, 1, 2, 3, 7, 8, 0x7F, 0x80, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 2**63, 2**64 - 1)


def corpus(folder):
    """Inputs that were findings once: ``*.hex`` in a folder beside the tests; a line that starts with # says what it is."""
    inputs = []
    for file in sorted(pathlib.Path(folder).glob("*.hex")):
        lines = (line for line in file.read_text().splitlines() if not line.startswith("#"))
        inputs.append(bytes.fromhex("".join(lines)))
    return inputs


def inputs(seeds, folder, words=(), executions=EXECUTIONS):
    """Seeds and corpus first, then mutations of them."""
    known = list(seeds) + corpus(folder)
    yield from known
    dice = random.Random(_SEED)
    for _ in range(executions):
        yield _mutated(dice, known, words)
    end = time.monotonic() + float(os.environ.get("VIREO_FUZZ_SECONDS", 0))
    dice = random.Random()
    while time.monotonic() < end:
        yield _mutated(dice, known, words)


def _mutated(dice, known, words):
    data = bytearray(dice.choice(known))
    for _ in range(dice.randint(1, 4)):
        _change(dice, data, known, words)
    return bytes(data[:_LONGEST])


def _change(dice, data, known, words):
    at = dice.randrange(len(data) + 1)
    kind = dice.randrange(7)
    if kind == 0 and data:
        data[at % len(data)] ^= 1 << dice.randrange(8)
    elif kind == 1 and data:
        data[at % len(data)] = dice.randrange(256)
    elif kind == 2:
        length = dice.choice((1, 2, 4, 8))
        number = dice.choice(_INTERESTING) & (1 << 8 * length) - 1
        data[at : at + length] = number.to_bytes(length, "little")
    elif kind == 3:
        del data[at : at + dice.randint(1, 16)]
    elif kind == 4:
        other = dice.choice(known)
        start = dice.randrange(len(other) + 1)
        data[at:at] = other[start : start + dice.randint(1, 64)]
    elif kind == 5 and words:
        data[at:at] = dice.choice(words)
    else:
        start = dice.randrange(len(data) + 1)
        data[at:at] = data[start : start + dice.randint(1, 32)]
