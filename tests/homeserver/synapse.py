# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts and stops a Synapse on loopback.

Everything it keeps lies in one folder: started again on the same folder it has the same name, port and people. It
reaches nobody and nobody reaches it: it listens on loopback only, federates with no one and asks no key server.
"""
import base64
import contextlib
import ctypes
import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from .client import Client
from .environment import default_environment, make_environment

GENEROUS = {'per_second': 10000, 'burst_count': 10000}
ADMIN = ('server-admin', 'server-admin-password')
# Between the ports of well-known services and those of connections (net.ipv4.ip_local_port_range).
FIRST_PORT, FIRST_OF_CONNECTIONS = 15000, 32000


def has_ipv6():
    """Whether this machine can listen on ::1."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(('::1', 0))
        return True
    except OSError:
        return False


def free_port():
    """A port nobody listens on, on either kind of loopback.

    It is taken from below those that the kernel gives to connections: between this look and the server's start, which
    takes seconds, no connection of another test can get it.
    """
    kinds = [(socket.AF_INET, '127.0.0.1')] + ([(socket.AF_INET6, '::1')] if has_ipv6() else [])
    while True:
        port = secrets.randbelow(FIRST_OF_CONNECTIONS - FIRST_PORT) + FIRST_PORT
        try:
            for family, address in kinds:
                with socket.socket(family) as probe:
                    probe.bind((address, port))
            return port
        except OSError:
            continue


def rate_limits(limit):
    """Synapse's rate limits, all set to the one limit."""
    return {
        'rc_message': limit,
        'rc_registration': limit,
        'rc_login': {'address': limit, 'account': limit, 'failed_attempts': limit},
        'rc_joins': {'local': limit, 'remote': limit},
        'rc_joins_per_room': limit,
        'rc_invites': {'per_room': limit, 'per_user': limit, 'per_issuer': limit},
        'rc_reports': limit,
        'rc_room_creation': limit,
        'rc_media_create': limit,
        'rc_3pid_validation': limit,
    }


