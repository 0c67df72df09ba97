// The roll call in the hand: what is chosen is kept on the phone first, sent after that.
(() => {
  const root = document.querySelector("[data-roll-call-app]");
  const plain = document.querySelector("[data-roll-call-plain]");
  const { element, fill } = rollCallList;
  const app = JSON.parse(document.getElementById("roll-call-app").textContent);
  const words = app.words;
  const session = Number(location.pathname.match(/\/session\/(\d+)\/$/)?.[1] ?? 0);
  let device, roster, timer, failures = 0, isSending = false, done = [], problem = null;
  // Chosen and not kept yet: what is read meanwhile must not take it back on the screen.
  const choosing = new Set();

  const plainLink = () => element("a", { href: `${app.page.replace("/0/", `/${session}/`)}?plain` }, words.plain);
  const checkInLink = () => element("a", { href: app.checkIn.replace("/0/", `/${session}/`) }, words.checkIn);
  const notice = (tone, ...content) => element("div", { class: `notice notice--${tone}`, role: "alert" }, element("p", {}, ...content));

  const parts = {
    facts: element("p", { class: "roll-call__facts" }),
    alerts: element("div", { "aria-live": "polite" }),
    people: element("div", { class: "roll-call" }),
    undo: element("button", { type: "button", class: "button button--quiet", disabled: true, onclick: () => undo() }, words.undo),
    everyone: element("button", { type: "button", class: "button button--quiet", onclick: () => everyone() }, words.everyone),
    search: element("input", { type: "search", id: "roll-call-search", autocomplete: "off", placeholder: words.search, oninput: () => find() }),
    found: element("p", { class: "help", role: "status" }),
    count: element("strong", {}),
    missing: element("span", {}),
    state: element("span", { class: "muted small" }),
    refused: element("div", {}),
  };

  const walkIn = () => {
    const name = element("input", { id: "walk-in-name", autocomplete: "off", maxlength: 200, required: true });
    const place = element("input", { id: "walk-in-place", autocomplete: "off", maxlength: 200 });
    const error = element("p", { class: "error", role: "alert" });
    return element("details", { class: "roll-call__walk-in" }, element("summary", {}, words.walkIn),
      element("form", { class: "form", novalidate: true, onsubmit: async (event) => {
        event.preventDefault();
        error.textContent = name.value.trim() ? "" : words.walkInEmpty;
        if (!name.value.trim()) return name.focus();
        const kept = await say([{ who: crypto.randomUUID(), mark: "present", name: name.value.trim(), place: place.value.trim() }]);
        if (kept) { name.value = place.value = ""; name.focus(); }
      } },
      element("div", {}, element("label", { for: "walk-in-name" }, words.walkInName), name, error),
      element("div", {}, element("label", { for: "walk-in-place" }, words.walkInPlace), place),
      element("button", { class: "button button--quiet" }, words.walkInAdd)));
  };

  const build = () => {
    const canMark = roster.can_mark && !roster.closed;
    const tools = element("div", { class: "roll-call__tools" }, parts.everyone, parts.undo);
    const search = element("div", { class: "roll-call__search" }, element("label", { class: "visually-hidden", for: "roll-call-search" }, words.search), parts.search, parts.found);
    const foot = element("div", { class: "roll-call__foot" },
      element("p", { role: "status" }, parts.count, " ", words.present, parts.missing, element("br"), parts.state));
    root.replaceChildren(parts.facts, parts.alerts, parts.refused, ...(canMark ? [tools] : []), search, parts.people, ...(canMark ? [walkIn()] : []), foot, element("p", { class: "small" }, plainLink(), ...(canMark ? [" · ", checkInLink()] : [])));
    plain?.remove();
    document.querySelector("[data-roll-call-facts]")?.remove();
    root.hidden = false;
    draw();
  };

  const draw = () => {
    parts.facts.replaceChildren(`${roster.day}, ${roster.hours}${roster.place ? `, ${roster.place}` : ""}`, element("br"), `${roster.title} (${roster.code})`);
    rollCallList.draw(app, parts.people, roster, (who, mark) => say([{ who, mark }]));
    if (!rollCallList.peopleOf(roster).length) parts.people.replaceChildren(element("p", { class: "empty" }, words.nobody));
    find();
  };

  const find = () => {
    const text = parts.search.value;
    const all = rollCallList.peopleOf(roster).length;
    const shown = all && rollCallList.filter(parts.people, text);
    parts.found.textContent = text ? fill(words.found, { n: shown, all }) : "";
  };

  const marksOf = (entries) => {
    const marks = rollCallList.marksOf(roster, entries);
    for (const { who, mark } of choosing) if (marks.has(String(who))) marks.set(String(who), mark);
    return marks;
  };

  const show = async () => {
    const entries = await rollCallStore.queue();
    const own = entries.filter((entry) => entry.session === session && entry.owner === roster.owner);
    const marks = marksOf(own);
    rollCallList.show(parts.people, roster, marks);
    const values = [...marks.values()];
    const missing = values.filter((value) => !value).length;
    const waiting = own.filter((entry) => entry.kind === "mark" && !entry.refused).length;
    parts.count.textContent = `${values.filter((value) => ["present", "late"].includes(value)).length} / ${values.length}`;
    parts.missing.textContent = missing ? `, ${missing} ${words.missing}` : "";
    parts.everyone.disabled = !missing;
    parts.undo.disabled = !done.length;
    const isAnything = values.some(Boolean);
    parts.state.textContent = choosing.size ? words.keeping : waiting ? fill(words.kept, { n: waiting }) : isAnything ? words.sent : words.nothing;
    root.dataset.waiting = waiting;
    showAlerts(entries);
    showRefused(own.filter((entry) => entry.refused));
  };

  const showAlerts = (entries) => {
    const others = entries.filter((entry) => entry.owner !== roster.owner).length;
    parts.alerts.replaceChildren(
      ...(roster.closed ? [notice("warn", roster.closed)] : roster.can_mark ? [] : [notice("warn", words.readOnly)]),
      ...(others ? [notice("warn", fill(words.others, { n: others }))] : []),
      ...(problem ? [notice(problem.kind === "offline" ? "warn" : "bad", problem.words ?? words[problem.kind] ?? words.later, " ",
        ...(problem.kind === "signIn" ? [element("a", { href: `${app.login}?next=${encodeURIComponent(location.pathname)}` }, words.signInLink)] : []),
        ...(problem.kind === "failed" || problem.kind === "full" ? [] : [element("button", { type: "button", class: "link", onclick: () => { failures = 0; sync(); } }, words.sendNow)]))] : []));
  };

  const showRefused = (refused) => {
    const ids = refused.map((entry) => entry.id);
    const names = new Map(rollCallList.peopleOf(roster).map((person) => [String(person.id), person.name]));
    parts.refused.replaceChildren(...(refused.length ? [element("div", { class: "notice notice--bad", role: "alert" },
      element("p", {}, element("strong", {}, fill(words.refused, { n: refused.length }))),
      element("ul", {}, ...refused.map((entry) => element("li", {}, `${names.get(String(entry.who ?? entry.id)) ?? ""} ${entry.refused}`))),
      element("p", { class: "row" },
        element("button", { type: "button", class: "button button--quiet", onclick: async () => { await rollCallStore.again(ids); await show(); sync(); } }, words.again),
        element("button", { type: "button", class: "button button--quiet", onclick: async () => { await rollCallStore.remove(ids); await show(); } }, words.remove)))] : []));
  };

  const say = async (said) => {
    let isKept = false;
    for (const one of said) choosing.add(one);
    parts.state.textContent = words.keeping;
    try {
      const before = rollCallList.marksOf(roster, await rollCallStore.queue());
      const kept = await rollCallStore.say(session, roster.owner, said);
      const isNew = kept.roster.walk_ins.length !== roster.walk_ins.length;
      roster = kept.roster;
      done.push(kept.entries.filter((entry) => entry.kind === "mark").map((entry) => ({ id: entry.id, who: entry.who, before: before.get(String(entry.who)) })));
      problem = problem?.kind === "failed" || problem?.kind === "full" ? null : problem;
      if (isNew) draw();
      isKept = true;
    } catch (error) {
      problem = { kind: error?.name === "QuotaExceededError" ? "full" : "failed" };
    } finally {
      for (const one of said) choosing.delete(one);
    }
    await show();
    if (isKept) soon(0.5);
    return isKept;
  };

  const everyone = async () => {
    const marks = marksOf(await rollCallStore.queue());
    const missing = rollCallList.peopleOf(roster).filter((person) => !marks.get(String(person.id)));
    if (missing.length) await say(missing.map((person) => ({ who: person.id, mark: "present" })));
  };

  // Says again what stood before; what stood nowhere is taken back while it is here alone.
  const undo = async () => {
    const last = done.pop() ?? [];
    const entries = new Map((await rollCallStore.queue()).map((entry) => [entry.id, entry]));
    const isHere = ({ id, before }) => !before && entries.get(id) && !entries.get(id).isTried;
    await rollCallStore.remove(last.filter(isHere).map(({ id }) => id));
    const back = last.filter(({ before }) => before).map(({ who, before }) => ({ who, mark: before }));
    if (back.length) { await say(back); done.pop(); }
    await show();
    const isGone = last.some((one) => !one.before && !isHere(one));
    parts.found.textContent = isGone ? words.nothingToUndo : words.undone;
  };

  const soon = (seconds) => { clearTimeout(timer); timer = setTimeout(sync, seconds * 1000); };

  const sync = async () => {
    if (isSending || !roster) return;
    isSending = true;
    try {
      let isAny = false;
      for (let after; (after = await rollCallSync.sendBatch(app, roster, device));) {
        isAny = true;
        roster = { ...after, csrf: roster.csrf };
        await show();
      }
      if (isAny || problem) await refresh();
      failures = 0;
      problem = null;
    } catch (error) {
      problem = error instanceof rollCallSync.Problem ? error : new rollCallSync.Problem("later");
      // The token of the form grew old: a new one comes with the names.
      if (problem.kind === "token") await refresh().catch((another) => { problem = another; });
      failures += 1;
      soon(rollCallSync.wait(failures));
    } finally {
      isSending = false;
      await show();
    }
  };

  const refresh = async () => {
    const before = roster;
    roster = await rollCallSync.fetchRoster(app, session, roster);
    const ids = (one) => one && JSON.stringify([one.owner, one.can_mark, one.closed, rollCallList.peopleOf(one).map((person) => person.id)]);
    if (ids(before) !== ids(roster)) build();
  };

  const listOfPhone = async () => {
    const kept = await rollCallStore.rosters();
    root.replaceChildren(element("h2", {}, words.onThisPhone), kept.length
      ? element("ul", { class: "list" }, ...kept.map((one) => element("li", {}, element("a", { href: app.page.replace("/0/", `/${one.session}/`) }, `${one.day}, ${one.hours}`), ` ${one.title} (${one.code})`)))
      : element("p", { class: "empty" }, words.noneOnThisPhone));
    root.hidden = false;
  };

  const start = async () => {
    for (const link of document.querySelectorAll("a[hreflang]")) {
      if (session) link.href = link.getAttribute("href").replace("/roll-call/", `/session/${session}/`);
    }
    try {
      device = await rollCallStore.device();
      await rollCallStore.purge();
    } catch {
      root.replaceChildren(notice("bad", words.cannotKeep, " ", ...(session ? [plainLink()] : [])));
      root.hidden = false;
      return;
    }
    navigator.serviceWorker?.register(app.worker).catch(() => {});
    navigator.storage?.persist?.().catch(() => {});
    if (!session) return listOfPhone();
    roster = await rollCallStore.roster(session);
    if (roster) { build(); await show(); }
    try {
      await refresh();
    } catch (error) {
      problem = error instanceof rollCallSync.Problem ? error : new rollCallSync.Problem("later");
      if (!roster) {
        const text = problem.kind === "offline" ? words.neverOpened : problem.words ?? words[problem.kind] ?? words.later;
        root.replaceChildren(notice("bad", text, " ", problem.kind === "signIn" ? element("a", { href: `${app.login}?next=${encodeURIComponent(location.pathname)}` }, words.signInLink) : plainLink()));
        root.hidden = false;
        return;
      }
    }
    await show();
    soon(0);
  };

  addEventListener("online", () => { failures = 0; soon(0); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(0); });
  start();
})();
