import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { clientOf } from './support/clients.mjs';
import { WebBrowser } from './support/web-browser.mjs';

const url = process.env.SATCOM_TEST_URL;
const issuer = new URL(`${url}/t/acme`);
const insecure = { [oauth.allowInsecureRequests]: true };
const secret = 'demo-integrator-secret';
const redirectUri = 'http://127.0.0.1:5091/callback';

/** Registers a program that proves itself by the public half of a key. */
async function registerSigner(publicKey, kid) {
  const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey('jwk', publicKey);
  const { identity } = await clientOf('superadmin');
  const { client, clientSecret } = await identity.createOAuthClient({
    name: `Signer ${kid}`, kind: 'confidential', grants: ['client_credentials'], scopes: ['attendance.read.all'], keys: [{ kty, crv, x, y, n, e, kid }],
  });
  assert.ok(!clientSecret);
  return client.clientId;
}

const discover = () => openid.discovery(issuer, 'demo-integrator', secret, undefined, { execute: [openid.allowInsecureRequests] });

async function begin(config, scope) {
  const [verifier, state, nonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()];
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri, scope, state, nonce, code_challenge: await openid.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  });
  return { address, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true } };
}

test('O36, O44, O45: openid-client: a program on a server reads attendance by client credentials, and takes its token back', async () => {
  const config = await discover();
  const tokens = await openid.clientCredentialsGrant(config, { scope: 'attendance.read.all' });
  const answer = await fetch(`${url}/api/v1/attendance/days`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  assert.equal(answer.status, 200);
  assert.ok((await answer.json()).items.length > 0);
  assert.equal((await openid.tokenIntrospection(config, tokens.access_token)).active, true);
  await openid.tokenRevocation(config, tokens.access_token);
  assert.equal((await openid.tokenIntrospection(config, tokens.access_token)).active, false);
});

test('O11, O21, O35, O39, O43, O46: openid-client: code with PKCE, user info, refresh, and the sign-out of the person', async () => {
  const config = await discover();
  const browser = new WebBrowser(issuer.origin);
  const { address, checks } = await begin(config, 'openid profile email offline_access attendance.read.own');
  const back = await browser.grant(address, 'employee@acme.test');
  const tokens = await openid.authorizationCodeGrant(config, back, checks);
  const { sub } = tokens.claims();
  assert.equal((await openid.fetchUserInfo(config, tokens.access_token, sub)).email, 'employee@acme.test');

  const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(refreshed.refresh_token, tokens.refresh_token);
  assert.equal(refreshed.claims().sub, sub);
  await openid.tokenRevocation(config, refreshed.refresh_token);
  await assert.rejects(openid.refreshTokenGrant(config, refreshed.refresh_token), { error: 'invalid_grant' });

  const out = openid.buildEndSessionUrl(config, { id_token_hint: refreshed.id_token, post_logout_redirect_uri: 'http://127.0.0.1:5091/', state: 'bye' });
  assert.equal((await browser.open(out)).left.href, 'http://127.0.0.1:5091/?state=bye');
});

test('O12, O14: openid-client refuses an answer of another issuer, and one whose state was changed', async () => {
  const config = await discover();
  const browser = new WebBrowser(issuer.origin);
  for (const [name, value] of [['iss', `${url}/t/globex`], ['state', 'another']]) {
    const { address, checks } = await begin(config, 'openid');
    const back = await browser.grant(address, 'employee@acme.test');
    back.searchParams.set(name, value);
    await assert.rejects(openid.authorizationCodeGrant(config, back, checks));
  }
  const { address, checks } = await begin(config, 'openid');
  const back = await browser.grant(address, 'employee@acme.test');
  back.searchParams.delete('iss');
  await assert.rejects(openid.authorizationCodeGrant(config, back, checks));
});

test('O1, O31, O50: oauth4webapi: a page in a browser, with each step judged strictly', async () => {
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const page = { client_id: 'demo-browser' };
  const place = 'http://127.0.0.1:5090/';
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const address = new URL(as.authorization_endpoint);
  address.search = new URLSearchParams({
    client_id: page.client_id, redirect_uri: place, response_type: 'code', scope: 'openid profile attendance.read.own', state, nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  }).toString();
  const back = await new WebBrowser(issuer.origin).grant(address, 'technician@acme.test');
  const params = oauth.validateAuthResponse(as, page, back, state);
  const response = await oauth.authorizationCodeGrantRequest(as, page, oauth.None(), params, place, verifier, { ...insecure, headers: { origin: 'http://127.0.0.1:5090' } });
  assert.equal(response.headers.get('access-control-allow-origin'), 'http://127.0.0.1:5090');
  const tokens = await oauth.processAuthorizationCodeResponse(as, page, response, { expectedNonce: nonce, requireIdToken: true });
  await oauth.validateApplicationLevelSignature(as, response, insecure);

  const request = new Request(`${url}/api/v1/attendance/today`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(as, request, 'satcom', insecure);
  assert.equal(claims.client_id, 'demo-browser');
  assert.equal(claims.sub, oauth.getValidatedIdTokenClaims(tokens).sub);
});

test('O42, O44: oauth4webapi: a device is approved in a browser', async () => {
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  const device = { client_id: 'demo-integrator' };
  const auth = oauth.ClientSecretPost(secret);
  const begun = await oauth.processDeviceAuthorizationResponse(as, device, await oauth.deviceAuthorizationRequest(as, device, auth, { scope: 'openid attendance.read.own' }, insecure));
  const browser = new WebBrowser(issuer.origin);
  let reached = await browser.open(begun.verification_uri_complete);
  reached = await browser.submit(reached, { email: 'staff@acme.test', password: 'Satcom!Demo1' });
  reached = await browser.submit(reached, { decision: 'allow' });
  assert.equal(reached.status, 200);
  const tokens = await oauth.processDeviceCodeResponse(as, device, await oauth.deviceCodeGrantRequest(as, device, auth, begun.device_code, insecure));
  const isActive = async () => (await oauth.processIntrospectionResponse(as, device, await oauth.introspectionRequest(as, device, auth, tokens.access_token, insecure))).active;
  assert.equal(await isActive(), true);

  const { identity } = await clientOf('staff');
  const consents = await identity.listConsents().take(100);
  assert.ok(consents.some(({ scopes }) => scopes.includes('attendance.read.own')), JSON.stringify(consents));
  for (const { id } of consents) await identity.withdrawConsent(id);
  assert.equal(await isActive(), false);
  assert.deepEqual(await identity.listConsents().take(1), []);
});

for (const [name, algorithm] of [
  ['ES256', { name: 'ECDSA', namedCurve: 'P-256' }],
  ['RS256', { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }],
]) {
  test(`O25, O29: openid-client and oauth4webapi: a program proves itself by a key of its own (${name})`, async () => {
    const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const kid = `sdk-${name}`;
    const clientId = await registerSigner(publicKey, kid);
    const config = await openid.discovery(issuer, clientId, undefined, openid.PrivateKeyJwt({ key: privateKey, kid }), { execute: [openid.allowInsecureRequests] });
    assert.ok(config.serverMetadata().token_endpoint_auth_methods_supported.includes('private_key_jwt'));
    assert.ok(config.serverMetadata().token_endpoint_auth_signing_alg_values_supported.includes(name));
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'attendance.read.all' });
    assert.equal((await openid.tokenIntrospection(config, tokens.access_token)).active, true);
    await openid.tokenRevocation(config, tokens.access_token);
    assert.equal((await openid.tokenIntrospection(config, tokens.access_token)).active, false);

    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
    const client = { client_id: clientId };
    const ask = (auth) => oauth.clientCredentialsGrantRequest(as, client, auth, {}, insecure).then((response) => oauth.processClientCredentialsResponse(as, client, response));
    const refuses = async (auth) => {
      // A refused client is challenged (RFC 6749, 5.2), which is what the library tells of first.
      const error = await ask(auth).then(() => undefined, (reason) => reason);
      assert.equal(error?.code, oauth.WWW_AUTHENTICATE_CHALLENGE);
      assert.equal((await error.response.json()).error, 'invalid_client');
    };
    assert.ok((await ask(oauth.PrivateKeyJwt({ key: privateKey, kid }))).access_token);
    await refuses(oauth.PrivateKeyJwt({ key: privateKey, kid: 'another' }));
    await refuses(oauth.PrivateKeyJwt({ key: privateKey, kid }, { [oauth.modifyAssertion]: (_, payload) => { payload.exp += 600; } }));
    const once = { [oauth.modifyAssertion]: (_, payload) => { payload.jti = 'the same'; } };
    assert.ok((await ask(oauth.PrivateKeyJwt({ key: privateKey, kid }, once))).access_token);
    await refuses(oauth.PrivateKeyJwt({ key: privateKey, kid }, once));
  });
}
