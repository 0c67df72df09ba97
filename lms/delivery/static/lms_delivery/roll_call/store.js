// What has to survive on this phone: the names of a roll call, and words on their way.
//
// A promise of this file is kept only when the browser says that the whole transaction
// is on its disk; nothing may be called saved before that.
const rollCallStore = (() => {
  const NAME = "fener-roll-call";
  const HOUR = 60 * 60 * 1000;
  //: Names go a day after everything about them reached the office, and at last in any case.
  const AFTER_SENT = 24 * HOUR;
  const LONGEST = 9 * 24 * HOUR;
  let opening;

  const open = () => opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("meta");
      request.result.createObjectStore("rosters", { keyPath: "session" });
      request.result.createObjectStore("queue", { keyPath: "id" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opening = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  }).catch((error) => { opening = undefined; throw error; });

  // Runs `work(stores, done)` in one transaction; resolves with what `done` was given.
  const inside = async (mode, work) => {
    const db = await open();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(["meta", "rosters", "queue"], mode, { durability: "strict" });
      const stores = Object.fromEntries([...transaction.objectStoreNames].map((name) => [name, transaction.objectStore(name)]));
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      transaction.onerror = () => reject(transaction.error);
      work(stores, (value) => { result = value; });
    });
  };

  const all = (store, use) => { store.getAll().onsuccess = (event) => use(event.target.result); };

  const device = () => inside("readwrite", ({ meta }, done) => {
    meta.get("device").onsuccess = (event) => {
      const id = event.target.result ?? crypto.randomUUID();
      if (!event.target.result) meta.put(id, "device");
      done(id);
    };
  });

  const roster = (session) => inside("readonly", ({ rosters }, done) => {
    rosters.get(session).onsuccess = (event) => done(event.target.result);
  });

  const rosters = () => inside("readonly", ({ rosters }, done) => all(rosters, done));

  const queue = () => inside("readonly", ({ queue }, done) => all(queue, (entries) => done(entries.sort((a, b) => a.n - b.n || a.at - b.at))));

  // The office's names and marks; what this phone has counted so far is not set back.
  const keepRoster = (fresh) => inside("readwrite", ({ rosters }, done) => {
    rosters.get(fresh.session).onsuccess = (event) => {
      const before = event.target.result;
      const kept = { ...fresh, fetchedAt: Date.now(), sentAt: before?.sentAt };
      kept.sequence = Math.max(fresh.sequence, before?.sequence ?? 0);
      rosters.put(kept);
      done(kept);
    };
  });

  // Words about several people at once: `[{who, mark, name?, place?}]`, all kept or none.
  const say = (session, owner, words) => inside("readwrite", ({ rosters, queue }, done) => {
    rosters.get(session).onsuccess = (event) => {
      const roster = event.target.result;
      const at = Math.round(Date.now() / 1000);
      const entries = [];
      for (const { who, mark, name, place } of words) {
        if (name) {
          roster.walk_ins.push({ id: who, name, place, mark: "" });
          entries.push({ id: who, kind: "walk-in", session, owner, at, n: roster.sequence, name, place });
        }
        roster.sequence += 1;
        entries.push({ id: crypto.randomUUID(), kind: "mark", session, owner, at, who, mark, n: roster.sequence, seen: roster.number });
      }
      roster.sentAt = undefined;
      rosters.put(roster);
      for (const entry of entries) queue.put(entry);
      done({ roster, entries });
    };
  });

  const change = (ids, use) => inside("readwrite", ({ queue }) => {
    for (const id of ids) {
      queue.get(id).onsuccess = (event) => { if (event.target.result) use(queue, event.target.result); };
    }
  });

  // From now on a word may be at the office, so it cannot be taken back unsaid.
  const tried = (ids) => change(ids, (queue, entry) => queue.put({ ...entry, isTried: true }));

  // The one place where a word leaves the phone after a sending: the office keeps its
  // id, so what it says is what the office has. Resolves with the names as they are then.
  // With the last word of a session the day begins after which its names go, too.
  const settle = (session, answers) => inside("readwrite", ({ rosters, queue }, done) => {
    rosters.get(session).onsuccess = (event) => {
      const roster = event.target.result;
      const people = new Map([...(roster?.people ?? []), ...(roster?.walk_ins ?? [])].map((person) => [String(person.id), person]));
      answers.forEach((answer, index) => {
        queue.get(answer.id).onsuccess = ({ target: { result: entry } }) => {
          if (entry && answer.kept !== true) queue.put({ ...entry, refused: answer.reason });
          if (entry && answer.kept === true) {
            queue.delete(entry.id);
            const person = entry.kind === "mark" && people.get(String(entry.who));
            if (person) person.mark = entry.mark;
          }
          if (roster && index === answers.length - 1) all(queue, (left) => {
            if (!left.some((one) => one.session === session)) roster.sentAt = Date.now();
            rosters.put(roster);
          });
        };
      });
      done(roster);
    };
  });

  const again = (ids) => change(ids, (queue, entry) => queue.put({ ...entry, refused: undefined }));

  // Because the person who holds the phone says so; never by itself.
  const remove = (ids) => change(ids, (queue, entry) => queue.delete(entry.id));

  const purge = () => inside("readwrite", ({ rosters, queue }) => all(queue, (entries) => {
    const waiting = new Set(entries.map((entry) => entry.session));
    all(rosters, (kept) => {
      for (const { session, sentAt, fetchedAt } of kept) {
        const isOld = sentAt ? Date.now() - sentAt > AFTER_SENT : Date.now() - fetchedAt > LONGEST;
        if (isOld && !waiting.has(session)) rosters.delete(session);
      }
    });
  }));

  // Every name goes; marks on their way stay, for they hold numbers only.
  const forgetNames = () => inside("readwrite", ({ rosters }) => { rosters.clear(); });

  return { device, roster, rosters, queue, keepRoster, say, tried, settle, again, remove, purge, forgetNames };
})();
