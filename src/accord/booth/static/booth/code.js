// Invitation codes, as accord.booth.codes has them: 16 of 32 signs, typed with or without capitals, hyphens, spaces.
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 16;

// The code that somebody typed; empty where it cannot be one.
export function cleanCode(typed) {
  const signs = typed.toUpperCase().replace(/[\s\u002d\u2010-\u2013\u2014\u2212]/g, "");
  const code = signs.replace(/O/g, "0").replace(/[IL]/g, "1");
  return code.length === LENGTH && [...code].every((sign) => SIGNS.includes(sign)) ? code : "";
}

// What stands after «#» in the address, which it is taken out of at once; empty where that is a part of this page.
export function takeCode() {
  const given = readFragment();
  if (!given || document.getElementById(given)) return "";
  history.replaceState(history.state, "", location.pathname + location.search);
  return given;
}

function readFragment() {
  const given = location.hash.slice(1);
  try {
    return decodeURIComponent(given);
  } catch {
    return given; // a stray «%»: no code, and said to be none
  }
}
