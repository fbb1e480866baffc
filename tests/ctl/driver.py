# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives teahousectl: its JSON-RPC as a bot would, its commands as a person would.

Everything it keeps lies in a folder of the test's. Nothing sleeps and hopes: what is waited for has a deadline.
"""
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from homeserver.synapse import die_with_parent

PROGRAM = os.environ['TEAHOUSECTL']
PASSPHRASE = 'correct horse battery staple'
TIMEOUT = 60


class RpcError(Exception):
    """What a request was answered with."""

    def __init__(self, error):
        super().__init__(f'{error["code"]} {error["message"]} {error.get("data")}')
        self.code = error['code']
        self.message = error['message']
        self.data = error.get('data', {})
        self.errcode = self.data.get('errcode')


class Home:
    """A home folder for programs; a context manager."""

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix='teahousectl-'))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def environment(self, **more):
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(('TEAHOUSE_', 'XDG_', 'DBUS_'))}
        places = {name: str(self.path / folder) for name, folder in
                  (('HOME', 'home'), ('XDG_DATA_HOME', 'data'), ('XDG_CONFIG_HOME', 'config'),
                   ('XDG_CACHE_HOME', 'cache'), ('XDG_STATE_HOME', 'state'))}
        return kept | places | {'TEAHOUSE_PASSPHRASE': PASSPHRASE, 'GSETTINGS_BACKEND': 'memory'} | more

    def profile(self, name):
        return str(self.path / 'profiles' / name)

    def run(self, *arguments, text='', timeout=TIMEOUT, **environment):
        """A command, run to its end."""
        return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True, timeout=timeout,
                              env=self.environment(**environment), preexec_fn=die_with_parent)


class Rpc:
    """A running `teahousectl rpc`; a context manager."""

    def __init__(self, home, profile, keys='passphrase', debug=False):
        self._ids = itertools.count(1)
        self._news = threading.Condition()
        self.answers = {}
        self.notes = []
        self.strays = []
        environment = home.environment(**({'G_MESSAGES_DEBUG': 'all'} if debug else {}))
        self._stderr = tempfile.TemporaryFile()
        self.process = subprocess.Popen([PROGRAM, '--profile', home.profile(profile), '--keys', keys, 'rpc'],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._stderr,
                                        env=environment, preexec_fn=die_with_parent)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout, self._stderr):
            try:
                pipe.close()
            except BrokenPipeError:
                pass

    def _read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            with self._news:
                if isinstance(message, dict) and 'method' in message:
                    self.notes.append(message)
                elif isinstance(message, dict) and isinstance(message.get('id'), int):
                    self.answers[message['id']] = message
                else:
                    self.strays.append(message)
                self._news.notify_all()
        with self._news:
            self._news.notify_all()

    def wait(self, condition, timeout=TIMEOUT):
        """Wait until condition() gives something; returns that."""
        deadline = time.monotonic() + timeout
        with self._news:
            while True:
                found = condition()
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or (not self._reader.is_alive() and not condition()):
                    raise TimeoutError(f'it did not come; standard error: {self.stderr()[-3000:]}')
                self._news.wait(min(left, 1))

    def raw(self, line):
        """A line as it is."""
        self.process.stdin.write(line if isinstance(line, bytes) else line.encode())
        self.process.stdin.write(b'\n')
        self.process.stdin.flush()

    def stray(self):
        """The next answer that no request of ours has asked for."""
        self.wait(lambda: self.strays)
        return self.strays.pop(0)

    def begin(self, method, **params):
        """A request; returns its id."""
        number = next(self._ids)
        self.raw(json.dumps({'jsonrpc': '2.0', 'id': number, 'method': method, 'params': params}))
        return number

    def end(self, number, timeout=TIMEOUT):
        """The result of a request."""
        answer = self.wait(lambda: self.answers.get(number), timeout)
        if 'error' in answer:
            raise RpcError(answer['error'])
        return answer['result']

    def call(self, method, timeout=TIMEOUT, **params):
        return self.end(self.begin(method, **params), timeout)

    def note(self, method, accept=lambda params: True, timeout=TIMEOUT):
        """The first notification of this kind that accept() likes, past ones included."""
        return self.wait(lambda: next((note['params'] for note in self.notes
                                       if note['method'] == method and accept(note['params'])), None), timeout)

    def refused(self, method, timeout=TIMEOUT, **params):
        """The error that a request is answered with."""
        try:
            answer = self.call(method, timeout, **params)
        except RpcError as error:
            return error
        raise AssertionError(f'{method} was answered with {answer}')

    def sign_in(self, server, name):
        """As somebody who is registered; returns once everything of theirs is here."""
        account = self.call('login.password', homeserver=server.server_name, user=name, password=name)
        self.await_sync('live')
        return account

    def until(self, accept, method, timeout=TIMEOUT, **params):
        """Ask again, whenever something has happened, until accept() likes the result; returns that."""
        deadline = time.monotonic() + timeout
        while True:
            seen = len(self.notes)
            result = self.call(method, **params)
            if accept(result):
                return result
            if time.monotonic() > deadline:
                raise TimeoutError(f'{method} still says {result}')
            try:
                self.wait(lambda: len(self.notes) > seen, 1)
            except TimeoutError:
                pass

    def await_sync(self, state, timeout=TIMEOUT):
        """Wait until the session is in a state, by what notifications and status say."""
        self.until(lambda status: status['sync'] == state, 'status', timeout)

    def stderr(self):
        self._stderr.seek(0)
        return self._stderr.read().decode(errors='replace')

    def kill(self):
        """As a power cut would."""
        self.process.kill()
        self.process.wait()
        self._reader.join()

    def close(self, timeout=TIMEOUT):
        """End standard input; returns the exit status."""
        self.process.stdin.close()
        status = self.process.wait(timeout)
        self._reader.join()
        return status
