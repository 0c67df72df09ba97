// The running count; the page does everything else without it.
const form = document.querySelector("[data-roll-call]");
if (form) {
  const present = form.querySelector("[data-present]");
  const missing = form.querySelector("[data-missing]");
  let isChanged = false;
  const count = () => {
    const chosen = [...form.querySelectorAll("input[type=radio]:checked")];
    const people = form.querySelectorAll("fieldset").length;
    present.textContent = chosen.filter((radio) => ["present", "late"].includes(radio.value)).length;
    if (missing) missing.textContent = people - chosen.length;
  };
  form.addEventListener("change", () => { isChanged = true; count(); });
  form.addEventListener("submit", () => { isChanged = false; });
  addEventListener("pageshow", count);
  addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
}
