// The people of a roll call as the thumb finds them: names in order, four choices each.
const rollCallList = (() => {
  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  const fill = (text, values) => text.replace(/{(\w+)}/g, (_whole, name) => values[name]);

  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "dj");

  const choices = (app, person, canMark, choose) => element("div", { class: "roll-call__choices" },
    ...app.marksAre.map(({ value, label }) => element("label", {},
      element("input", { type: "radio", name: `mark-${person.id}`, value, disabled: !canMark, onchange: () => choose(person.id, value) }),
      element("span", {}, label))));

  const line = (app, person, canMark, choose) => element("fieldset", { class: "roll-call__person", "data-person": person.id, "data-name": fold(person.name) },
    element("legend", {}, person.name, " ",
      element("span", { class: "muted small" }, [person.place, person.isWalkIn ? app.words.walkInMark : ""].filter(Boolean).join(" · "))),
    element("p", { class: "small roll-call__disputed", hidden: true }, app.words.disputed),
    choices(app, person, canMark, choose));

  const peopleOf = (roster) => [
    ...roster.people,
    ...roster.walk_ins.map((person) => ({ ...person, isWalkIn: true })),
  ];

  // What stands for each person: the newest word of this phone, else what the office has.
  const marksOf = (roster, entries) => {
    const marks = new Map(peopleOf(roster).map((person) => [String(person.id), person.mark]));
    for (const entry of entries) {
      if (entry.kind === "mark" && entry.session === roster.session && entry.owner === roster.owner && !entry.refused) marks.set(String(entry.who), entry.mark);
    }
    return marks;
  };

  const draw = (app, place, roster, choose) => {
    const canMark = roster.can_mark && !roster.closed;
    place.replaceChildren(...peopleOf(roster).map((person) => line(app, person, canMark, choose)));
  };

  const show = (place, roster, marks) => {
    for (const person of peopleOf(roster)) {
      const fieldset = place.querySelector(`[data-person="${CSS.escape(person.id)}"]`);
      for (const radio of fieldset.querySelectorAll("input")) radio.checked = radio.value === marks.get(String(person.id));
      fieldset.querySelector(".roll-call__disputed").hidden = !person.disputed;
    }
  };

  const filter = (place, text) => {
    let shown = 0;
    for (const fieldset of place.children) {
      fieldset.hidden = !fieldset.dataset.name.includes(fold(text.trim()));
      shown += !fieldset.hidden;
    }
    return shown;
  };

  return { element, fill, peopleOf, marksOf, draw, show, filter };
})();
