# SPDX-License-Identifier: GPL-3.0-or-later
"""A TCP proxy between the program and its homeserver, to cut the network with.

Up it passes everything on; down it refuses and breaks connections; stuck it keeps connections open and passes nothing,
as a network does that has gone away without saying so; it can become so with a request that it is told. It has one
thread. It also knows how long the program had to
wait for the server.
"""
import select
import socket
import threading
import time

UP, DOWN, STUCK = 'up', 'down', 'stuck'


class Proxy:
    """Listens on a loopback port and passes on to another (target_port, which may be set later); a context manager."""

    def __init__(self, target_port=None, port=0):
        self.target_port = target_port
        self._listener = socket.create_server(('127.0.0.1', port))
        self.port = self._listener.getsockname()[1]
        self.state = UP
        self.passed = 0
        # Seconds in which at least one request was with the server: not counted are requests that wait for news.
        self.answering = 0
        self._asked = set()
        self._since = 0
        self._pairs = {}
        self._stop = None
        self._wake_read, self._wake_write = socket.socketpair()
        self._running = True
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._running = False
        self._wake_write.send(b'x')
        self._thread.join(10)
        for end in [self._listener, self._wake_read, self._wake_write, *self._pairs]:
            end.close()

    def set_state(self, state):
        """UP, DOWN or STUCK, from now on."""
        self.state = state
        self._wake_write.send(b'x')

    def stop_at(self, pattern, count=1):
        """The count-th request from now on whose first line has pattern does not get through: then it is stuck."""
        self._stop = (pattern.encode('ascii'), count)

    def _stops(self, data):
        line = data.split(b'\r\n', 1)[0]
        if not self._stop or b' HTTP/1' not in line or self._stop[0] not in line:
            return False
        pattern, count = self._stop
        self._stop = (pattern, count - 1) if count > 1 else None
        if not self._stop:
            self.state = STUCK
        return not self._stop

    def _ask(self, end, data):
        line = data.split(b'\r\n', 1)[0]
        waits_for_news = b'/sync?' in line and b'since=' in line
        if data[:5].split(b' ')[0] in (b'GET', b'POST', b'PUT') and not waits_for_news:
            if not self._asked:
                self._since = time.monotonic()
            self._asked.add(end)

    def _answer(self, end):
        if end in self._asked:
            self._asked.remove(end)
            if not self._asked:
                self.answering += time.monotonic() - self._since

    def _close(self, end):
        self._answer(end)
        other = self._pairs.pop(end, None)
        end.close()
        if other:
            self._answer(other)
            self._pairs.pop(other, None)
            other.close()

    def _accept(self):
        end, _ = self._listener.accept()
        if self.state == DOWN:
            end.close()
            return
        try:
            other = socket.create_connection(('127.0.0.1', self.target_port), timeout=5)
        except OSError:
            end.close()
            return
        self._pairs[end], self._pairs[other] = other, end

    def _pass_on(self, end):
        other = self._pairs.get(end)
        if not other:
            return
        try:
            data = end.recv(65536)
            if data and self._stops(data):
                return
            if data:
                other.settimeout(10)
                other.sendall(data)
                self.passed += len(data)
                self._ask(end, data)
                self._answer(other)
                return
        except OSError:
            pass
        self._close(end)

    def _run(self):
        while self._running:
            if self.state == DOWN:
                for end in list(self._pairs):
                    if end in self._pairs:
                        self._close(end)
            watched = [self._listener, self._wake_read] + ([] if self.state == STUCK else list(self._pairs))
            ready, _, _ = select.select(watched, [], [], 1)
            for end in ready:
                if end is self._wake_read:
                    end.recv(64)
                elif end is self._listener:
                    self._accept()
                elif self.state == UP:
                    self._pass_on(end)
