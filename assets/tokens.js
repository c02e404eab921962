// The respondent's half of blind signatures (RFC 9474, RSABSSA-SHA384-PSS-Randomized), by Cloudflare's blindrsa-ts: the
// browser makes a message that nobody knows, has it signed unseen, and later shows both. Bytes come and go as base64.
import { BlindRSA, PrepareType } from "@cloudflare/blindrsa-ts/lib/src/blindrsa.js";

const KEY = { name: "RSA-PSS", hash: "SHA-384" };
const SUITE = new BlindRSA({ ...KEY, saltLength: 48, prepareType: PrepareType.Randomized });

// Whether this browser can: it needs its own cryptography, which it has on https and on this machine only.
export function canBlind() {
  return Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);
}

// Makes a message and blinds it. `blinded` goes to the signer; `state` is kept, as JSON if need be, until it answers.
export async function blindToken(spkiBase64) {
  const prepared = SUITE.prepare(crypto.getRandomValues(new Uint8Array(32)));
  const { blindedMsg, inv } = await SUITE.blind(await publicKey(spkiBase64), prepared);
  const message = toBase64(prepared);
  return { message, blinded: toBase64(blindedMsg), state: { message, inverse: toBase64(inv) } };
}

// Unblinds what the signer answered; rejects where it is not this key's signature on the message.
export async function finishToken(spkiBase64, state, blindSignatureBase64) {
  const [prepared, inverse, signed] = [state.message, state.inverse, blindSignatureBase64].map(toBytes);
  const signature = await SUITE.finalize(await publicKey(spkiBase64), prepared, signed, inverse);
  return { message: state.message, signature: toBase64(signature) };
}

function publicKey(spkiBase64) {
  return crypto.subtle.importKey("spki", toBytes(spkiBase64), KEY, true, ["verify"]);
}

function toBytes(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

function toBase64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}
