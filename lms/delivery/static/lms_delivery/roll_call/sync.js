// Brings words to the office. A word leaves the phone on one answer only: the office
// says of its very id that it is kept. Any other answer, from whomever, keeps it.
const rollCallSync = (() => {
  const MARKER = "fener-roll-call-1";
  const BATCH = 25;
  const LONGEST_WAIT = 300;
  const PATIENCE = 30000;

  class Problem extends Error {
    constructor(kind, words) { super(kind); this.kind = kind; this.words = words; }
  }

  // An answer of the office, or a Problem that says what came instead.
  const ask = async (url, options = {}) => {
    let response;
    try {
      response = await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options, headers: { ...options.headers, "X-Language": document.documentElement.lang } });
    } catch { throw new Problem("offline"); }
    if (response.status === 304) return { response };
    if (response.type === "opaqueredirect") throw new Problem("otherNetwork");
    let body;
    try { body = await response.json(); } catch { /* a page, or half an answer */ }
    if (response.status >= 500 || response.status === 429) throw new Problem("later", body?.marker === MARKER ? body.reason : undefined);
    if (response.status === 403 && body?.marker !== MARKER) throw new Problem("token");
    if (body?.marker !== MARKER) throw new Problem("otherNetwork");
    if (response.status === 401) throw new Problem("signIn");
    if (response.status !== 200) throw new Problem("said", body.reason);
    return { response, body };
  };

  const fetchRoster = async (app, session, known) => {
    const headers = { Accept: "application/json" };
    if (known?.etag) headers["If-None-Match"] = known.etag;
    const { response, body } = await ask(app.api.replace("/0/", `/${session}/`), { headers });
    const csrf = response.headers.get("X-Csrf");
    if (!body) return rollCallStore.keepRoster({ ...known, csrf });
    if (body.session !== session) throw new Problem("otherNetwork");
    return rollCallStore.keepRoster({ ...body, csrf, etag: response.headers.get("ETag") });
  };

  const batchOf = (entries, session, owner) => entries
    .filter((entry) => entry.session === session && entry.owner === owner && !entry.refused)
    .slice(0, BATCH);

  const bodyOf = (batch, device) => JSON.stringify({
    device,
    sent_at: Math.round(Date.now() / 1000),
    walk_ins: batch.filter((entry) => entry.kind === "walk-in").map(({ id, name, place, at }) => ({ id, name, place, at })),
    marks: batch.filter((entry) => entry.kind === "mark").map(({ id, who, mark, n, seen, at }) => ({ id, who, mark, n, seen, at })),
  });

  // Sends one batch and resolves with the names after it, or with nothing if there was
  // none to send. What is not answered for stays.
  const sendBatch = async (app, roster, device) => {
    const batch = batchOf(await rollCallStore.queue(), roster.session, roster.owner);
    if (!batch.length) return undefined;
    const ids = batch.map((entry) => entry.id);
    await rollCallStore.tried(ids);
    const { body } = await ask(app.marks.replace("/0/", `/${roster.session}/`), {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": roster.csrf },
      body: bodyOf(batch, device),
    });
    if (body?.session !== roster.session || !Array.isArray(body.answers)) throw new Problem("otherNetwork");
    const isOurs = (answer) => ids.includes(answer?.id) && (answer.kept === true || typeof answer.reason === "string");
    const answers = body.answers.filter(isOurs);
    if (!answers.length) throw new Problem("later");
    return rollCallStore.settle(roster.session, answers);
  };

  // Seconds until the next try: twice as long each time, anywhere in that span.
  const wait = (failures) => Math.random() * Math.min(LONGEST_WAIT, 2 ** failures);

  return { Problem, fetchRoster, sendBatch, wait };
})();
