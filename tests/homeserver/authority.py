# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of a sign-in: an identity provider or an authorization server, and a person with a browser.

Authority runs authority/authority.mjs on loopback; sign_in_server() gives a Homeserver together with it; Browser
follows pages as a person would who presses the one button there is.
"""
import contextlib
import fcntl
import hashlib
import html.parser
import http.cookiejar
import json
import os
import secrets
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from .environment import default_environment
from .synapse import Homeserver, die_with_parent, free_port

HERE = Path(__file__).resolve().parent / 'authority'
CLIENT = {'client_id': 'synapse', 'client_secret': 'only-for-tests'}
PROVIDER = {'idp_id': 'wiki', 'idp_name': 'Wikimedia', 'idp_brand': 'org.wikimedia'}


def make_authority(path=None):
    """Install the exact versions of package-lock.json once; returns the folder the program runs in."""
    path = Path(path or default_environment().parent / 'authority')
    path.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256((HERE / 'package-lock.json').read_bytes()).hexdigest()
    stamp = path / 'stamp'
    with open(path / 'lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for name in ('package.json', 'package-lock.json', 'authority.mjs'):
            shutil.copy(HERE / name, path / name)
        if not stamp.exists() or stamp.read_text(encoding='ascii') != digest:
            stamp.unlink(missing_ok=True)
            subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'], cwd=path,
                           check=True)
            stamp.write_text(digest, encoding='ascii')
    return path


class Authority:
    """authority.mjs on a port of its own; a context manager."""

    def __init__(self, port, **config):
        self.port = port
        self.url = f'http://localhost:{port}'
        self._config = {'port': port} | config
        self._process = None

    def __enter__(self):
        folder = make_authority()
        # Its warnings about defaults that are fine for a test go to a file beside it.
        with open(folder / f'output-{self.port}.log', 'wb') as output:
            self._process = subprocess.Popen(['node', 'authority.mjs'], cwd=folder, stdin=subprocess.PIPE,
                                             stdout=subprocess.PIPE, stderr=output, text=True,
                                             env=os.environ | {'NODE_ENV': 'test'}, preexec_fn=die_with_parent)
        self._process.stdin.write(json.dumps(self._config) + '\n')
        self._process.stdin.flush()
        if not self._process.stdout.readline():
            raise RuntimeError((folder / f'output-{self.port}.log').read_text(errors='replace')[-2000:])
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()

    def act(self, what):
        """deny: the next consent is refused; expire, end: access tokens, or all, run out; seen: what was asked for;
        tokens: those that are good."""
        with urllib.request.urlopen(f'{self.url}/act/{what}', timeout=30) as answer:
            return json.load(answer)


class SignInServer:
    """A homeserver and the authority behind it; a context manager.

    kind "oidc": Synapse asks it as identity provider; "mas": it is Synapse's authorization server.
    """

    def __init__(self, kind, ttl=300, settings=None, services=(), port=None, public_port=None):
        self.kind = kind
        self._stack = contextlib.ExitStack()
        self._ttl = ttl
        self._settings = settings or {}
        self._used = {}
        self._services = services
        self._port, self._public_port = port, public_port
        self.homeserver = self.authority = None

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            port = free_port()
            issuer = f'http://localhost:{port}'
            secret = secrets.token_hex(16)
            if self.kind == 'oidc':
                settings = {'oidc_providers': [PROVIDER | CLIENT | {
                    'issuer': issuer, 'discover': True, 'skip_verification': True, 'scopes': ['openid', 'profile'],
                    'user_profile_method': 'userinfo_endpoint',
                    'user_mapping_provider': {'config': {'localpart_template': '{{ user.preferred_username }}',
                                                         'display_name_template': '{{ user.name }}'}}}],
                            'login_via_existing_session': {'enabled': True, 'require_ui_auth': False}}
            else:
                settings = {'matrix_authentication_service': {'enabled': True, 'endpoint': issuer, 'secret': secret},
                            'enable_registration': False, 'enable_registration_without_verification': False,
                            'password_config': {'enabled': False}, 'allow_guest_access': False}
            self._used = settings | self._settings
            self.homeserver = Homeserver(settings=self._used, port=self._port or free_port(),
                                         public_port=self._public_port, services=self._services)
            if self.kind == 'oidc':
                back = self.homeserver.chosen_url + '/_synapse/client/oidc/callback'
                self.authority = stack.enter_context(Authority(port, client=CLIENT | {'redirect_uri': back}))
            else:
                self.authority = stack.enter_context(
                    Authority(port, homeserver=self.homeserver.chosen_url, secret=secret, ttl=self._ttl))
            stack.enter_context(self.homeserver)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def expire(self):
        """Every access token runs out; the homeserver forgets what it remembers of them."""
        self.homeserver.stop()
        self.authority.act('expire')
        self.homeserver.start()

    def end_sessions(self):
        """Nobody is signed in any more; refresh tokens are worth nothing, either."""
        self.homeserver.stop()
        self.authority.act('end')
        self.homeserver.start()

    def give_icon(self, picture):
        """The provider gets an icon (PNG), which the administrator uploads in the one way that shows it to people
        without a token: before media are for members alone."""
        self.homeserver.restart(self._used | {'enable_authenticated_media': False})
        mxc = self.homeserver.admin().upload(picture, 'image/png', 'icon.png')
        self._used['oidc_providers'][0]['idp_icon'] = mxc
        self.homeserver.restart(self._used)
        return mxc

    @property
    def name(self):
        return self.homeserver.server_name


class Page(html.parser.HTMLParser):
    """What a person finds on a page: the form with its fields, and the links."""

    def __init__(self, text):
        super().__init__()
        self.fields = {}
        self.buttons = []
        self.links = []
        self.action = None
        self.has_form = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == 'form':
            self.has_form = True
            self.action = found.get('action')
        elif tag == 'input' and found.get('name'):
            self.fields[found['name']] = found.get('value', '')
        elif tag == 'button':
            self.buttons.append((found['name'], found.get('value', '')) if found.get('name') else None)
        elif tag == 'a' and found.get('href'):
            self.links.append(found['href'])


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows and notes them."""

    def __init__(self, visited):
        self._visited = visited

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        self._visited.append(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Browser:
    """A browser with cookies and a person who presses the first button; follows until it is back on 127.0.0.1."""

    def __init__(self):
        self.visited = []
        self._open = urllib.request.build_opener(
            Redirects(self.visited),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(http.cookiejar.DefaultCookiePolicy(
                secure_protocols=('https', 'http'))))).open

    def _load(self, url, form=None):
        self.visited.append(url)
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self._open(url, data, timeout=60) as answer:
                return answer.status, answer.url, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.url, refused.read().decode()

    def go(self, url, button=0, fields=None, steps=12):
        """Follow pages from url on; returns (status, address, text) of the last one."""
        status, where, text = self._load(url)
        for _ in range(steps):
            if urllib.parse.urlsplit(where).hostname == '127.0.0.1' or status >= 400:
                break
            page = Page(text)
            if page.has_form:
                pressed = [page.buttons[button]] if page.buttons and page.buttons[button] else []
                form = list((page.fields | (fields or {})).items()) + pressed
                status, where, text = self._load(urllib.parse.urljoin(where, page.action or where), form)
            elif any('loginToken=' in link for link in page.links):
                status, where, text = self._load(next(link for link in page.links if 'loginToken=' in link))
            else:
                break
        return status, where, text
