import random
import unittest

from vireo_client.arena import BodyArena


class Arena(unittest.TestCase):
    def test_gives_out_all_of_it_and_no_more(self):
        arena = BodyArena(1024)

        self.assertEqual(arena.allocate(1024), 0)
        self.assertIsNone(arena.allocate(1))

        arena.free(0)
        self.assertEqual(arena.allocate(1024), 0)

    def test_joins_freed_neighbours(self):
        arena = BodyArena(1024)
        offsets = [arena.allocate(256) for _ in range(4)]
        for offset in (offsets[0], offsets[2], offsets[1]):
            arena.free(offset)

        self.assertEqual(arena.allocate(768), 0)

    def test_refuses_to_free_what_is_not_given_out(self):
        with self.assertRaises(KeyError):
            BodyArena(1024).free(0)

    def test_never_gives_out_a_byte_twice_and_loses_none(self):
        seed = 20261123
        chance = random.Random(seed)
        arena = BodyArena(64 * 256)
        taken = {}
        for turn in range(20_000):
            if chance.random() < 0.55:
                length = chance.randint(1, 3000)
                offset = arena.allocate(length)
                if offset is not None:
                    units = range(offset // 256, -(-(offset + length) // 256))
                    for other in taken.values():
                        self.assertFalse(set(units) & set(other), f"seed={seed} turn={turn}")
                    taken[offset] = units
            elif taken:
                offset = chance.choice(list(taken))
                del taken[offset]
                arena.free(offset)
        for offset in taken:
            arena.free(offset)
        self.assertEqual(arena.allocate(64 * 256), 0)
