// SPDX-License-Identifier: GPL-3.0-or-later
// An identity provider (for Synapse's oidc_providers) or an authorization server (for its
// matrix_authentication_service) on loopback: the npm package oidc-provider and one page with a
// name and a button. Configuration is one line of JSON on standard input; it prints one line of
// JSON when it listens, and ends with its input.
//
//   {"port", "client": {"client_id", "client_secret", "redirect_uri"}}         identity provider
//   {"port", "homeserver", "server_name", "secret", "ttl", "rotate_gap_ms"}    authorization server
import { createInterface } from 'node:readline';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const API = 'urn:matrix:client:api:*';
const DEVICE = 'urn:matrix:client:device:';

const lines = createInterface({ input: process.stdin });
const config = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
lines.on('close', () => process.exit(0));

const issuer = `http://localhost:${config.port}`;
const isAuthority = Boolean(config.homeserver);
const seen = { token: 0, refresh: 0, revoke: 0 };
let denyNext = false;

async function tellHomeserver (what, body) {
  const answer = await fetch(`${config.homeserver}/_synapse/mas/${what}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${config.secret}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
}

const deviceOf = (scope) => (scope ?? '').split(' ').find((word) => word.startsWith(DEVICE))?.slice(DEVICE.length);

const settings = {
  clients: config.client ? [{
    client_id: config.client.client_id,
    client_secret: config.client.client_secret,
    redirect_uris: [config.client.redirect_uri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }] : [],
  cookies: { keys: ['only for tests'] },
  jwks: undefined,
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false,
  pkce: { required: () => isAuthority },
  features: {
    devInteractions: { enabled: false },
    registration: { enabled: isAuthority },
    revocation: { enabled: isAuthority },
    introspection: { enabled: false },
    deviceFlow: { enabled: isAuthority },
    resourceIndicators: {
      enabled: isAuthority,
      defaultResource: () => 'urn:matrix:homeserver',
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx) => {
        const wanted = (ctx.oidc.params?.scope ?? ctx.oidc.body?.scope ?? '').split(' ').filter((word) => word.startsWith('urn:matrix:'));
        const kept = ctx.oidc.entities?.Grant?.getResourceScope?.('urn:matrix:homeserver') ?? '';
        return { scope: [...wanted, ...kept.split(' ')].join(' '), audience: 'urn:matrix:homeserver', accessTokenFormat: 'opaque', accessTokenTTL: config.ttl ?? 300 };
      },
    },
  },
  issueRefreshToken: async () => isAuthority,
  rotateRefreshToken: true,
  ttl: { AccessToken: config.ttl ?? 300, AuthorizationCode: 60, Grant: 86400, IdToken: 3600, Interaction: 3600, RefreshToken: 86400, Session: 86400, DeviceCode: 600 },
  extraClientMetadata: { properties: [] },
  async findAccount (_ctx, id) {
    return { accountId: id, async claims () { return { sub: id, name: id, preferred_username: id }; } };
  },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
};
delete settings.jwks;

const provider = new Provider(issuer, settings);

if (isAuthority) {
  provider.on('access_token.saved', () => {});
}

function page (title, inner) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>` +
    `<style>html{font-family:sans-serif}body{max-width:30em;margin:10vh auto}button,input{font-size:1.2em;padding:.5em}</style>` +
    `<h1>${title}</h1>${inner}`;
}

async function readForm (request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
}

function send (response, status, type, body) {
  response.writeHead(status, { 'Content-Type': type });
  response.end(body);
}

async function interact (request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    send(response, 200, 'text/html', page('Sign in to the test community',
      `<form method="post"><p><label>Name <input name="name" value="wiki-ann" autofocus></label>` +
      `<p><button name="do" value="yes">Continue</button> <button name="do" value="no">Cancel</button></form>`));
    return;
  }
  const form = await readForm(request);
  if (form.get('do') === 'no' || denyNext) {
    denyNext = false;
    await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'not wanted' });
    return;
  }
  const accountId = details.session?.accountId ?? form.get('name');
  const grant = details.grantId ? await provider.Grant.find(details.grantId)
    : new provider.Grant({ accountId, clientId: details.params.client_id });
  const scope = details.params.scope ?? '';
  grant.addOIDCScope(scope.split(' ').filter((word) => !word.startsWith('urn:matrix:')).join(' ') || 'openid');
  if (isAuthority) grant.addResourceScope('urn:matrix:homeserver', scope.split(' ').filter((word) => word.startsWith('urn:matrix:')).join(' '));
  const grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId } }, { mergeWithLastSubmission: true });
}

