# SPDX-License-Identifier: GPL-3.0-or-later
"""The checks themselves; build-aux/check calls this once everything it needs is installed.

Every check and every TAP sub-test counts as one. What was skipped did not pass: it counts as failed, and so do a suite
without tests and a program that ended badly without saying which of its tests failed.

A test program or scenario that failed is run once more, alone: machines that check are shared, and a clock that ran out
on a busy one says nothing. Which ones needed that is printed; a fault fails twice.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUILD = TOP / 'build'
LOGS = BUILD / 'check'
STATIC = ['format', 'layers', 'style', 'translations', 'security']
UNIT = ['base', 'event', 'store', 'net', 'engine', 'model', 'ui', 'fuzz']
LIVE = ['homeserver', 'integration', 'scenarios']
DEEP = ['bench', 'coverage']
PLAIN = ['-Dtests=true', f'-Dprefix={BUILD / "root"}']
SANITIZED = ['-Dtests=true', '-Db_sanitize=address,undefined', '-Db_lundef=false']
COVERED = ['-Dtests=true', '-Db_coverage=true']

sys.path.insert(0, str(TOP / 'tests'))
sys.path.insert(0, str(TOP / 'tests' / 'scenarios'))

TAP_LINE = re.compile(r'^(\s*)(not )?ok\b[ \t]*\d*[ \t]*-?[ \t]*([^#\n]*?)[ \t]*(#[^\n]*)?$', re.M)


def tap_results(text):
    """(name, passed, remark) of each test in TAP output; sub-tests' summary lines count for their sub-tests."""
    found = []
    for match in TAP_LINE.finditer(text):
        indent, wrong, name, remark = match.groups()
        remark = remark or ''
        skipped = re.match(r'#\s*(SKIP|TO' 'DO)', remark, re.I)
        found.append((len(indent), name.strip(), not wrong and not skipped, remark))
    deepest = max((indent for indent, *_ in found), default=0)
    leaves = [row for number, row in enumerate(found)
              if row[0] == deepest or number == 0 or found[number - 1][0] <= row[0]]
    return [(name, passed, remark) for _, name, passed, remark in leaves]


def failures(text):
    """The lines of TAP output that tell what failed, each with what is said of it."""
    found, tells = [], False
    for line in text.splitlines():
        tells = line.startswith('not ok') or (tells and line.startswith('#'))
        if tells:
            found.append(line)
    return found


