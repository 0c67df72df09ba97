// Nobody leaves names behind on a shared phone, and nobody drops marks without knowing.
(() => {
  const form = document.querySelector("[data-sign-out]");
  const dialog = document.querySelector("[data-unsent]");

  const kept = async () => {
    if (!globalThis.indexedDB) return null;
    const known = await indexedDB.databases?.();
    if (known && !known.some(({ name }) => name === "fener-roll-call")) return null;
    return new Promise((resolve) => {
      const request = indexedDB.open("fener-roll-call");
      request.onupgradeneeded = () => request.transaction.abort();
      request.onerror = request.onblocked = () => resolve(null);
      request.onsuccess = () => resolve(request.result);
    });
  };

  const inside = (db, work) => new Promise((resolve, reject) => {
    const transaction = db.transaction(["rosters", "queue"], "readwrite", { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore("rosters"), transaction.objectStore("queue"), (value) => { result = value; });
  });

  const entriesOf = (db) => inside(db, (_rosters, queue, done) => {
    queue.getAll().onsuccess = (event) => done(event.target.result);
  });

  // The names of people who are on no list exist on this phone alone.
  const download = async (db, entries) => {
    const marks = new Map(entries.filter(({ kind }) => kind === "mark").map((entry) => [entry.who, entry]));
    const people = entries.filter(({ kind }) => kind === "walk-in");
    const lines = people.map(({ id, name, place, session, at }) => [name, place, marks.get(id)?.mark ?? "", session, new Date(at * 1000).toISOString()].join("\t"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\n")], { type: "text/plain" }));
    link.download = "fener.txt";
    link.click();
    const ids = new Set(people.map(({ id }) => id));
    await inside(db, (_rosters, queue) => {
      for (const entry of entries) if (ids.has(entry.id) || ids.has(entry.who)) queue.delete(entry.id);
    });
  };

  const leave = async (db) => {
    await inside(db, (rosters) => { rosters.clear(); });
    form.submit();
  };

  const askFirst = async (event) => {
    event.preventDefault();
    let db = null;
    try { db = await kept(); } catch { /* nothing is kept here */ }
    if (!db) return form.submit();
    const entries = await entriesOf(db);
    if (!entries.length) return leave(db);
    const names = entries.filter(({ kind }) => kind === "walk-in").length;
    dialog.querySelector("[data-count]").textContent = entries.filter(({ kind }) => kind === "mark").length;
    dialog.querySelector("[data-names]").hidden = !names;
    dialog.querySelector("[data-leave]").hidden = Boolean(names);
    dialog.querySelector("[data-stay]").onclick = () => dialog.close();
    dialog.querySelector("[data-leave]").onclick = () => leave(db);
    dialog.querySelector("[data-download]").onclick = async () => { await download(db, entries); dialog.close(); };
    dialog.showModal();
  };

  form?.addEventListener("submit", askFirst);
  // Whoever signs in next must find no names of whoever was here before.
  if (document.querySelector("[data-signed-out]")) kept().then((db) => db && inside(db, (rosters) => { rosters.clear(); })).catch(() => {});
})();
