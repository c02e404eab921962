// What goes to the server: no cookie, no referrer, nothing kept by any cache; the code or the token in the body alone.
const PATIENCE = 20_000;

// The server answered, and refused: `name` says why to the page, `message` to the reader.
export class Refused extends Error {
  constructor({ error, words }) {
    super(words);
    this.name = error;
  }
}

// No answer came, or none of ours.
export class Unreachable extends Error {}

export async function ask(door, what, body) {
  const reply = await fetched(`/a/${door}/${what}`, JSON.stringify(body));
  const said = await reply.json().catch(() => null);
  if (reply.ok && said) return said;
  if (said?.error) throw new Refused(said);
  throw new Unreachable();
}

async function fetched(address, body) {
  try {
    return await fetch(address, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang },
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      keepalive: true,
      signal: patience(),
    });
  } catch {
    throw new Unreachable();
  }
}

function patience() {
  const control = new AbortController();
  setTimeout(() => control.abort(), PATIENCE);
  return control.signal;
}
