import unittest
from unittest.mock import patch

import numpy as np
from gradescope_utils.autograder_utils.decorators import number, partial_credit, visibility, weight

from calculator import Calculator, softmax

open('WITNESS', 'w').close()

ROWS = np.array([[1.0, 2.0], [3.0, 3.0]])


class TestCalculator(unittest.TestCase):
    def setUp(self):
        self.calc = Calculator(2)

    @weight(2)
    @number("1.1")
    def test_add(self):
        """Adding works"""
        self.assertEqual(self.calc.add(1), 3)
        self.assertEqual(self.calc.memory, [2, 1])

    @weight(1)
    def test_division_by_zero(self):
        with self.assertRaises(ZeroDivisionError):
            self.calc.divide(0)

    @weight(3)
    @visibility("hidden")
    def test_softmax(self):
        """Rows of softmax"""
        for shift in [0, 1000]:
            with self.subTest(shift=shift):
                P = softmax(ROWS + shift)
                self.assertEqual(P.shape, (2, 2))
                np.testing.assert_allclose(P.sum(axis=1), 1)
                self.assertAlmostEqual(P[0, 1], 0.7310586, places=6)
        self.assertTrue(np.all(P > 0), "all are positive")

    @weight(5)
    def test_prompt(self):
        with patch('builtins.input', return_value='1'):
            self.assertEqual(self.calc.ask(), 1)

    @partial_credit(10)
    def test_style(self, set_score=None):
        set_score(7)
