import pathlib
import unittest

from vireo_client import placement

CASES = pathlib.Path(__file__).parents[3] / "channel/src/test/resources/placement-cases.txt"


class Placement(unittest.TestCase):
    def test_keeps_the_cases_that_every_language_shares(self):
        lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        self.assertGreater(len(lines), 10)
        for line in lines:
            container, path, key, expected_hash, expected_partition = line.split("\t")
            with self.subTest(line=line):
                path = path.encode()
                self.assertEqual(placement.key_of(path), key.encode())
                self.assertEqual(placement.hash_of(int(container), key.encode()), int(expected_hash, 16))
                self.assertEqual(placement.partition(int(container), path, 7), int(expected_partition))