async function introspect (request, response) {
  if (request.headers.authorization !== `Bearer ${config.secret}`) return send(response, 401, 'application/json', '{}');
  const value = (await readForm(request)).get('token');
  const token = await provider.AccessToken.find(value);
  if (!token || token.isExpired) return send(response, 200, 'application/json', '{"active":false}');
  return send(response, 200, 'application/json', JSON.stringify({
    active: true, scope: token.scope, username: token.accountId, sub: token.accountId, client_id: token.clientId,
    expires_in: token.remainingTTL, device_id: deviceOf(token.scope),
  }));
}

async function good (kind, known) {
  const found = await Promise.all([...known.keys()].map((value) => kind.find(value)));
  return found.filter((token) => token && !token.isExpired).map((token) => token.jti);
}

// What the tests ask for: everybody's access tokens run out, every session ends, the next consent is refused.
async function act (request, response, what) {
  if (what === 'deny') denyNext = true;
  else if (what === 'expire') for (const token of tokens.values()) await token.destroy();
  else if (what === 'end') for (const token of [...tokens.values(), ...refreshTokens.values()]) await token.destroy();
  else if (what === 'tokens') return send(response, 200, 'application/json', JSON.stringify({
    access: await good(provider.AccessToken, tokens), refresh: await good(provider.RefreshToken, refreshTokens) }));
  else if (what === 'seen') return send(response, 200, 'application/json', JSON.stringify(seen));
  else return send(response, 404, 'application/json', '{}');
  return send(response, 200, 'application/json', '{}');
}

const tokens = new Map();
const refreshTokens = new Map();
provider.on('refresh_token.saved', (token) => refreshTokens.set(token.jti, token));
provider.on('refresh_token.destroyed', (token) => refreshTokens.delete(token.jti));
provider.on('access_token.saved', (token) => tokens.set(token.jti, token));
provider.on('access_token.destroyed', (token) => tokens.delete(token.jti));

// oidc-provider's answers wait until the homeserver knows the person and the device.
provider.use(async (ctx, next) => {
  await next();
  if (!isAuthority || ctx.status !== 200) return;
  const route = ctx.oidc?.route;
  if (route === 'token') {
    const token = ctx.oidc.entities.AccessToken;
    seen[ctx.oidc.params.grant_type === 'refresh_token' ? 'refresh' : 'token'] += 1;
    await tellHomeserver('provision_user', { localpart: token.accountId, set_displayname: token.accountId });
    await tellHomeserver('upsert_device', { localpart: token.accountId, device_id: deviceOf(token.scope) });
  } else if (route === 'revocation') {
    seen.revoke += 1;
    const token = ctx.oidc.entities.RefreshToken ?? ctx.oidc.entities.AccessToken;
    if (token) await tellHomeserver('delete_device', { localpart: token.accountId, device_id: deviceOf(token.scope) });
  } else if (route === 'discovery') {
    ctx.body = { ...ctx.body, account_management_uri: `${issuer}/account`,
      account_management_actions_supported: ['org.matrix.profile', 'org.matrix.devices_list', 'org.matrix.device_delete'],
      prompt_values_supported: ['login', 'none', 'create'] };
  }
});

const callback = provider.callback();
createServer((request, response) => {
  const path = new URL(request.url, issuer).pathname;
  const fail = (error) => { console.error(error); if (!response.headersSent) send(response, 500, 'text/plain', String(error)); };
  if (path.startsWith('/interaction/')) interact(request, response).catch(fail);
  else if (path === '/oauth2/introspect') introspect(request, response).catch(fail);
  else if (path.startsWith('/act/')) act(request, response, path.slice(5)).catch(fail);
  else if (path === '/account') send(response, 200, 'text/html', page('Your account', '<p>Your devices and your profile.'));
  else callback(request, response);
}).listen(config.port, '127.0.0.1', () => console.log(JSON.stringify({ issuer })));
