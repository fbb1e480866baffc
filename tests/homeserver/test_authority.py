#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sign-in tests rely on in the identity provider and the authorization server; part of suite "homeserver"."""
import sys
import unittest
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from homeserver import Browser, MatrixError, SignInServer, tap  # noqa: E402


class SingleSignOnTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(SignInServer('oidc'))

    def test_one_button_brings_a_login_token_that_works_once(self):
        client = self.server.homeserver.client()
        flows = client.get('/_matrix/client/v3/login')['flows']
        providers = next(flow for flow in flows if flow['type'] == 'm.login.sso')['identity_providers']
        self.assertEqual([(found['id'], found['name']) for found in providers], [('oidc-wiki', 'Wikimedia')])
        back = urllib.parse.quote('http://127.0.0.1:9/back?nonce=x', safe='')
        browser = Browser()
        with self.assertRaises(OSError):
            browser.go(f'{client.base_url}/_matrix/client/v3/login/sso/redirect/oidc-wiki?redirectUrl={back}')
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(browser.visited[-1]).query)
        self.assertEqual(query['nonce'], ['x'])
        body = {'type': 'm.login.token', 'token': query['loginToken'][0]}
        self.assertEqual(client.post('/_matrix/client/v3/login', body)['user_id'], f'@wiki-ann:{self.server.name}')
        with self.assertRaises(MatrixError) as refused:
            client.post('/_matrix/client/v3/login', body)
        self.assertEqual(refused.exception.status, 403)


class AuthorizationServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(SignInServer('mas'))

    def test_metadata_and_no_legacy_login(self):
        client = self.server.homeserver.client()
        metadata = client.get('/_matrix/client/v1/auth_metadata')
        self.assertEqual(metadata['issuer'].rstrip('/'), self.server.authority.url)
        self.assertIn('S256', metadata['code_challenge_methods_supported'])
        self.assertIn('device_authorization_endpoint', metadata)
        with self.assertRaises(MatrixError) as refused:
            client.get('/_matrix/client/v3/login')
        self.assertEqual((refused.exception.status, refused.exception.errcode), (404, 'M_UNRECOGNIZED'))


if __name__ == '__main__':
    tap.main()
