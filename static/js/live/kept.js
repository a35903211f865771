// What this browser keeps for one person: drafts, and messages that have not left yet.
// Under the person's own mark (data-live-user on the body): the next person who signs in on
// this computer neither sees nor sends them.

const OWNER = document.body.dataset.liveUser ?? "";
const LONGEST = 7 * 24 * 3600 * 1000;
const DRAFT = `live.draft.${OWNER}.`;
const OUTBOX = `live.outbox.${OWNER}`;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // private window, or full
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

const fresh = (kept) => kept && Date.now() - kept.at < LONGEST;

/** What is being typed, by case. */
export const drafts = {
  get(reference) {
    const kept = read(DRAFT + reference);
    return fresh(kept) ? kept.body : "";
  },
  keep(reference, body) {
    if (body.trim()) write(DRAFT + reference, { body, at: Date.now() });
    else drop(DRAFT + reference);
  },
  forget(reference) {
    drop(DRAFT + reference);
  },
};

const all = () => (read(OUTBOX) ?? []).filter(fresh);

/** Messages that were sent by the person and not yet taken by the server, oldest first. */
export const outbox = {
  of: (reference) => all().filter((message) => message.case === reference),
  has: (act) => all().some((message) => message.act === act),
  add: (message) => write(OUTBOX, [...all(), { ...message, at: Date.now() }]),
  remove(act) {
    const messages = all();
    write(OUTBOX, messages.filter((message) => message.act !== act));
    return messages.find((message) => message.act === act);
  },
};
