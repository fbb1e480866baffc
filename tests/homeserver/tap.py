# SPDX-License-Identifier: GPL-3.0-or-later
"""unittest that prints TAP, so that build-aux/check counts Python's tests as it counts C's."""
import sys
import traceback
import unittest
import warnings


class TapResult(unittest.TestResult):
    """One line a test; what went wrong as comments below it."""

    def _line(self, word, test, remark='', details=''):
        print(f'{word} {self.testsRun} {test.id()}{remark}', flush=True)
        for line in details.splitlines():
            print(f'# {line}', flush=True)

    def addSuccess(self, test):
        self._line('ok', test)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._line('not ok', test, details=self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self._line('not ok', test, details=self.errors[-1][1])

    def startTest(self, test):
        super().startTest(test)
        self._wrong = []

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self._wrong.append(f'{subtest}\n{"".join(traceback.format_exception(*err))}')

    def stopTest(self, test):
        # A test whose sub-tests failed is told of as neither success nor failure.
        if self._wrong:
            self._line('not ok', test, details='\n'.join(self._wrong))
        super().stopTest(test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._line('ok', test, f' # SKIP {reason}')


def main():
    """Run the tests of the calling program; the exit status tells."""
    warnings.simplefilter('ignore', ResourceWarning)
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    print('TAP version 13')
    print(f'1..{suite.countTestCases()}', flush=True)
    result = TapResult()
    suite.run(result)
    sys.exit(0 if result.wasSuccessful() else 1)