def die_with_parent():
    """In the child: end when the one who started us ends, however that happens."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


class Homeserver:
    """A Synapse in a folder; a context manager.

    directory    what it keeps; None is a temporary folder, removed at the end
    environment  where the virtual environment is (see environment.py)
    settings     added to homeserver.yaml, for example rate limits: {'rc_message': {...}}
    services     application services: a list of registration dictionaries
    public_port  the port people know it by, where something of the test's stands between (a proxy)
    port         the port, where something has to know it before the server starts
    support      what /.well-known/matrix/support says, a dictionary; None: there is none
    """

    def __init__(self, directory=None, environment=None, settings=None, services=(), public_port=None,
                 port=None, support=None):
        self._temporary = directory is None
        self.directory = Path(directory or tempfile.mkdtemp(prefix='teahouse-homeserver-')).resolve()
        self.environment = Path(environment or default_environment())
        self._settings = settings or {}
        self._services = list(services)
        self._public_port = public_port
        self._chosen_port = port
        self._support = support
        self._process = None
        self._state = {}

    # What callers ask for

    @property
    def server_name(self):
        return f'localhost:{self._state["public_port"]}'

    @property
    def public_url(self):
        return f'http://{self.server_name}'

    @property
    def base_url(self):
        """Where it really listens."""
        return f'http://localhost:{self._state["port"]}'

    @property
    def chosen_url(self):
        """Where it will listen, known before it is started."""
        return f'http://localhost:{self._chosen_port}'

    @property
    def port(self):
        return self._state['port']

    @property
    def pid(self):
        return self._process.pid if self._process else None

    @property
    def is_new(self):
        """Whether this start was the folder's first."""
        return self._state.get('starts', 0) == 1

    def client(self, token=None, user_id=None, acting_as=None):
        return Client(self.base_url, token, user_id, acting_as)

    def register(self, name, password=None):
        """A new ordinary account, signed in; its password is its name unless given."""
        return self.client().register(name, password or name)

    def admin(self):
        """The server's administrator, signed in."""
        name, password = ADMIN
        if not self._state.get('has_admin'):
            admin = self.client().register_with_secret(name, password, self._state['secret'], admin=True)
            self._state['has_admin'] = True
            self._keep_state()
            return admin
        return self.client().login(name, password)

    # Starting and stopping

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
        if self._temporary:
            shutil.rmtree(self.directory, ignore_errors=True)

    def start(self, timeout=120):
        """Start Synapse and wait until it answers."""
        python = make_environment(self.environment)
        self._prepare()
        command = [str(python), '-m', 'synapse.app.homeserver', '-c', str(self.directory / 'homeserver.yaml')]
        environment = {name: value for name, value in os.environ.items()
                       if name not in ('PYTHONPATH', 'PYTHONHOME', 'LD_PRELOAD')}
        with open(self.directory / 'output.log', 'ab') as output:
            self._process = subprocess.Popen(command, cwd=self.directory, env=environment, stdin=subprocess.DEVNULL,
                                             stdout=output, stderr=output, start_new_session=True,
                                             preexec_fn=die_with_parent)
        self._wait_until_up(time.monotonic() + timeout)
        self._keep_template()
        return self

    def stop(self):
        """Stop Synapse and wait until it is gone."""
        if not self._process:
            return
        process, self._process = self._process, None
        process.send_signal(signal.SIGCONT)
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart(self, settings=None):
        """Stop it and start it again with other settings."""
        self.stop()
        self._settings = settings or {}
        self.start()

    @contextlib.contextmanager
    def _stopped(self):
        """Its database, while it stands still."""
        self.stop()
        with contextlib.closing(sqlite3.connect(self.directory / 'homeserver.db')) as database, database:
            yield database
        self.start()

    def mark_user(self, user_id, column):
        """Suspend ("suspended") or lock ("locked") an account, where there is no administrator to do it."""
        with self._stopped() as database:
            database.execute(f'UPDATE users SET {column} = TRUE WHERE name = ?', (user_id,))  # a name of ours

    def end_lifetimes(self, user_id, with_session=True):
        """The time of someone's access tokens is over (refreshable_access_token_lifetime), and that of their sessions
        (session_lifetime): nobody waits for either."""
        with self._stopped() as database:
            database.execute('UPDATE access_tokens SET valid_until_ms = 1 WHERE user_id = ?', (user_id,))
            if with_session:
                database.execute('UPDATE refresh_tokens SET ultimate_session_expiry_ts = 1 WHERE user_id = ?',
                                 (user_id,))

    def kill(self):
        """End Synapse at once, as a power cut would."""
        if self._process:
            process, self._process = self._process, None
            process.kill()
            process.wait()

    def freeze(self):
        """Let Synapse stand still: connections stay open, nothing answers."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    # How it is made

    def _keep_state(self):
        (self.directory / 'state.json').write_text(json.dumps(self._state), encoding='ascii')

    def _prepare(self):
        self.directory.mkdir(parents=True, exist_ok=True)
        kept = self.directory / 'state.json'
        if kept.exists():
            self._state = json.loads(kept.read_text(encoding='ascii'))
        else:
            port = self._chosen_port or free_port()
            self._state = {'port': port, 'public_port': self._public_port or port, 'starts': 0,
                           'secret': secrets.token_hex(16), 'macaroon': secrets.token_hex(16)}
            self._write_signing_key()
            self._take_template()
        self._state['starts'] += 1
        self._keep_state()
        self._write_configuration()

    def _write_signing_key(self):
        seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip('=')
        (self.directory / 'signing.key').write_text(f'ed25519 a_try {seed}\n', encoding='ascii')

    def _write_json(self, name, value):
        # JSON is YAML too, and needs no library.
        (self.directory / name).write_text(json.dumps(value, indent=1), encoding='ascii')
        return str(self.directory / name)

    def _additional_resources(self):
        if self._support is None:
            return {}
        shutil.copy(Path(__file__).with_name('support.py'), self.directory / 'teahouse_support.py')
        return {'/.well-known': {'module': 'teahouse_support.WellKnown', 'config': self._support}}

    def _write_configuration(self):
        services = [self._write_json(f'service-{number}.yaml', service)
                    for number, service in enumerate(self._services)]
        log = {
            'version': 1,
            'disable_existing_loggers': False,
            'formatters': {'plain': {'format': '%(asctime)s %(levelname)s %(name)s %(message)s'}},
            'handlers': {'file': {'class': 'logging.FileHandler', 'formatter': 'plain',
                                  'filename': str(self.directory / 'homeserver.log')}},
            'root': {'level': 'WARNING', 'handlers': ['file']},
        }
        settings = {
            'server_name': self.server_name,
            'public_baseurl': self.public_url + '/',
            'pid_file': str(self.directory / 'homeserver.pid'),
            'report_stats': False,
            'enable_metrics': False,
            'listeners': [{
                'port': self._state['port'],
                'type': 'http',
                'bind_addresses': ['127.0.0.1'] + (['::1'] if has_ipv6() else []),
                'resources': [{'names': ['client'], 'compress': False}],
                'additional_resources': self._additional_resources(),
            }],
            'database': {'name': 'sqlite3', 'args': {'database': str(self.directory / 'homeserver.db')}},
            'log_config': self._write_json('log.yaml', log),
            'media_store_path': str(self.directory / 'media'),
            'signing_key_path': str(self.directory / 'signing.key'),
            'macaroon_secret_key': self._state['macaroon'],
            'form_secret': self._state['macaroon'],
            'registration_shared_secret': self._state['secret'],
            'app_service_config_files': services,
            'trusted_key_servers': [],
            'federation_domain_whitelist': [],
            'url_preview_enabled': False,
            'enable_registration': True,
            'enable_registration_without_verification': True,
            'allow_guest_access': True,
            'allow_public_rooms_without_auth': True,
            'enable_room_list_search': True,
            'room_list_publication_rules': [{'action': 'allow'}],
            'presence': {'enabled': False},
            'bcrypt_rounds': 4,
            'user_directory': {'enabled': True, 'search_all_users': True},
        }
        self._write_json('homeserver.yaml', settings | rate_limits(GENEROUS) | self._settings)

    def _wait_until_up(self, deadline):
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                tail = (self.directory / 'output.log').read_text(errors='replace')[-2000:]
                raise RuntimeError(f'Synapse ended with status {self._process.returncode}:\n{tail}')
            try:
                with urllib.request.urlopen(self.base_url + '/_matrix/client/versions', timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.stop()
        raise TimeoutError('Synapse did not answer in time')

    # A fresh database takes Synapse seconds to make: the first one made is kept and copied.

    def _template(self):
        return self.environment / 'template' / 'homeserver.db'

    def _take_template(self):
        if self._template().exists():
            shutil.copy(self._template(), self.directory / 'homeserver.db')

    def _keep_template(self):
        if self._template().exists() or not self.is_new:
            return
        self.stop()
        self._template().parent.mkdir(exist_ok=True)
        part = self._template().with_suffix(f'.{os.getpid()}')
        shutil.copy(self.directory / 'homeserver.db', part)
        os.replace(part, self._template())
        self._state['starts'] -= 1
        self._keep_state()
        self.start()