class Check:
    """Runs the steps, keeps count, says what happened."""

    def __init__(self, deep):
        self.deep = deep
        self.passed = self.failed = 0
        self.environment = dict(os.environ) | {'NINJA_STATUS': '[%f/%t] ', 'PYTHONDONTWRITEBYTECODE': '1'}
        if deep:
            self.environment['MX_TEST_DEEP'] = '1'
        LOGS.mkdir(parents=True, exist_ok=True)

    def note(self, name, passed, failed, started, details=()):
        self.passed += passed
        self.failed += failed
        word = 'FAILED' if failed else 'ok'
        counts = f'{passed} passed' + (f', {failed} failed' if failed else '')
        print(f'{name:<22} {word:<7} {counts:<24} {time.monotonic() - started:7.1f} s', flush=True)
        for line in details:
            print(f'    {line[:300]}')

    def command(self, name, command, wrap=()):
        """Run a command with its output in a log; (whether it succeeded, the output)."""
        log = LOGS / f'{name.replace(" ", "-")}.log'
        with open(log, 'wb') as output:
            done = subprocess.run([*wrap, *map(str, command)], cwd=TOP, env=self.environment, check=False,
                                  stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        return done.returncode == 0, log.read_text(encoding='utf-8', errors='replace')

    def simple(self, name, *command):
        """A check that is one command and counts as one."""
        started = time.monotonic()
        good, output = self.command(name, command)
        lines = output.strip().splitlines()
        details = lines[:40] + ([f'… {len(lines) - 40} lines more in build/check'] if len(lines) > 40 else [])
        self.note(name, int(good), int(not good), started, () if good else details)
        return good

    def tap(self, name, *command):
        """A program that prints TAP."""
        started = time.monotonic()
        good, output = self.command(name, command)
        results = tap_results(output)
        wrong = [f'{test} {remark}'.strip() for test, passed, remark in results if not passed]
        if not results:
            wrong.append('no test was run')
        elif not good and not wrong:
            wrong.append('it ended badly')
        if wrong:
            wrong += ['', *output.strip().splitlines()[-20:]]
        passed = sum(row[1] for row in results)
        self.note(name, passed, len(results) - passed + (1 if not good and passed == len(results) else 0), started,
                  wrong)

    def scenarios(self):
        """The scenarios; each step counts, and bears its scenario's name. What failed is told, also where it passed when
        it was played a second time."""
        started = time.monotonic()
        for old in LOGS.glob('scenario-*.log'):
            old.unlink()
        _, output = self.command('scenarios', ['tests/scenarios/run'])
        results = tap_results(output)
        wrong = sorted({test.split(':')[0] for test, passed, _ in results if not passed})
        details = []
        if wrong:
            details += [*failures(output), *(f'{scenario}: played a second time' for scenario in wrong)]
            _, output = self.command('scenarios, again', ['tests/scenarios/run', '--jobs', '1', *wrong])
            again = tap_results(output)
            results = [row for row in results if row[0].split(':')[0] not in wrong] + again
            details += failures(output)
        passed = sum(row[1] for row in results)
        self.note('scenarios', passed, len(results) - passed + (not results), started, details)

    def build(self, name, folder, options):
        """Configure once, compile always."""
        started = time.monotonic()
        commands = [['meson', 'compile', '-C', folder]]
        if not (folder / 'build.ninja').exists():
            commands.insert(0, ['meson', 'setup', folder, *options])
        elif '-Dtests=true' in options:
            commands.insert(0, ['meson', 'configure', folder, '-Dtests=true'])
        for command in commands:
            good, output = self.command(name, command)
            if not good:
                self.note(name, 0, 1, started, output.strip().splitlines()[-40:])
                return False
        warnings = output.count('warning:')
        self.note(name, int(not warnings), int(bool(warnings)), started,
                  [line for line in output.splitlines() if 'warning:' in line][:20])
        return True

    def meson_rows(self, name, folder, what, wrap, processes):
        """What meson's log says of each test program that it ran, and meson's output."""
        base = re.sub(r'[^a-z]+', '-', name)
        log = folder / 'meson-logs' / f'{base}.json'
        log.unlink(missing_ok=True)
        command = ['meson', 'test', '-C', folder, '--no-rebuild', '--logbase', base, '--num-processes', processes]
        _, output = self.command(name, [*command, *what], wrap)
        lines = log.read_text(encoding='utf-8').splitlines() if log.exists() else []
        return [json.loads(line) for line in lines if line], output

    def meson_suites(self, name, folder, suites, wrap=(), more=()):
        """Run suites of a build; each TAP sub-test counts."""
        started = time.monotonic()
        what = [word for suite in suites for word in ('--suite', suite)]
        rows, output = self.meson_rows(name, folder, [*what, *more], wrap, os.cpu_count() or 2)
        wrong = sorted({row['name'].split(' / ')[-1] for row in rows if judge(row)[1]})
        details = [f'{test}: run a second time' for test in wrong]
        if wrong:
            again, _ = self.meson_rows(f'{name}, again', folder, [*wrong, *more], wrap, 1)
            rows = [row for row in rows if row['name'].split(' / ')[-1] not in wrong] + again
        passed = failed = 0
        for row in rows:
            good, bad, lines = judge(row)
            passed, failed = passed + good, failed + bad
            details += lines
        if not rows:
            failed += 1
            details += ['no test was run', *output.strip().splitlines()[-10:]]
        self.note(name, passed, failed, started, details)

    def listed(self, folder):
        """Every test that is written is also built: one that no meson.build names would never run."""
        started = time.monotonic()
        targets = subprocess.run(['meson', 'introspect', '--targets', str(folder)], cwd=TOP, capture_output=True,
                                 text=True, check=True).stdout
        built = {source for target in json.loads(targets) for group in target['target_sources']
                 for source in group.get('sources', [])}
        left_out = [path for path in sorted((TOP / 'tests').rglob('test-*.c')) if str(path) not in built]
        self.note('every test listed', int(not left_out), len(left_out), started,
                  [f'{path.relative_to(TOP)} is in no meson.build' for path in left_out])

    def run_by_suite(self, name, folder, wanted, wrap, more):
        """The suites asked for; one that has no test is a failure of its own."""
        listed = subprocess.run(['meson', 'introspect', '--tests', str(folder)], cwd=TOP, capture_output=True, text=True,
                                check=True).stdout
        there = {suite.split(':')[-1] for test in json.loads(listed) for suite in test['suite']}
        empty = [suite for suite in wanted if suite not in there]
        if empty:
            self.note(name, 0, len(empty), time.monotonic(), [f'suite {suite} has no test' for suite in empty])
        if len(empty) < len(wanted):
            self.meson_suites(name, folder, [suite for suite in wanted if suite in there], wrap, more)


def judge(row):
    """(passed, failed, lines to show) of one test program in testlog.json."""
    name = row['name'].split(' / ')[-1]
    results = tap_results(row.get('stdout', ''))
    passed = sum(result[1] for result in results)
    failed = len(results) - passed
    lines = [f'{name}: {test} {remark}'.strip() for test, good, remark in results if not good]
    if row['result'] not in ('OK', 'EXPECTEDFAIL') and not failed:
        failed += 1
        lines.append(f'{name}: {row["result"]}, status {row.get("returncode")}')
    if not results and row['result'] == 'OK':
        # A test that is a plain program: its exit status is its result.
        passed = 1
    if failed:
        lines += [f'    {line}' for line in (row.get('stderr') or row.get('stdout', '')).strip().splitlines()[-15:]]
    return passed, failed, lines


def sources():
    return sorted(str(path.relative_to(TOP)) for folder in ('src', 'tests') for path in (TOP / folder).rglob('*.[ch]')
                  if 'fixtures' not in path.parts)


def check_static(check, wanted):
    commands = {
        'format': ['build-aux/format.py', '--check', *sources()],
        'layers': ['build-aux/check-layers'],
        'style': ['build-aux/check-style'],
        'translations': ['build-aux/check-translations'],
        'security': ['build-aux/check-security'],
    }
    for name in STATIC:
        if name in wanted:
            check.simple(name, *commands[name])


def check_coverage(check, wrap, more):
    """The unit tests once more, built so that they note which lines they run; then how much that was."""
    folder = BUILD / 'coverage'
    if not check.build('build, coverage', folder, COVERED):
        return
    for path in folder.rglob('*.gcda'):
        path.unlink()
    check.run_by_suite('unit tests, coverage', folder, UNIT, wrap, more)
    check.tap('coverage', '/usr/bin/python3', 'build-aux/check-coverage', folder)


def check_tests(check, plain, sanitized, wanted):
    from desktop import Display
    unit = [suite for suite in UNIT if suite in wanted]
    with Display() as display:
        check.environment |= {'DISPLAY': display.name, 'GSK_RENDERER': 'cairo', 'GDK_DISABLE': 'gl,vulkan'}
        check.environment.pop('WAYLAND_DISPLAY', None)
        wrap = ['dbus-run-session', '--']
        patience = ['--timeout-multiplier', '10'] if check.deep else []
        apart = ['--no-suite', 'integration', '--no-suite', 'bench', *patience]
        if unit and plain:
            check.listed(plain)
            check.run_by_suite('unit tests', plain, unit, wrap, apart)
        if unit and sanitized:
            check.run_by_suite('unit tests, sanitized', sanitized, unit, wrap, apart)
        if 'homeserver' in wanted:
            check.tap('homeserver', 'tests/homeserver/test_homeserver.py')
            check.tap('authority', 'tests/homeserver/test_authority.py')
        if 'integration' in wanted and plain:
            check.run_by_suite('integration', plain, ['integration'], wrap, patience)
        if 'integration' in wanted and sanitized:
            # Input, output and memory of the program that is driven by others.
            check.run_by_suite('teahousectl, sanitized', sanitized, ['ctl'], wrap, patience)
        if 'coverage' in wanted:
            check_coverage(check, wrap, apart)


def check_program(check, plain, wanted):
    started = time.monotonic()
    good, output = check.command('install', ['meson', 'install', '-C', plain, '--no-rebuild', '--quiet'])
    check.note('install', int(good), int(not good), started, () if good else output.splitlines()[-20:])
    check.simple('linking', '/usr/bin/python3', 'build-aux/check-linking', plain)
    check.tap('hardening', '/usr/bin/python3', 'build-aux/check-hardening', plain, BUILD / 'root')
    check.simple('data', 'build-aux/check-data', plain)
    if 'scenarios' in wanted:
        check.scenarios()
    if 'bench' in wanted:
        check.tap('bench', 'tests/bench/run', '--tap')


def run(check, wanted):
    check_static(check, wanted)
    if not any(suite in UNIT + LIVE + DEEP + ['data'] for suite in wanted):
        return
    if 'scenarios' in wanted or any(suite in LIVE for suite in wanted):
        check.simple('homeserver, set-up', 'tests/homeserver/homeserver', 'setup')
    plain = sanitized = None
    if wanted not in (['homeserver'], ['coverage']):
        plain = check.build('build, plain', BUILD / 'plain', PLAIN) and BUILD / 'plain'
    if any(suite in UNIT + ['integration'] for suite in wanted):
        sanitized = check.build('build, sanitized', BUILD / 'asan', SANITIZED) and BUILD / 'asan'
    check_tests(check, plain, sanitized, wanted)
    if plain and any(suite in ('data', 'scenarios', 'bench') for suite in wanted):
        check_program(check, plain, wanted)


def main():
    everything = STATIC + UNIT + ['data'] + LIVE
    parser = argparse.ArgumentParser(prog='build-aux/check', description=__doc__)
    parser.add_argument('--deep', action='store_true', help='the slow tests and the measurements too')
    parser.add_argument('--list', action='store_true', help='name the suites')
    parser.add_argument('suites', nargs='*', metavar='SUITE')
    options = parser.parse_args()
    if options.list:
        print('\n'.join(everything + DEEP))
        return 0
    unknown = [suite for suite in options.suites if suite not in everything + DEEP]
    if unknown:
        parser.error(f'no suite is called {" or ".join(unknown)}; there are: {" ".join(everything + DEEP)}')
    started = time.monotonic()
    check = Check(options.deep)
    try:
        run(check, options.suites or everything + (DEEP if options.deep else []))
    except KeyboardInterrupt:
        print('interrupted', file=sys.stderr)
        return 130
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    print(f'It took {minutes} min {seconds} s; the logs are in build/check.')
    print(f'{check.passed} passed, {check.failed} failed')
    return 0 if check.passed and not check.failed else 1


if __name__ == '__main__':
    sys.exit(main())
